using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tests.Security;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Agents;

/// <summary>Administrators read who changed what, and nobody else does.</summary>
public sealed class AuditTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_saved_group_shows_the_fields_that_changed_and_the_members_apart()
    {
        var clara = As(Clara).Api;
        var group = await clara.CreateChatGroupAsync(new() { Name = "Trocas", Members = [new() { AgentId = Ana.Id }] }, Cancel);
        await clara.SaveChatGroupAsync(group.Id, new() { Name = "Trocas e devoluções", Members = [new() { AgentId = Bruno.Id, IsAdministrator = true }, new() { AgentId = Ana.Id }] }, Cancel);
        await clara.SaveChatGroupAsync(group.Id, new() { Name = "Trocas e devoluções", Members = [new() { AgentId = Bruno.Id, IsAdministrator = true }, new() { AgentId = Ana.Id }] }, Cancel);

        var told = await AboutAsync(clara, group.Id.Value);

        // Newest first; the last save changed nothing.
        Assert.Equal(
            [SecurityEventKind.GroupMembersChanged, SecurityEventKind.SettingChanged, SecurityEventKind.GroupMembersChanged, SecurityEventKind.SettingCreated],
            told.Select(item => item.Kind));
        Assert.Equal([new AuditChange("attendants", "Ana Souza", "Bruno Lima\nAna Souza"), new("administrators", null, "Bruno Lima")], told[0].Changes);
        Assert.Contains(new AuditChange("name", "Trocas", "Trocas e devoluções"), told[1].Changes);
        Assert.All(told, item => Assert.Equal(("chatGroup", Clara.Name, false), (item.Subject!.Kind, item.Actor!.Name, item.Actor.IsOperator)));
        Assert.Equal(("Trocas", "Trocas e devoluções"), (told[3].Subject!.Name, told[0].Subject!.Name));
    }

    private static readonly string[] NoSetting =
    [
        "POST /api/chats/{id}/takeovers", "POST /api/numbers/{id}/template-syncs",
        // The table's requests send what is so already; the tests below and those of hours, groups and links change something.
        "PATCH /api/agents/{id}", "PUT /api/chat-groups/{id}", "PUT /api/numbers/{id}/chat-group", "PUT /api/numbers/{id}/hours",
    ];

    [Fact]
    public async Task Each_change_that_only_administrators_or_operators_may_make_is_in_the_trail()
    {
        // Something to undo, whatever the tests beside this one have left.
        await As(Clara).Api.LinkGroupAsync(Balcao501.Id, new() { GroupId = Atendimento }, Cancel);
        List<string> silent = [];
        foreach (var endpoint in Endpoints.All.Where(e => e.Method != "GET" && e.Expected is { Agent: 403 } and ({ Administrator: < 300 } or { Operator: < 300 })))
        {
            var (path, json) = await endpoint.Request(new Scene(App));
            using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), path);
            if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            var before = await CountAsync();
            using var answer = await As(endpoint.Expected.Administrator < 300 ? Clara : Otavio).SendAsync(request, Cancel);
            Assert.True(answer.IsSuccessStatusCode, $"{endpoint.Method} {path} answered {answer.StatusCode}.");
            if (await CountAsync() == before) silent.Add($"{endpoint.Method} {endpoint.Template}");
        }
        Assert.True(silent.All(NoSetting.Contains), $"Not in the trail: {string.Join(", ", silent.Except(NoSetting))}");

        // Whoever asks signs in first.
        Task<int> CountAsync() => App.ReadAsync(TenantScope.Everyone, db => db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .CountAsync(e => e.Kind != SecurityEventKind.SignedIn, Cancel));
    }

    [Fact]
    public async Task Hours_an_unlinked_number_and_a_deleted_group_are_in_the_trail()
    {
        var clara = As(Clara).Api;
        await clara.SaveServiceHoursAsync(Balcao501.Id, new() { TimeZone = "America/Manaus", Weekly = [new(DayOfWeek.Monday, 480, 720)] }, Cancel);
        await clara.LinkGroupAsync(Balcao501.Id, new() { GroupId = Atendimento }, Cancel);
        await clara.UnlinkGroupAsync(Balcao501.Id, Cancel);
        var group = await clara.CreateChatGroupAsync(new() { Name = "De passagem", Members = [] }, Cancel);
        await clara.DeleteChatGroupAsync(group.Id, Cancel);

        var told = await AboutAsync(clara, Balcao501.Id.Value);
        Assert.Contains(told, item => item.Subject!.Kind == "hours" && item.Changes.Contains(new AuditChange("weekly", null, "Monday 08:00-12:00")));
        Assert.Contains(told, item => item.Changes.Contains(new AuditChange("chatGroup", "Atendimento", null)));
        Assert.All(told, item => Assert.Equal(Balcao501.Display, item.Subject!.Name));
        Assert.Contains(await AboutAsync(clara, group.Id.Value), item => item.Kind is SecurityEventKind.SettingDeleted);
    }

    [Fact]
    public async Task A_person_s_name_and_role_are_told_with_both_values()
    {
        var clara = As(Clara).Api;
        var agent = (await clara.CreateAgentAsync(new() { Name = "Joana", Email = "joana.auditada@loja.example", Role = Role.Agent }, Cancel)).Agent;
        await clara.ChangeAgentAsync(agent.Id, new() { Name = "Joana Dias", Role = Role.Administrator }, Cancel);

        var told = await AboutAsync(clara, agent.Id.Value);

        Assert.Equal([new AuditChange("role", "Agent", "Administrator")], Of(SecurityEventKind.RoleChanged).Changes);
        Assert.Equal([new AuditChange("name", "Joana", "Joana Dias")], Of(SecurityEventKind.SettingChanged).Changes);
        Assert.Contains(new AuditChange("email", null, "joana.auditada@loja.example"), Of(SecurityEventKind.AgentCreated).Changes);

        AuditItem Of(SecurityEventKind kind) => Assert.Single(told, item => item.Kind == kind);
    }

    [Fact]
    public async Task A_number_s_group_is_told_before_and_after()
    {
        var clara = As(Clara).Api;
        await clara.UnlinkGroupAsync(Balcao501.Id, Cancel);
        await clara.LinkGroupAsync(Balcao501.Id, new() { GroupId = Atendimento }, Cancel);
        await clara.LinkGroupAsync(Balcao501.Id, new() { GroupId = Financeiro }, Cancel);
        await clara.LinkGroupAsync(Balcao501.Id, new() { GroupId = Financeiro }, Cancel);

        // Newest first; other tests of this class may have linked the number before.
        var told = (await AboutAsync(clara, Balcao501.Id.Value)).Take(2).ToList();

        Assert.Equal([[new AuditChange("chatGroup", "Atendimento", "Financeiro")], [new AuditChange("chatGroup", null, "Atendimento")]], told.Select(item => item.Changes));
        Assert.All(told, item => Assert.Equal(Balcao501.Display, item.Subject!.Name));
    }

    [Fact]
    public async Task Secrets_are_named_and_never_shown()
    {
        var clara = As(Clara).Api;
        var token = await clara.CreateApiTokenAsync(new() { Name = "Loja virtual", Scopes = [Permission.Read] }, Cancel);
        var otavio = As(Otavio).Api;
        await otavio.ReplaceAccessTokenAsync(Balcao500.Id, new() { AccessToken = "EAAsegredissimo" }, Cancel);

        var made = Assert.Single(await AboutAsync(clara, token.Token.Id.Value));
        var replaced = Assert.Single(await AboutAsync(clara, Balcao500.Id.Value), item => item.Kind == SecurityEventKind.AccessTokenReplaced);
        var text = await As(Clara).GetStringAsync("/api/audit", Cancel) + await As(Clara).GetStringAsync("/api/audit.csv", Cancel)
            + await As(Otavio).GetStringAsync("/api/back-office/audit", Cancel);

        Assert.Contains(new AuditChange("secret", null, null, IsSecret: true), made.Changes);
        Assert.Equal([new AuditChange("accessToken", null, null, IsSecret: true)], replaced.Changes);
        Assert.Equal((null, true), (replaced.Actor!.Name, replaced.Actor.IsOperator)); // a tenant does not see an operator's name
        Assert.DoesNotContain("EAAsegredissimo", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_does_names_its_token()
    {
        var secret = await App.TokenOfAsync(Clara, Permission.Read, Permission.Administer);
        var group = await App.WithToken(secret).Api.CreateChatGroupAsync(new() { Name = "De um programa", Members = [] }, Cancel);

        var told = Assert.Single(await AboutAsync(As(Clara).Api, group.Id.Value));

        Assert.Equal(Clara.Name, told.Actor!.Name);
        Assert.False(string.IsNullOrEmpty(told.Actor.TokenName));
    }

    [Fact]
    public async Task Agents_and_other_tenants_see_nothing_of_it()
    {
        var group = await As(Clara).Api.CreateChatGroupAsync(new() { Name = "Só nosso", Members = [] }, Cancel);

        Assert.Equal(403, (await As(Ana).Api.ListAuditAsync(new(), ct: Cancel).Refused()).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await As(Ana).GetAsync("/api/audit.csv", Cancel)).StatusCode);
        Assert.Empty(await AboutAsync(As(Renata).Api, group.Id.Value));
        Assert.Empty(await AboutAsync(As(Renata).Api, Clara.PersonId));
        Assert.DoesNotContain("Só nosso", await As(Renata).GetStringAsync("/api/audit.csv", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain((await As(Otavio).Api.ListAuditOfOperatorsAsync(new() { Subject = "chatGroup" }, ct: Cancel)).Items, item => item.Subject!.Id == group.Id.Value);
    }

    [Fact]
    public async Task Operators_see_their_own_with_the_tenant_and_what_concerns_no_tenant()
    {
        var otavio = As(Otavio).Api;
        var made = await otavio.CreateTenantAsync(new() { Name = "Vista de cima", AdministratorName = "Dona Rita", AdministratorEmail = "rita@cima.example" }, Cancel);
        await App.Anyone().Api.SignInAsync(new() { Email = "ninguem@cima.example", Password = "uma palavra errada" }, Cancel).Refused();

        var told = (await otavio.ListAuditOfOperatorsAsync(new(), ct: Cancel)).Items;

        var tenant = Assert.Single(told, item => item.Kind == SecurityEventKind.TenantCreated && item.Subject!.Id == made.Tenant.Id.Value);
        Assert.Equal(("Vista de cima", Otavio.Name, true), (tenant.TenantName, tenant.Actor!.Name, tenant.Actor.IsOperator));
        Assert.Contains(told, item => item.Kind == SecurityEventKind.SignInFailed && item.Actor is null);
        Assert.DoesNotContain(told, item => item.Actor is { IsOperator: false });
    }

    [Fact]
    public async Task It_is_filtered_by_person_kind_subject_and_time()
    {
        var clara = As(Clara).Api;
        var began = App.Time.GetUtcNow();
        App.LetPass(TimeSpan.FromMinutes(1));
        var group = await clara.CreateChatGroupAsync(new() { Name = "Filtrado", Members = [] }, Cancel);
        await As(Bruno).Api.GetMeAsync(Cancel);
        var ended = App.Time.GetUtcNow().AddMilliseconds(1);
        App.LetPass(TimeSpan.FromMinutes(1));
        var later = await clara.CreateChatGroupAsync(new() { Name = "Depois", Members = [] }, Cancel);
        var period = new AuditFilter { From = began.AddMilliseconds(1), To = ended };

        Assert.All((await clara.ListAuditAsync(period, ct: Cancel)).Items, item => Assert.InRange(item.At, period.From!.Value, period.To!.Value));
        Assert.Equal(group.Id.Value, Assert.Single((await clara.ListAuditAsync(period with { Subject = "chatGroup" }, ct: Cancel)).Items).Subject!.Id);
        Assert.Equal([later.Id.Value, group.Id.Value], (await clara.ListAuditAsync(
            new() { From = period.From, Kind = SecurityEventKind.SettingCreated, Person = Clara.PersonId }, ct: Cancel)).Items.Select(item => item.Subject!.Id));
        Assert.DoesNotContain((await clara.ListAuditAsync(period with { Person = Bruno.PersonId }, ct: Cancel)).Items, item => item.Subject?.Id == group.Id.Value);
        Assert.Empty((await clara.ListAuditAsync(new() { From = ended, To = began }, ct: Cancel)).Items);
    }

    [Fact]
    public async Task Pages_have_every_entry_once_newest_first_also_within_one_instant()
    {
        var clara = As(Clara).Api;
        var made = new List<Guid>();
        for (var i = 0; i < 7; i++) made.Add((await clara.CreateChatGroupAsync(new() { Name = $"Página {i}", Members = [] }, Cancel)).Id.Value);

        var (seen, cursor) = (new List<AuditItem>(), (string?)null);
        do
        {
            var page = await As(Clara).GetFromJsonAsync($"/api/audit?subject=chatGroup&limit=3&cursor={cursor}", ContractJson.Default.PageAuditItem, Cancel);
            Assert.True(page!.Items.Count <= 3);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(made), seen.Select(item => item.Subject!.Id).Where(made.Contains));
        Assert.Equal(seen.Count, seen.DistinctBy(item => item.Id).Count());
    }

    [Fact]
    public async Task The_file_has_a_line_for_each_changed_field_of_all_pages_and_no_formula()
    {
        const int entries = 205; // more than are read at once
        var (subject, now) = (ChatGroupId.New(App.Time.GetUtcNow()).Value, App.Time.GetUtcNow());
        await App.WriteAsync(LojaExemplo, db => db.AddRange(Enumerable.Range(0, entries).Select(i => new SecurityEvent
        {
            Id = SecurityEventId.New(now), At = now, Kind = SecurityEventKind.SettingChanged, TenantId = LojaExemplo, ActorId = Clara.PersonId,
            SubjectId = subject, SubjectKind = "chatGroup", SubjectName = "=1+1",
            Changes = $$"""[{"field":"name","before":"=1+{{i}}","after":"=1+{{i + 1}}"},{"field":"isEnabled","before":"true","after":"false"}]""",
        })));

        var answer = await As(Clara).GetAsync($"/api/audit.csv?person={subject}&subject=chatGroup", Cancel);
        var lines = (await answer.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(1 + (entries * 2), lines.Length);
        Assert.Equal("at;event;actor;actorIsOperator;token;subjectKind;subject;subjectId;tenant;address;detail;field;before;after", lines[0].TrimStart('\ufeff'));
        Assert.EndsWith($";chatGroup;'=1+1;{subject};;;;name;'=1+204;'=1+205", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(";isEnabled;true;false", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("person=nobody")]
    [InlineData("kind=Invented")]
    [InlineData("from=yesterday")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=AAAA")]
    public async Task A_query_that_cannot_be_read_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await As(Clara).GetAsync($"/api/audit?{query}", Cancel)).StatusCode);

    [Theory]
    [InlineData("subject=' OR 1=1 --")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&limit=1")]
    [InlineData("limit=-5")]
    public async Task An_absurd_query_that_can_be_read_is_answered(string query) =>
        Assert.Equal(HttpStatusCode.OK, (await As(Clara).GetAsync($"/api/audit?{query}", Cancel)).StatusCode);

    private static async Task<IReadOnlyList<AuditItem>> AboutAsync(BalcaoApi api, Guid subject) =>
        (await api.ListAuditAsync(new() { Person = subject }, ct: Cancel)).Items;
}
