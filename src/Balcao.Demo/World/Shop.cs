using Balcao.Contract;

namespace Balcao.Demo.World;

/// <summary>A company, which is a tenant.</summary>
internal sealed record Company(TenantId Id, string Name);

internal sealed record Team(ChatGroupId Id, Company Company, string Name, string DisplayName);

/// <summary>A WhatsApp number.</summary>
/// <param name="Team">Null: no group serves the number, so its messages are held.</param>
internal sealed record CompanyNumber(ChannelId Id, Company Company, string PhoneNumberId, string WabaId, string Display, Team? Team);

/// <summary>A person who can sign in.</summary>
/// <param name="Company">Null: an operator, who belongs to no company.</param>
/// <param name="Teams">The groups in which the person serves.</param>
internal sealed record Employee(AgentId Id, Company? Company, string Name, string Email, Role Role, bool IsWoman, params IReadOnlyList<Team> Teams)
{
    public string FirstName => Name.Split(' ')[0];
}

/// <summary>
/// The companies and people of the demo. Loja Exemplo sells household appliances and furniture: Ana, Bruno and Diego
/// serve, Clara administers. Outra Empresa exists to show that neither tenant sees the data of the other.
/// </summary>
internal static class Shop
{
    public const string Password = "balcao-demo";
    public const string AdministratorsToken = "balcao-demo-admin-token";
    public const string AppSecret = "demo-app-secret";
    public const string VerifyToken = "demo-verify-token";
    public const string AccessToken = "demo-access-token";
    public const string TimeZone = "America/Sao_Paulo";

    /// <summary>The offset of <see cref="TimeZone"/>, constant since Brazil abolished summer time in 2019.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(-3);

    public const string WabaId = "900800700600500";
    private const string OtherWabaId = "900800700600501";

    public static readonly Company Loja = new(TenantId.Of(Id(1)), "Loja Exemplo");
    public static readonly Company Outra = new(TenantId.Of(Id(2)), "Outra Empresa");

    public static readonly Team Atendimento = new(ChatGroupId.Of(Id(11)), Loja, "Atendimento", "Atendimento");
    public static readonly Team Financeiro = new(ChatGroupId.Of(Id(12)), Loja, "Financeiro", "Setor financeiro");
    public static readonly Team Suporte = new(ChatGroupId.Of(Id(13)), Outra, "Suporte", "Suporte");

    public static readonly CompanyNumber Main = new(ChannelId.Of(Id(21)), Loja, "100200300400500", WabaId, "+55 11 4000-0500", Atendimento);
    public static readonly CompanyNumber Spare = new(ChannelId.Of(Id(22)), Loja, "100200300400501", WabaId, "+55 11 4000-0501", null);
    /// <summary>It has service hours, so that what is written at night becomes a ticket.</summary>
    public static readonly CompanyNumber Billing = new(ChannelId.Of(Id(24)), Loja, "100200300400502", WabaId, "+55 11 4000-0502", Financeiro);

    public static readonly CompanyNumber Elsewhere = new(ChannelId.Of(Id(23)), Outra, "100200300400600", OtherWabaId, "+55 21 3000-0600", Suporte);

    public static readonly Employee Clara = new(AgentId.Of(Id(31)), Loja, "Clara Nunes", "clara@loja.exemplo", Role.Administrator, IsWoman: true);
    public static readonly Employee Ana = new(AgentId.Of(Id(32)), Loja, "Ana Ribeiro", "ana@loja.exemplo", Role.Agent, IsWoman: true, Atendimento);
    public static readonly Employee Bruno = new(AgentId.Of(Id(33)), Loja, "Bruno Costa", "bruno@loja.exemplo", Role.Agent, IsWoman: false, Atendimento);
    public static readonly Employee Diego = new(AgentId.Of(Id(34)), Loja, "Diego Alves", "diego@loja.exemplo", Role.Agent, IsWoman: false, Financeiro);
    public static readonly Employee Renata = new(AgentId.Of(Id(35)), Outra, "Renata Melo", "renata@outra.exemplo", Role.Administrator, IsWoman: true);
    public static readonly Employee Igor = new(AgentId.Of(Id(36)), Outra, "Igor Dias", "igor@outra.exemplo", Role.Agent, IsWoman: false, Suporte);
    public static readonly Employee Otavio = new(AgentId.Of(Id(37)), null, "Otávio Prado", "otavio@balcao.exemplo", Role.Operator, IsWoman: false);

    public static readonly IReadOnlyList<Company> Companies = [Loja, Outra];
    public static readonly IReadOnlyList<Team> Teams = [Atendimento, Financeiro, Suporte];
    public static readonly IReadOnlyList<CompanyNumber> Numbers = [Main, Spare, Billing, Elsewhere];

    /// <summary>In the order in which the sign-in page offers them.</summary>
    public static readonly IReadOnlyList<Employee> SignIns = [Ana, Bruno, Diego, Clara, Otavio, Igor, Renata];

    /// <summary>The groups with the administrators who supervise them.</summary>
    public static IEnumerable<(Team Team, Employee Supervisor)> Supervisors => [(Atendimento, Clara), (Financeiro, Clara), (Suporte, Renata)];

    // The same ids in every demo, so that documents can contain addresses with them.
    internal static Guid Id(int number) => new($"0190de00-0000-7000-8000-{number:D12}");
}
