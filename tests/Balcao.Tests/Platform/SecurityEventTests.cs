using System.Data.Common;
using System.Net.Http.Json;
using System.Text.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tests.Architecture;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Platform;

/// <summary>What decides who may do what is recorded, and the record cannot be changed.</summary>
public sealed class SecurityEventTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Finding("S22")]
    public async Task Sign_ins_failed_ones_and_sign_outs_are_recorded()
    {
        var began = await CountAsync();
        await SignInAsync(Davi.Email, "uma palavra errada");
        await SignInAsync("ninguem@loja.example", "uma palavra errada");
        var davi = As(Davi);
        await davi.Api.GetMeAsync(Cancel);
        await davi.Api.SignOutAsync(Cancel);
        await davi.Api.SignOutAsync(Cancel); // there is no sign-in left to end

        (SecurityEventKind, TenantId?, Guid?)[] expected =
        [
            (SecurityEventKind.SignInFailed, LojaExemplo, Davi.PersonId),
            (SecurityEventKind.SignInFailed, null, null),
            (SecurityEventKind.SignedIn, LojaExemplo, Davi.PersonId),
            (SecurityEventKind.SignedOut, LojaExemplo, Davi.PersonId),
        ];
        Assert.Equal(expected, (await SinceAsync(began)).Select(e => (e.Kind, e.TenantId, e.SubjectId)));
    }

    [Fact, Finding("S22")]
    public async Task Tries_beyond_the_limit_are_told_from_wrong_ones()
    {
        var (began, limits) = (await CountAsync(), new Limits());
        for (var i = 0; i <= limits.WrongPasswords; i++) await SignInAsync(Igor.Email, "uma palavra errada");

        var kept = await SinceAsync(began);
        Assert.Equal([.. Enumerable.Repeat(SecurityEventKind.SignInFailed, limits.WrongPasswords), SecurityEventKind.SignInLimited], kept.Select(e => e.Kind));
        Assert.Null(kept[^1].SubjectId); // it was not looked up whose e-mail it is
        App.LetPass(TimeSpan.FromSeconds(limits.FirstWaitSeconds));
    }

    [Fact, Finding("S22")]
    public async Task What_an_administrator_does_to_people_and_tokens_is_recorded_with_the_administrator()
    {
        var clara = As(Clara).Api;
        await clara.GetMeAsync(Cancel);
        var began = await CountAsync();

        var agent = await clara.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = "eventos@loja.example", Role = Role.Agent }, Cancel);
        var link = await clara.MakePasswordLinkAsync(agent.Agent.Id, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = link.Url.Split("code=")[1], Password = Cast.Password }, Cancel);
        await clara.ChangeAgentAsync(agent.Agent.Id, new() { Role = Role.Administrator }, Cancel);
        await clara.ChangeAgentAsync(agent.Agent.Id, new() { Name = "Outro nome" }, Cancel);
        await clara.EndSignInsOfAsync(agent.Agent.Id, Cancel);
        await clara.ChangeAgentAsync(agent.Agent.Id, new() { IsEnabled = false }, Cancel);
        await clara.ChangeAgentAsync(agent.Agent.Id, new() { IsEnabled = true }, Cancel);
        var token = await clara.CreateApiTokenAsync(new() { Name = "Loja virtual", Scopes = [Permission.Read, Permission.Administer] }, Cancel);
        await clara.RevokeApiTokenAsync(token.Token.Id, Cancel);
        await clara.RevokeApiTokenAsync(token.Token.Id, Cancel);

        var kept = await SinceAsync(began);
        Assert.Equal(
        [
            SecurityEventKind.AgentCreated, SecurityEventKind.PasswordLinkMade, SecurityEventKind.PasswordLinkMade, SecurityEventKind.PasswordLinkUsed,
            SecurityEventKind.RoleChanged, SecurityEventKind.SettingChanged, SecurityEventKind.SignInsEnded, SecurityEventKind.AgentDisabled, SecurityEventKind.AgentEnabled,
            SecurityEventKind.TokenCreated, SecurityEventKind.TokenRevoked,
        ], kept.Select(e => e.Kind));
        Assert.All(kept, e => Assert.Equal((LojaExemplo, "127.0.0.0"), (e.TenantId!.Value, e.Address)));
        Assert.All(kept, e => Assert.Equal(e.Kind is SecurityEventKind.PasswordLinkUsed ? null : (Guid?)Clara.PersonId, e.ActorId));
        Assert.All(kept.Take(9), e => Assert.Equal(agent.Agent.Id.Value, e.SubjectId));
        Assert.All(kept.Skip(9), e => Assert.Equal(token.Token.Id.Value, e.SubjectId));
        Assert.Equal(["Administrator", "read administer"], kept.Where(e => e.Kind is SecurityEventKind.RoleChanged or SecurityEventKind.TokenCreated).Select(e => e.Detail));
    }

    [Fact, Finding("S22")]
    public async Task A_person_s_own_changes_are_recorded_and_a_program_s_with_its_token()
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = "proprios@loja.example", Role = Role.Agent }, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);
        var person = App.As(new Member("Nova Pessoa", "proprios@loja.example", Role.Agent, LojaExemplo, created.Agent.Id.Value)).Api;
        await person.GetMeAsync(Cancel);
        var doomed = await As(Clara).Api.CreateApiTokenAsync(new() { Name = "Outro", Scopes = [Permission.Read] }, Cancel);
        var began = await CountAsync();

        await person.ChangePasswordAsync(new() { CurrentPassword = "uma palavra errada", NewPassword = "outra senha bem longa" }, Cancel).Refused();
        await person.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, Cancel);
        await App.WithToken(await App.TokenOfAsync(Clara, Permission.Administer)).Api.RevokeApiTokenAsync(doomed.Token.Id, Cancel);

        var kept = await SinceAsync(began);
        Assert.Equal(
            [SecurityEventKind.CurrentPasswordWrong, SecurityEventKind.PasswordChanged, SecurityEventKind.SignedIn, SecurityEventKind.TokenRevoked],
            kept.Select(e => e.Kind));
        Assert.Null(kept[0].TokenId);
        Assert.Equal(Clara.PersonId, kept[3].ActorId);
        Assert.True(kept[3].TokenId is { } used && used != doomed.Token.Id);
    }

    [Fact, Finding("S22")]
    public async Task What_an_operator_does_to_a_tenant_is_recorded_for_the_tenant()
    {
        var otavio = As(Otavio).Api;
        await otavio.ListTenantsAsync(Cancel);
        var began = await CountAsync();

        var tenant = await otavio.CreateTenantAsync(new() { Name = "Auditada", AdministratorName = "Dona Rosa", AdministratorEmail = "rosa@auditada.example" }, Cancel);
        var number = await otavio.ReleaseNumberAsync(
            new() { TenantId = tenant.Tenant.Id, Phone = "+551140000650", PhoneNumberId = "600600600600650", WabaId = "700800900", AccessToken = "EAAsecret" }, Cancel);
        await otavio.ReplaceAccessTokenAsync(number.Id, new() { AccessToken = "EAAother" }, Cancel);
        await otavio.EndSignInsOfOperatorAsync(new(Otavio.PersonId), Cancel);

        var kept = await SinceAsync(began);
        Assert.Equal(
        [
            SecurityEventKind.TenantCreated, SecurityEventKind.AgentCreated, SecurityEventKind.PasswordLinkMade, SecurityEventKind.NumberReleased,
            SecurityEventKind.AccessTokenReplaced, SecurityEventKind.SignInsEnded,
        ], kept.Select(e => e.Kind));
        Assert.All(kept, e => Assert.Equal(Otavio.PersonId, e.ActorId));
        Assert.Equal(5, await App.ReadAsync(tenant.Tenant.Id, db => db.SecurityEvents.CountAsync(Cancel)));
        Assert.Null(kept[^1].TenantId);
    }

    [Fact, Finding("S22")]
    public async Task A_refused_change_is_not_recorded()
    {
        var began = await CountAsync();

        await As(Renata).Api.ChangeAgentAsync(Renata.Id, new() { Role = Role.Agent }, Cancel).Refused();
        await As(Renata).Api.CreateAgentAsync(new() { Name = "Outra", Email = Ana.Email, Role = Role.Agent }, Cancel).Refused();

        Assert.DoesNotContain(await SinceAsync(began), e => e.Kind is not SecurityEventKind.SignedIn);
    }

    [Fact, Finding("S22")]
    public async Task Each_event_is_a_log_line_with_its_own_id_and_without_anything_people_wrote()
    {
        const string password = "uma-palavra-bem-errada";
        var before = App.Log.Lines.Count;
        await SignInAsync(Bruno.Email, password);
        await SignInAsync("ninguem-mesmo@loja.example", password);
        await As(Bruno).Api.GetMeAsync(Cancel);

        var lines = App.Log.Lines.Skip(before).Where(line => line.Category == "Balcao.Platform.SecurityEvents").ToList();
        Assert.Equal([5002, 5002, 5001], lines.Select(line => line.Event.Id));
        Assert.Equal(["SignInFailed", "SignInFailed", "SignedIn"], lines.Select(line => line.Event.Name));
        Assert.Contains(Bruno.PersonId.ToString(), lines[0].Text, StringComparison.Ordinal);
        var rows = JsonSerializer.Serialize(await SinceAsync(0));
        foreach (var word in (string[])[password, Cast.Password, Bruno.Email, Bruno.Name, "ninguem-mesmo"])
        {
            Assert.DoesNotContain(word, rows, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(App.Log.Lines, line => line.Category.StartsWith("Balcao.", StringComparison.Ordinal) && line.Text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory, Finding("S22")]
    [InlineData("UPDATE security_events SET detail = 'x'")]
    [InlineData("DELETE FROM security_events")]
    public async Task The_database_itself_refuses_to_change_or_delete_an_event(string sql)
    {
        await As(Ana).Api.GetMeAsync(Cancel);

        await RefusedAsync(() => App.WriteAsync(TenantScope.Everyone, db => db.Database.ExecuteSqlRawAsync(sql, Cancel)));
        await RefusedAsync(() => App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Database.ExecuteSqlRawAsync(sql, Cancel)));
        await RefusedAsync(() => App.WriteAsync(TenantScope.Everyone, db => db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).ExecuteDeleteAsync(Cancel)));
    }

    [Fact, Finding("S22")]
    public async Task The_database_itself_refuses_to_replace_or_truncate_events()
    {
        await As(Ana).Api.GetMeAsync(Cancel);
        const string insert = "INSERT OR REPLACE INTO security_events (id, at, kind) SELECT id, 0, 'SignedOut' FROM security_events LIMIT 1";
        var sql = TestDatabase.IsPostgres ? "TRUNCATE security_events" : insert; // PostgreSQL has no REPLACE, and SQLite no TRUNCATE

        await RefusedAsync(() => App.WriteAsync(TenantScope.Everyone, db => db.Database.ExecuteSqlRawAsync(sql, Cancel)));
    }

    [Fact, Finding("S22")]
    public async Task A_tenant_reads_its_own_events_and_sign_ins_and_on_PostgreSQL_no_others_without_the_filter()
    {
        await As(Ana).Api.GetMeAsync(Cancel);
        await As(Igor).Api.GetMeAsync(Cancel);
        await As(Otavio).Api.GetMeAsync(Cancel);

        var seen = await App.ReadAsync(OutraEmpresa, db => db.SecurityEvents.Select(e => e.TenantId).Distinct().ToListAsync(Cancel));
        var unfiltered = await App.ReadAsync(OutraEmpresa, db => db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).CountAsync(e => e.TenantId != OutraEmpresa, Cancel));
        var signIns = await App.ReadAsync(OutraEmpresa, db => db.SignIns.IgnoreQueryFilters([BalcaoDb.TenantFilter]).CountAsync(s => s.TenantId != OutraEmpresa, Cancel));

        Assert.Equal((TenantId?[])[OutraEmpresa], seen);
        Assert.Equal(TestDatabase.IsPostgres, unfiltered == 0);
        Assert.Equal(TestDatabase.IsPostgres, signIns == 0);
        await Assert.ThrowsAsync<CrossTenantWriteException>(() => App.WriteAsync(OutraEmpresa, db => db.Add(new SecurityEvent
        {
            Id = SecurityEventId.New(App.Time.GetUtcNow()), At = App.Time.GetUtcNow(), Kind = SecurityEventKind.SignedIn, TenantId = LojaExemplo,
        })));
    }

    [Fact, Finding("S22")]
    public void Every_event_is_documented_for_operators()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root.FullName, "docs/operating.md"));

        Findings.AssertNone(
            from kind in Enum.GetValues<SecurityEventKind>()
            where !text.Contains($"| {(int)kind} | `{kind}` |", StringComparison.Ordinal)
            select $"docs/operating.md does not explain {(int)kind} {kind}");
    }

    private static async Task RefusedAsync(Func<Task> write)
    {
        var refused = await Assert.ThrowsAnyAsync<DbException>(write);
        Assert.Contains(TestDatabase.IsPostgres ? "permission denied" : "append-only", refused.Message, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SignInAsync(string email, string password) => App.Anyone().PostAsJsonAsync(
        "/api/session", new SignInRequest { Email = email, Password = password }, ContractJson.Default.SignInRequest, Cancel);

    private Task<int> CountAsync() => App.ReadAsync(TenantScope.Everyone, db => db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).CountAsync(Cancel));

    /// <summary>In the order in which they happened, by their ids: the clock stands still, and ids increase within an instant too.</summary>
    private Task<List<SecurityEvent>> SinceAsync(int count) => App.ReadAsync(TenantScope.Everyone, async db => (await db.SecurityEvents
        .IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().ToListAsync(Cancel)).OrderBy(e => e.Id.Value).Skip(count).ToList());
}
