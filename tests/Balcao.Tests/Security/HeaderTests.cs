using System.Net;
using System.Net.Http.Json;
using System.Text;
using Balcao.Contract;

namespace Balcao.Tests.Security;

/// <summary>What every answer says to browsers and caches, errors most of all.</summary>
[Finding("S16", "S19")]
public sealed class HeaderTests(FaultyApp app) : IClassFixture<FaultyApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/api/installation", 200 },
        { "GET", "/api/me", 401 },
        { "GET", "/api/nothing", 404 },
        { "GET", "/nothing.txt", 404 },
        { "DELETE", "/api/installation", 405 },
        { "GET", "/webhooks/whatsapp", 403 },
        { "GET", "/health/live", 200 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task An_answer_has_the_headers_whatever_its_status(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        AssertGuarded(await app.Anyone().SendAsync(request, Cancel).ShouldBe((HttpStatusCode)status));
    }

    [Theory]
    [InlineData("{", "application/json", 400, "input.unreadable")]
    [InlineData("{}", "text/plain", 415, "http.415")]
    [InlineData("{}", "application/json; charset=utf-16", 415, "http.415")]
    [InlineData("{}", "application/json; charset=ebcdic-of-mars", 415, "http.415")]
    [InlineData("{}", null, 415, "http.415")]
    public async Task A_body_that_cannot_be_read_is_refused_with_a_code_and_the_headers(string body, string? type, int status, string code)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await app.Anyone().PostAsync("/api/session", content, Cancel).ShouldBe((HttpStatusCode)status);

        AssertGuarded(answer);
        Assert.Equal(code, await answer.ProblemCode());
    }

    [Theory]
    [InlineData(true, 503, "storage.unavailable")]
    [InlineData(false, 500, "http.500")]
    public async Task A_failure_of_ours_has_them_too(bool mayPass, int status, string code)
    {
        app.Engine.Failure = mayPass ? new TimeoutException("The database is away.") : new InvalidOperationException("A mistake.");
        try
        {
            foreach (var accepted in (string[])["application/json", "application/xml"])
            {
                using var anyone = app.Anyone();
                anyone.DefaultRequestHeaders.Add("Accept", accepted);
                var answer = await anyone.GetAsync("/api/installation", Cancel).ShouldBe((HttpStatusCode)status);

                AssertGuarded(answer);
                Assert.Equal(code, await answer.ProblemCode());
            }
        }
        finally
        {
            app.Engine.Failure = null;
        }
    }

    [Fact]
    public async Task What_the_api_answers_is_kept_by_no_cache_and_files_say_how_they_are_kept()
    {
        using var ana = app.As(Ana);

        Assert.True((await ana.GetAsync("/api/me", Cancel)).Headers.CacheControl!.NoStore);
        Assert.True((await ana.GetAsync("/api/nothing", Cancel)).Headers.CacheControl!.NoStore);
        Assert.True((await ana.GetAsync("/api/messages/x/media", Cancel)).Headers.CacheControl!.NoStore);
        Assert.False((await ana.GetAsync("/", Cancel)).Headers.CacheControl?.NoStore ?? false);
    }

    [Fact]
    public async Task A_page_connects_to_its_own_server_alone()
    {
        var policy = Assert.Single((await app.Anyone().GetAsync("/", Cancel)).Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("connect-src 'self';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_https_nothing_is_said_about_it()
    {
        var answer = await app.Anyone().PostAsJsonAsync("/api/session", new SignInRequest { Email = Ana.Email, Password = Password }, ContractJson.Default.SignInRequest, Cancel);

        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    internal static void AssertGuarded(HttpResponseMessage answer)
    {
        foreach (var (name, part) in ((string, string)[])
            [("Content-Security-Policy", "default-src 'self'"), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin")])
            Assert.Contains(part, Assert.Single(answer.Headers.GetValues(name)), StringComparison.Ordinal);
        if (answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/api", StringComparison.OrdinalIgnoreCase))
            Assert.True(answer.Headers.CacheControl?.NoStore, "no-store");
    }
}

/// <summary>The same under an address that is https, behind a proxy that terminates TLS.</summary>
public sealed class HttpsTests(HttpsApp app) : IClassFixture<HttpsApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Finding("S19")]
    public async Task The_cookie_is_this_host_s_alone_and_lets_its_person_in()
    {
        var answer = await SignInAsync(HttpsApp.Origin).ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        foreach (var cookie in answer.Headers.GetValues("Set-Cookie"))
        {
            Assert.StartsWith("__Host-balcao", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/;", cookie + ";", StringComparison.Ordinal);
            Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);
        }
        using var ana = Client(HttpsApp.Origin, await CookieAsync());
        Assert.Equal(Ana.Name, (await ana.Api.GetMeAsync(Cancel)).Name);
    }

    [Fact, Finding("S19")]
    public async Task A_cookie_of_the_plain_name_which_a_neighbouring_host_could_set_is_none()
    {
        using var somebody = Client(HttpsApp.Origin, (await CookieAsync()).Replace("__Host-", "", StringComparison.Ordinal));

        Assert.Equal("http.401", (await somebody.Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Fact, Finding("S17")]
    public async Task A_page_loaded_by_http_writes_nothing_even_if_it_was_ours()
    {
        var byHttp = app.Url.GetLeftPart(UriPartial.Authority);
        Assert.Equal("request.originRefused", await (await SignInAsync(byHttp)).ProblemCode());
        Assert.Equal("request.originRefused", await (await SignInAsync("http://balcao.example")).ProblemCode());

        using var ana = Client(byHttp, await CookieAsync());
        Assert.Equal("request.originRefused", (await ana.Api.SetAvailabilityAsync(false, Cancel).Refused()).Code);
        Assert.Equal("request.originRefused", (await ana.Api.SignOutAsync(Cancel).Refused()).Code);
        ana.DefaultRequestHeaders.Remove("Origin");
        Assert.Equal("request.originRefused", (await ana.Api.SetAvailabilityAsync(false, Cancel).Refused()).Code);
    }

    private async Task<string> CookieAsync() => Assert.Single((await SignInAsync(HttpsApp.Origin)).Headers.GetValues("Set-Cookie"),
        cookie => cookie.StartsWith("__Host-balcao=", StringComparison.Ordinal)).Split(';')[0];

    private async Task<HttpResponseMessage> SignInAsync(string origin)
    {
        using var http = Client(origin, null);
        return await http.PostAsJsonAsync("/api/session", new SignInRequest { Email = Ana.Email, Password = Password }, ContractJson.Default.SignInRequest, Cancel);
    }

    private HttpClient Client(string origin, string? cookie)
    {
        var http = app.Anyone();
        http.DefaultRequestHeaders.Remove("Origin");
        http.DefaultRequestHeaders.Add("Origin", origin);
        if (cookie is not null) http.DefaultRequestHeaders.Add("Cookie", cookie);
        return http;
    }
}

/// <summary>A request comes from our page or brings a token; one that claims both ways in gets neither.</summary>
[Finding("S17")]
public sealed class OriginTests(BalcaoApp app) : HttpTests(app)
{
    [Theory]
    [InlineData("x")]
    [InlineData("Basic YW5hOnNlbmhh")]
    [InlineData("Bearer x")]
    public async Task A_cookie_beside_an_authorization_header_is_refused(string authorization)
    {
        foreach (var path in (string[])["/api/me", "/api/me/availability", "/api/me/password", "/hub"])
        {
            using var request = new HttpRequestMessage(path == "/api/me" ? HttpMethod.Get : HttpMethod.Put, path) { Content = JsonContent.Create(new { isAvailable = false }) };
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

            var answer = await As(Ana).SendAsync(request, Cancel).ShouldBe(HttpStatusCode.BadRequest);
            Assert.Equal("request.twoSignIns", await answer.ProblemCode());
        }
    }

    [Fact]
    public async Task A_header_that_browsers_send_by_themselves_does_not_stand_for_the_origin()
    {
        using var elsewhere = App.Anyone();
        elsewhere.DefaultRequestHeaders.Remove("Origin");
        elsewhere.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        elsewhere.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Basic YW5hOnNlbmhh");

        var answer = await elsewhere.PostAsJsonAsync("/api/session", new SignInRequest { Email = Ana.Email, Password = Password }, ContractJson.Default.SignInRequest, Cancel);

        Assert.Equal("request.originRefused", await answer.ProblemCode());
    }

    [Fact]
    public async Task A_program_with_a_token_needs_no_origin()
    {
        using var program = App.WithToken(await App.TokenOfAsync(Davi, Permission.ServeChats));

        await program.Api.SetAvailabilityAsync(true, Cancel);
    }
}
