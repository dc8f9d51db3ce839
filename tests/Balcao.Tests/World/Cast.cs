using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.World;

/// <summary>Somebody who signs in.</summary>
/// <param name="Tenant">Null: an operator.</param>
public sealed record Member(string Name, string Email, Role Role, TenantId? Tenant, Guid PersonId)
{
    public AgentId Id => new(PersonId);
}

/// <summary>A customer with a phone.</summary>
/// <param name="WaId">As WhatsApp writes the phone: digits with country code.</param>
public sealed record Customer(string Name, string WaId)
{
    public string Phone => "+" + WaId;
}

/// <summary>A number and its tenant.</summary>
public sealed record CastNumber(ChannelId Id, TenantId Tenant, string PhoneNumberId, string WabaId, string Display);

/// <summary>
/// The data of every test. Loja Exemplo: Clara administers, Ana and Bruno serve in Atendimento, Davi only in Financeiro.
/// Outra Empresa always exists too, with its own administrator, agent, group and number: Renata and Igor must never see what
/// a test does in Loja Exemplo.
/// </summary>
public static class Cast
{
    /// <summary>A Monday, 10:00 in São Paulo.</summary>
    public static readonly DateTimeOffset Opening = new(2026, 3, 2, 13, 0, 0, TimeSpan.Zero);

    public const string Password = "uma senha bem longa";

    public const string AppSecret = "segredo-do-aplicativo";

    public const string VerifyToken = "palavra-combinada";

    public const string AccessToken = "EAAtoken-da-loja";

    public static readonly TenantId LojaExemplo = TenantId.New(Opening);
    public static readonly TenantId OutraEmpresa = TenantId.New(Opening);

    public static readonly Member Clara = New("Clara Nunes", "clara@loja.example", Role.Administrator, LojaExemplo);
    public static readonly Member Ana = New("Ana Souza", "ana@loja.example", Role.Agent, LojaExemplo);
    public static readonly Member Bruno = New("Bruno Lima", "bruno@loja.example", Role.Agent, LojaExemplo);
    public static readonly Member Davi = New("Davi Rocha", "davi@loja.example", Role.Agent, LojaExemplo);
    public static readonly Member Renata = New("Renata Alves", "renata@outra.example", Role.Administrator, OutraEmpresa);
    public static readonly Member Igor = New("Igor Pires", "igor@outra.example", Role.Agent, OutraEmpresa);
    public static readonly Member Otavio = New("Otávio Reis", "otavio@balcao.example", Role.Operator, null);

    public static IReadOnlyList<Member> Everybody { get; } = [Clara, Ana, Bruno, Davi, Renata, Igor, Otavio];

    public static readonly ChatGroupId Atendimento = ChatGroupId.New(Opening);
    public static readonly ChatGroupId Financeiro = ChatGroupId.New(Opening);
    public static readonly ChatGroupId GrupoDaOutra = ChatGroupId.New(Opening);

    /// <summary>Served by Atendimento.</summary>
    public static readonly CastNumber Balcao500 = new(ChannelId.New(Opening), LojaExemplo, "100200300400500", "700800900", "+55 11 4000-0500");

    /// <summary>Without a group: its messages are held.</summary>
    public static readonly CastNumber Balcao501 = new(ChannelId.New(Opening), LojaExemplo, "100200300400501", "700800900", "+55 11 4000-0501");

    /// <summary>Outra Empresa's, served by its own group.</summary>
    public static readonly CastNumber NumeroDaOutra = new(ChannelId.New(Opening), OutraEmpresa, "100200300400900", "700800999", "+55 21 4000-0900");

    public static readonly Customer DonaLucia = new("Dona Lúcia", "5511999990001");
    public static readonly Customer SeuJorge = new("Seu Jorge", "5511999990002");
    public static readonly Customer Marina = new("Marina Castro", "5521988880003");

    private static Member New(string name, string email, Role role, TenantId? tenant) => new(name, email, role, tenant, AgentId.New(Opening).Value);

    /// <summary>Writes all of it to the database in one unit of work.</summary>
    public static async Task EnterAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var passwords = scope.ServiceProvider.GetRequiredService<Passwords>();
        var tokens = scope.ServiceProvider.GetRequiredService<AccessTokens>();

        await work.BeginWriteAsync(TenantScope.Operators, CancellationToken.None);
        db.Add(new Tenant { Id = LojaExemplo, Name = "Loja Exemplo", TimeZone = "America/Sao_Paulo", CreatedAt = Opening });
        db.Add(new Tenant { Id = OutraEmpresa, Name = "Outra Empresa", TimeZone = "America/Sao_Paulo", CreatedAt = Opening });
        foreach (var member in Everybody)
        {
            var person = member.Tenant is { } tenant
                ? Person.OfTenant(tenant, member.Id, member.Email)
                : Person.Operator(new PersonId(member.PersonId), member.Name, member.Email);
            person.ChangePassword(passwords.Hash(person, Password));
            db.Add(person);
            if (member.Tenant is { } home)
                db.Add(new Agent { TenantId = home, Id = member.Id, Name = member.Name, Role = member.Role, CreatedAt = Opening });
        }
        await db.SaveChangesAsync();

        db.Add(new ChatGroup { TenantId = LojaExemplo, Id = Atendimento, Name = "Atendimento", DisplayName = "Atendimento" });
        db.Add(new ChatGroup { TenantId = LojaExemplo, Id = Financeiro, Name = "Financeiro", DisplayName = "Financeiro" });
        db.Add(new ChatGroup { TenantId = OutraEmpresa, Id = GrupoDaOutra, Name = "Suporte", DisplayName = "Suporte" });
        db.AddRange(Attends(Atendimento, Ana, 0), Attends(Atendimento, Bruno, 1), Attends(Financeiro, Davi, 0), Attends(GrupoDaOutra, Igor, 0));
        foreach (var number in (CastNumber[])[Balcao500, Balcao501, NumeroDaOutra])
        {
            var released = new Number
            {
                TenantId = number.Tenant, Id = number.Id, PhoneNumberId = number.PhoneNumberId,
                WabaId = number.WabaId, ProtectedAccessToken = tokens.Protect(AccessToken), ReleasedAt = Opening,
            };
            db.AddRange(released.NewChannel(number.Display), released);
            ContractChanges.Begin(db, number.Tenant, number.Id, "America/Sao_Paulo", new DateOnly(2026, 1, 1), plan: null);
        }
        db.Add(new NumberLink { TenantId = LojaExemplo, ChannelId = Balcao500.Id, GroupId = Atendimento });
        db.Add(new NumberLink { TenantId = OutraEmpresa, ChannelId = NumeroDaOutra.Id, GroupId = GrupoDaOutra });
        await work.CommitAsync(CancellationToken.None);
    }

    private static ChatGroupMembership Attends(ChatGroupId group, Member agent, int place) =>
        new() { TenantId = agent.Tenant!.Value, GroupId = group, AgentId = agent.Id, IsAttendant = true, Place = place };
}
