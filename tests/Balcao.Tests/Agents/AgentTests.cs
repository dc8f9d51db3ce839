using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Agents;

public sealed class AgentTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task The_list_has_only_the_tenant_s_people()
    {
        var ours = await As(Ana).Api.ListAgentsAsync(Cancel);
        var others = await As(Renata).Api.ListAgentsAsync(Cancel);

        Assert.All((Member[])[Clara, Ana, Bruno, Davi], member => Assert.Contains(ours.Items, a => a.Id == member.Id && a.Email == member.Email));
        Assert.DoesNotContain(ours.Items, a => a.Id == Renata.Id || a.Id == Igor.Id);
        Assert.Equal([Igor.Id, Renata.Id], others.Items.Select(a => a.Id));
    }

    [Fact]
    public async Task An_agent_with_an_open_screen_is_present_until_its_lease_expires()
    {
        var leaseEnd = App.Time.GetUtcNow() + PresenceLease.Lifetime;
        await App.WriteAsync(OutraEmpresa, db => db.Add(new PresenceLease
        {
            TenantId = OutraEmpresa, AgentId = Igor.Id, ConnectionId = "c1", NodeId = Igor.PersonId, ExpiresAt = leaseEnd,
        }));

        Assert.Equal(Presence.Available, await PresenceOfIgorAsync());
        await As(Igor).Api.SetAvailabilityAsync(false, Cancel);
        Assert.Equal(Presence.Away, await PresenceOfIgorAsync());
        App.Time.Advance(PresenceLease.Lifetime);
        Assert.Equal(Presence.Offline, await PresenceOfIgorAsync());

        async Task<Presence> PresenceOfIgorAsync() =>
            (await As(Renata).Api.ListAgentsAsync(Cancel)).Items.Single(a => a.Id == Igor.Id).Presence;
    }

    [Fact, Rule("A3")]
    public async Task An_administrator_limits_how_many_chats_an_agent_serves_and_lifts_the_limit()
    {
        await As(Renata).Api.ChangeAgentAsync(Igor.Id, new() { MostChats = 3 }, Cancel);
        Assert.Equal(3, await LimitOfIgorAsync());
        await As(Renata).Api.ChangeAgentAsync(Igor.Id, new() { Name = Igor.Name }, Cancel);
        Assert.Equal(3, await LimitOfIgorAsync());
        await As(Renata).Api.ChangeAgentAsync(Igor.Id, new() { MostChats = 0 }, Cancel);
        Assert.Null(await LimitOfIgorAsync());

        foreach (var most in (int[])[-1, ChatGroupLimits.MostChats + 1, int.MinValue])
            Assert.Equal(("agent.mostChatsOutOfRange", "mostChats"), Of(await As(Renata).Api.ChangeAgentAsync(Igor.Id, new() { MostChats = most }, Cancel).Refused()));

        async Task<int?> LimitOfIgorAsync() => (await As(Igor).Api.ListAgentsAsync(Cancel)).Items.Single(a => a.Id == Igor.Id).MostChats;
        static (string, string?) Of(Problem problem) => (problem.Code, problem.Field);
    }

    [Fact]
    public async Task A_new_agent_can_choose_a_password_once_with_the_link()
    {
        var created = await CreateAsync("paula@loja.example");
        var code = CodeOf(created.PasswordLink);
        Assert.StartsWith("http://balcao.example/choose-password#code=", created.PasswordLink, StringComparison.Ordinal);

        await ChooseAsync(code);

        Assert.Equal("Nova Pessoa", (await App.As(MemberOf(created)).Api.GetMeAsync(Cancel)).Name);
        Assert.Equal("password.linkDead", (await ChooseAsync(code).Refused()).Code);
    }

    [Fact]
    public async Task A_password_link_expires_after_a_week()
    {
        var created = await CreateAsync("devagar@loja.example");

        await App.RestartAfterAsync(PasswordLinks.Lifetime);

        Assert.Equal("password.linkDead", (await ChooseAsync(CodeOf(created.PasswordLink)).Refused()).Code);
        var again = await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel);
        Assert.Equal(App.Time.GetUtcNow() + PasswordLinks.Lifetime, again.ExpiresAt);
        await ChooseAsync(CodeOf(again.Url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a code")]
    [InlineData("Q2ZESjhO")]
    public async Task An_invalid_code_is_refused(string code) =>
        Assert.Equal("password.linkDead", (await ChooseAsync(code).Refused()).Code);

    [Fact]
    public async Task An_e_mail_is_unique_in_the_installation()
    {
        var refused = await As(Clara).Api.CreateAgentAsync(new() { Name = "Outra Renata", Email = "RENATA@outra.example", Role = Role.Agent }, Cancel).Refused();

        Assert.Equal(("agent.emailTaken", "email"), (refused.Code, refused.Field));
    }

    [Theory]
    [InlineData("", "a@loja.example", Role.Agent, "name")]
    [InlineData("Nome", "", Role.Agent, "email")]
    [InlineData("Nome", "not an e-mail", Role.Agent, "email")]
    [InlineData("Nome", "Nome <a@loja.example>", Role.Agent, "email")]
    [InlineData("Nome", "a@loja.example", Role.Operator, "role")]
    public async Task Invalid_data_of_an_agent_is_refused_and_the_field_is_named(string name, string email, Role role, string field) =>
        Assert.Equal(field, (await As(Clara).Api.CreateAgentAsync(new() { Name = name, Email = email, Role = role }, Cancel).Refused()).Field);

    [Fact]
    public async Task A_disabled_agent_is_refused_from_the_next_request_and_stays_in_the_list()
    {
        var created = await CreateAsync("sai@loja.example");
        await ChooseAsync(CodeOf(created.PasswordLink));
        var (screen, secret) = (App.As(MemberOf(created)), await App.TokenOfAsync(MemberOf(created), Permission.Read));
        await screen.Api.GetMeAsync(Cancel);
        await App.WithToken(secret).Api.GetMeAsync(Cancel);

        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { IsEnabled = false }, Cancel);

        Assert.Equal("http.401", (await screen.Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.Equal("http.401", (await App.WithToken(secret).Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.False((await As(Clara).Api.ListAgentsAsync(Cancel)).Items.Single(a => a.Id == created.Agent.Id).IsEnabled);
        Assert.Equal("agent.disabled", (await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel).Refused()).Code);

        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { IsEnabled = true }, Cancel);
        Assert.Equal("http.401", (await screen.Api.GetMeAsync(Cancel).Refused()).Code);
        await App.As(MemberOf(created)).Api.GetMeAsync(Cancel);
    }

    [Fact]
    public async Task A_changed_role_applies_from_the_next_request()
    {
        var created = await CreateAsync("sobe@loja.example");
        await ChooseAsync(CodeOf(created.PasswordLink));
        var screen = App.As(MemberOf(created));
        Assert.Equal("http.403", (await screen.Api.ListApiTokensAsync(Cancel).Refused()).Code);

        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { Role = Role.Administrator }, Cancel);
        await screen.Api.ListApiTokensAsync(Cancel);

        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { Role = Role.Agent }, Cancel);
        Assert.Equal("http.403", (await screen.Api.ListApiTokensAsync(Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_change_of_access_is_in_the_feed_and_a_new_name_is_not()
    {
        var created = await CreateAsync("feed@loja.example");
        var before = await EntriesAsync();

        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { Name = "Outro Nome" }, Cancel);
        Assert.Equal(before, await EntriesAsync());
        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { Role = Role.Administrator }, Cancel);
        Assert.Equal(before + 1, await EntriesAsync());

        Task<int> EntriesAsync() => App.ReadAsync(LojaExemplo, db => db.Feed.CountAsync(
            e => e.Record == ChangedRecord.Access && e.RecordId == created.Agent.Id.Value, Cancel));
    }

    [Fact]
    public async Task Nobody_can_disable_themselves()
    {
        Assert.Equal("agent.oneself", (await As(Clara).Api.ChangeAgentAsync(Clara.Id, new() { IsEnabled = false }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task The_last_administrator_cannot_become_an_agent()
    {
        Assert.Equal("agent.lastAdministrator", (await As(Renata).Api.ChangeAgentAsync(Renata.Id, new() { Role = Role.Agent }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task If_two_administrators_demote_each_other_at_once_one_remains()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        await world.As(Renata).Api.ChangeAgentAsync(Igor.Id, new() { Role = Role.Administrator }, Cancel);
        var (renata, igor) = (world.As(Renata), world.As(Igor));
        await Task.WhenAll(renata.Api.GetMeAsync(Cancel), igor.Api.GetMeAsync(Cancel));

        await Task.WhenAll(DemoteAsync(renata, Igor), DemoteAsync(igor, Renata));

        var administrators = await world.ReadAsync(OutraEmpresa, db => db.Agents.CountAsync(a => a.Role == Role.Administrator, Cancel));
        Assert.Equal(1, administrators);

        static async Task DemoteAsync(HttpClient by, Member whom)
        {
            try { await by.Api.ChangeAgentAsync(whom.Id, new() { Role = Role.Agent }, Cancel); }
            catch (ProblemException) { /* the other was first */ }
        }
    }

    [Fact]
    public async Task Another_tenant_s_agent_is_not_found()
    {
        var renata = As(Renata).Api;

        Assert.Equal("resource.notFound", (await renata.ChangeAgentAsync(Ana.Id, new() { Name = "Tomada" }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.MakePasswordLinkAsync(Ana.Id, Cancel).Refused()).Code);
        Assert.Equal(Ana.Name, (await As(Ana).Api.GetMeAsync(Cancel)).Name);
    }

    private Task<AgentCreated> CreateAsync(string email) =>
        As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = email, Role = Role.Agent }, Cancel);

    private Task ChooseAsync(string code) => App.Anyone().Api.ChoosePasswordAsync(new() { Code = code, Password = Cast.Password }, Cancel);

    private static string CodeOf(string link) => link.Split("code=")[1];

    private static Member MemberOf(AgentCreated created) =>
        new(created.Agent.Name, created.Agent.Email, created.Agent.Role, LojaExemplo, created.Agent.Id.Value);
}
