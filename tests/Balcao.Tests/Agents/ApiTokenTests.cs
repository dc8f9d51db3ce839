using Balcao.Agents;
using Balcao.Contract;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Agents;

public sealed class ApiTokenTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_token_acts_for_its_creator_within_its_scopes()
    {
        var created = await CreateAsync(Permission.Read);
        var program = App.WithToken(created.Secret).Api;

        var me = await program.GetMeAsync(Cancel);

        Assert.Equal((Clara.Id, Role.Administrator), (me.AgentId!.Value, me.Role));
        Assert.Equal([Permission.Read], me.Permissions);
        await program.ListNumbersAsync(Cancel);
        Assert.Equal("http.403", (await program.ListApiTokensAsync(Cancel).Refused()).Code);
        Assert.Equal("http.403", (await program.SetAvailabilityAsync(false, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_as_a_hash()
    {
        var created = await CreateAsync(Permission.Read);

        var stored = await App.ReadAsync(LojaExemplo, db => db.ApiTokens.SingleAsync(t => t.Id == created.Token.Id, Cancel));
        var list = await As(Clara).GetStringAsync("/api/tokens", Cancel);

        Assert.Equal(ApiToken.Hash(created.Secret), stored.SecretHash);
        Assert.DoesNotContain(created.Secret, list, StringComparison.Ordinal);
        Assert.DoesNotContain(stored.SecretHash, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_immediately()
    {
        var created = await CreateAsync(Permission.Read);
        await App.WithToken(created.Secret).Api.GetMeAsync(Cancel);

        await As(Clara).Api.RevokeApiTokenAsync(created.Token.Id, Cancel);

        Assert.Equal("http.401", (await App.WithToken(created.Secret).Api.GetMeAsync(Cancel).Refused()).Code);
        Assert.NotNull((await As(Clara).Api.ListApiTokensAsync(Cancel)).Items.Single(t => t.Id == created.Token.Id).RevokedAt);
    }

    [Fact]
    public async Task A_token_has_only_those_scopes_that_its_agent_still_has()
    {
        var secret = await App.TokenOfAsync(Ana, Permission.Read, Permission.Administer);

        Assert.Equal([Permission.Read], (await App.WithToken(secret).Api.GetMeAsync(Cancel)).Permissions);
        Assert.Equal("http.403", (await App.WithToken(secret).Api.ListApiTokensAsync(Cancel).Refused()).Code);
    }

    [Theory, Finding("S8")]
    [InlineData(Permission.Administer)]
    [InlineData(Permission.Read, Permission.ServeChats, Permission.Administer)]
    public async Task A_token_cannot_create_passwords_tokens_agents_or_roles(params string[] scopes)
    {
        var program = App.WithToken(await App.TokenOfAsync(Clara, scopes)).Api;
        var before = await StateAsync();

        Assert.All(
        [
            await program.MakePasswordLinkAsync(Clara.Id, Cancel).Refused(),
            await program.MakePasswordLinkAsync(Bruno.Id, Cancel).Refused(),
            await program.CreateAgentAsync(new() { Name = "Outra", Email = "outra-pessoa@loja.example", Role = Role.Agent }, Cancel).Refused(),
            await program.CreateAgentAsync(new() { Name = "Outra", Email = "outra-pessoa@loja.example", Role = Role.Administrator }, Cancel).Refused(),
            await program.ChangeAgentAsync(Bruno.Id, new() { Role = Role.Administrator }, Cancel).Refused(),
            await program.ChangeAgentAsync(Bruno.Id, new() { IsEnabled = false }, Cancel).Refused(),
            await program.CreateApiTokenAsync(new() { Name = "Mais", Scopes = [Permission.ServeChats] }, Cancel).Refused(),
            await program.CreateApiTokenAsync(new() { Name = "Igual", Scopes = scopes }, Cancel).Refused(),
            await program.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, Cancel).Refused(),
            await program.ListSignInsAsync(Cancel).Refused(),
            await program.ListSignInsOfAsync(Bruno.Id, Cancel).Refused(),
            await program.EndSignInsOfAsync(Bruno.Id, Cancel).Refused(),
        ], refused => Assert.Equal(("token.onlyAtScreen", 403), (refused.Code, refused.Status)));

        Assert.Equal(before, await StateAsync());

        Task<string> StateAsync() => App.ReadAsync(LojaExemplo, async db => string.Join(' ', (int[])
        [
            await db.ApiTokens.CountAsync(Cancel), await db.Agents.CountAsync(Cancel), await db.Agents.CountAsync(a => a.Role == Role.Administrator && a.IsEnabled, Cancel),
            await db.Persons.CountAsync(p => p.TenantId == LojaExemplo && p.PasswordLinkStamp != null, Cancel), await db.SignIns.CountAsync(s => s.EndedAt == null, Cancel),
        ]));
    }

    [Fact, Finding("S8")]
    public async Task No_token_opens_the_back_office_whatever_its_scopes()
    {
        var program = App.WithToken(await App.TokenOfAsync(Clara, [.. Permission.OfTenants, Permission.Operate])).Api;

        Assert.Equal("http.403", (await program.ListTenantsAsync(Cancel).Refused()).Code);
        Assert.Equal("http.403", (await program.ListOperatorsAsync(Cancel).Refused()).Code);
        Assert.Equal("http.403", (await program.EndSignInsOfOperatorAsync(new(Otavio.PersonId), Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_token_can_revoke_tokens()
    {
        var (leaked, program) = (await CreateAsync(Permission.Read), App.WithToken(await App.TokenOfAsync(Clara, Permission.Administer)).Api);

        await program.RevokeApiTokenAsync(leaked.Token.Id, Cancel);

        Assert.Equal("http.401", (await App.WithToken(leaked.Secret).Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Theory]
    [InlineData("", "read", "name")]
    [InlineData("Loja", "", "scopes")]
    [InlineData("Loja", "operate", "scopes")]
    [InlineData("Loja", "everything", "scopes")]
    public async Task Invalid_data_of_a_token_is_refused_and_the_field_is_named(string name, string scope, string field)
    {
        string[] scopes = scope.Length == 0 ? [] : [scope];

        Assert.Equal(field, (await As(Clara).Api.CreateApiTokenAsync(new() { Name = name, Scopes = scopes }, Cancel).Refused()).Field);
    }

    [Fact]
    public async Task The_last_use_is_stored_at_most_once_a_minute()
    {
        var created = await CreateAsync(Permission.Read);
        var program = App.WithToken(created.Secret).Api;
        var first = App.Time.GetUtcNow();

        await program.GetMeAsync(Cancel);
        await Eventually(async () => await LastUseAsync() == first, "the first use is noted");
        App.Time.Advance(TimeSpan.FromSeconds(59));
        await program.GetMeAsync(Cancel);
        App.Time.Advance(TimeSpan.FromSeconds(1));
        await program.GetMeAsync(Cancel);
        await Eventually(async () => await LastUseAsync() != first, "the next use is noted");

        // The use in between would have another time.
        Assert.Equal(first.AddMinutes(1), await LastUseAsync());

        async Task<DateTimeOffset?> LastUseAsync() =>
            (await As(Clara).Api.ListApiTokensAsync(Cancel)).Items.Single(t => t.Id == created.Token.Id).LastUsedAt;
    }

    [Fact]
    public async Task A_token_of_another_tenant_can_be_neither_listed_nor_revoked()
    {
        var created = await CreateAsync(Permission.Read);

        Assert.DoesNotContain((await As(Renata).Api.ListApiTokensAsync(Cancel)).Items, t => t.Id == created.Token.Id);
        Assert.Equal("resource.notFound", (await As(Renata).Api.RevokeApiTokenAsync(created.Token.Id, Cancel).Refused()).Code);
        await App.WithToken(created.Secret).Api.GetMeAsync(Cancel);
    }

    [Fact]
    public async Task An_invalid_token_is_refused_even_if_the_request_has_a_valid_cookie()
    {
        var ana = As(Ana);
        await ana.Api.GetMeAsync(Cancel);
        ana.DefaultRequestHeaders.Authorization = new("Bearer", "balcao_made-up");

        Assert.Equal("request.twoSignIns", (await ana.Api.GetMeAsync(Cancel).Refused()).Code);
    }

    private Task<ApiTokenCreated> CreateAsync(params string[] scopes) =>
        As(Clara).Api.CreateApiTokenAsync(new() { Name = "Loja virtual", Scopes = scopes }, Cancel);
}
