using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Tests.Security;

/// <summary>Who asks too often is told when to come back, and nobody else notices.</summary>
[Finding("S9")]
public sealed class RateLimitTests(LimitedApp app) : IClassFixture<LimitedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string?, int> Doors => new()
    {
        { "/api/session", """{"email":"ninguem@loja.example","password":"palavra errada"}""", LimitedApp.SignIns },
        { "/api/installation/operator", """{"code":"0000-0000-0000","name":"Eu","email":"eu@balcao.example","password":"uma senha bem longa"}""", LimitedApp.Codes },
        { "/api/password-choices", """{"code":"x","password":"uma senha bem longa"}""", LimitedApp.Codes },
        { "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=errada", null, LimitedApp.Codes },
    };

    [Theory, MemberData(nameof(Doors))]
    public async Task Whoever_tries_secrets_is_limited_by_address(string path, string? json, int most)
    {
        // Of one IPv6 network: its owner has all the addresses in it.
        for (var i = 0; i < most; i++) Assert.NotEqual(HttpStatusCode.TooManyRequests, (await KnockAsync($"2001:db8:1:2::{i}", path, json)).StatusCode);

        var refused = await KnockAsync("2001:db8:1:2::ffff", path, json).ShouldBe(HttpStatusCode.TooManyRequests);

        Assert.Equal("request.tooMany", await refused.ProblemCode());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await KnockAsync("2001:db8:1:3::1", path, json)).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await KnockAsync("203.0.113.200", path, json)).StatusCode);
    }

    [Fact]
    public async Task An_address_written_in_another_case_is_the_same_door()
    {
        const string json = """{"code":"x","password":"uma senha bem longa"}""";
        for (var i = 0; i < LimitedApp.Codes; i++) await KnockAsync("203.0.113.201", "/api/password-choices", json).ShouldBe(HttpStatusCode.Conflict);

        await KnockAsync("203.0.113.201", "/API/Password-Choices", json).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_token_that_asks_all_the_time_is_limited_and_neither_its_person_nor_another_token()
    {
        var busy = app.WithToken(await app.TokenOfAsync(Clara, Permission.Read));

        var refused = await UntilRefusedAsync(busy);

        Assert.Equal("request.tooMany", await refused.ProblemCode());
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await app.WithToken(await app.TokenOfAsync(Clara, Permission.Read)).GetAsync("/api/me", Cancel).ShouldBe(HttpStatusCode.OK);
        await app.As(Clara).GetAsync("/api/me", Cancel).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_is_limited_over_all_their_screens()
    {
        using var one = app.As(Igor);
        using var other = app.As(Igor);
        await other.GetAsync("/api/me", Cancel).ShouldBe(HttpStatusCode.OK);

        await UntilRefusedAsync(one);

        // What comes back in the meantime is one request a second: of several one is refused.
        await UntilRefusedAsync(other);
        await app.As(Renata).GetAsync("/api/me", Cancel).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Webhooks_are_signed_and_not_limited()
    {
        for (var i = 0; i < LimitedApp.Requests * 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(DonaLucia, $"Linha {i}", app.Time.GetUtcNow())))).StatusCode);
    }

    private static async Task<HttpResponseMessage> UntilRefusedAsync(HttpClient http)
    {
        for (var i = 0; i < LimitedApp.Requests * 5; i++)
            if (await http.GetAsync("/api/me", Cancel) is { StatusCode: HttpStatusCode.TooManyRequests } refused) return refused;
        throw new InvalidOperationException("It was never refused.");
    }

    private async Task<HttpResponseMessage> KnockAsync(string address, string path, string? json)
    {
        using var http = app.From(address);
        return json is null
            ? await http.GetAsync(path, Cancel)
            : await http.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Cancel);
    }
}

/// <summary>The address of a request is what a trusted proxy says, and nobody else.</summary>
[Finding("S9")]
public sealed class ForwardedAddressTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task Without_a_trusted_proxy_a_forwarded_address_is_nobody_s_and_said_once()
    {
        var most = new Limits().WrongPasswords;
        for (var i = 0; i < most; i++) await GuessAsync($"203.0.113.{i}").ShouldBe(HttpStatusCode.Unauthorized);

        await GuessAsync("203.0.113.99").ShouldBe(HttpStatusCode.TooManyRequests);

        Assert.Single(App.Log.Lines, line => line.Text.Contains("Balcao__TrustedProxies", StringComparison.Ordinal));
    }

    private async Task<HttpResponseMessage> GuessAsync(string forwardedFor)
    {
        using var http = App.Anyone();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        return await http.PostAsJsonAsync("/api/session", new SignInRequest { Email = "alguem@loja.example", Password = "palavra errada" }, ContractJson.Default.SignInRequest, Cancel);
    }
}
