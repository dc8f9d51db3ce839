using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task Of_too_many_connections_the_oldest_is_told_and_ended_and_no_other_token_s()
    {
        var token = await app.TokenOfAsync(Ana, Permission.Read);
        await using var apart = await Connected.ByAsync(app, await app.TokenOfAsync(Ana, Permission.Read));
        await using var first = await Connected.ByAsync(app, token);
        await using var second = await Connected.ByAsync(app, token);
        Assert.False(first.Ended.Task.IsCompleted);

        await using var third = await Connected.ByAsync(app, token);

        await first.Ended.Task.WaitAsync(Cancel);
        Assert.True(first.Replaced.Task.IsCompleted);
        Assert.False(apart.Ended.Task.IsCompleted || second.Ended.Task.IsCompleted || third.Ended.Task.IsCompleted);
    }

    [Fact]
    public async Task A_tenant_that_keeps_as_much_as_it_may_uploads_no_more_and_gets_every_file_of_its_customers()
    {
        var agent = app.WithToken(await app.TokenOfAsync(Ana, Permission.ServeChats));
        await UploadAsync(agent, 'a').ShouldBe(HttpStatusCode.OK);

        var refused = await UploadAsync(agent, 'b').ShouldBe(HttpStatusCode.Conflict);

        Assert.Equal("media.storageFull", await refused.ProblemCode());
        await UploadAsync(app.WithToken(await app.TokenOfAsync(Igor, Permission.ServeChats)), 'b').ShouldBe(HttpStatusCode.OK);
        var picture = await FetchedFromCustomerAsync();
        Assert.Equal(MediaState.Stored, await app.ReadAsync(LojaExemplo, db => db.Set<MessageMedia>().Where(m => m.Sha256 == picture).Select(m => m.State).SingleAsync(Cancel)));
        // Counted anew, with the customer's file.
        var anew = new StoredBytes(app.Services.GetRequiredService<UnitsOfWork>(), app.Services.GetServices<IFileUse>(), new Limits { StoredMegabytes = LimitedApp.StoredMegabytes }, app.Time);
        Assert.NotNull(await anew.CheckAsync(LojaExemplo, 0, Cancel));
        Assert.Null(await anew.CheckAsync(OutraEmpresa, 0, Cancel));
        Assert.Null(await new StoredBytes(app.Services.GetRequiredService<UnitsOfWork>(), app.Services.GetServices<IFileUse>(), new Limits { StoredMegabytes = 0 }, app.Time).CheckAsync(LojaExemplo, long.MaxValue, Cancel));
    }

    private const int FileLength = 700_000;

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient http, char content)
    {
        using var file = new ByteArrayContent(Encoding.ASCII.GetBytes("%PDF-1.7\n" + new string(content, FileLength)));
        file.Headers.ContentType = new("application/pdf");
        using var form = new MultipartFormDataContent { { file, "file", "nota.pdf" } };
        return await http.PostAsync("/api/uploads", form, Cancel);
    }

    /// <returns>The file's SHA-256.</returns>
    private async Task<string> FetchedFromCustomerAsync()
    {
        var bytes = Encoding.ASCII.GetBytes("%PDF-1.7\n" + new string('c', FileLength));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        app.Graph.Answer = call =>
            call.Path.EndsWith("/bytes-900778", StringComparison.Ordinal) ? new GraphAnswer(200, bytes, "image/jpeg")
            : call.Path.EndsWith("/900778", StringComparison.Ordinal)
                ? GraphAnswer.Json($$"""{"id":"900778","url":"{{app.Graph.Url}}bytes-900778","mime_type":"image/jpeg","sha256":"{{hash}}","file_size":{{bytes.Length}}}""")
            : null;
        var picture = Webhooks.Image(DonaLucia, app.Time.GetUtcNow(), mediaId: "900778", caption: "a nota");
        picture.Body["image"]!["sha256"] = Convert.ToBase64String(SHA256.HashData(bytes));
        await app.PostWebhook(Webhooks.From(Balcao500, picture));
        await Eventually(() => app.ReadAsync(LojaExemplo, db => db.Set<MessageMedia>().AnyAsync(m => m.Sha256 == hash && m.State == MediaState.Stored)), "the file is fetched");
        return hash;
    }

    /// <summary>A program that listens at the hub.</summary>
    private sealed record Connected(HubConnection Hub, TaskCompletionSource Replaced, TaskCompletionSource Ended) : IAsyncDisposable
    {
        public static async Task<Connected> ByAsync(BalcaoApp app, string token)
        {
            var connected = new Connected(Screen.Hub(app, null, null, token: token), new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
            var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            connected.Hub.On<Changes>(nameof(IFeedClient.Changed), _ => { first.TrySetResult(); });
            connected.Hub.On(nameof(IFeedClient.Replaced), () => { connected.Replaced.TrySetResult(); });
            connected.Hub.Closed += _ =>
            {
                connected.Ended.TrySetResult();
                return Task.CompletedTask;
            };
            await connected.Hub.StartAsync(Cancel);
            await first.Task.WaitAsync(Cancel);
            return connected;
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
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
