using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Builder;

namespace Balcao.Tests.Agents;

/// <summary>Wrong passwords delay whoever tries them, and nobody else for long.</summary>
[Finding("S9")]
public sealed class SignInTriesTests(SignInTriesTests.App app) : IClassFixture<SignInTriesTests.App>
{
    private static readonly Limits Limits = new();

    private static int _addresses;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>With so few wrong passwords for all addresses together that a test can use them up.</summary>
    public sealed class App : ProxiedApp
    {
        public const int WrongPasswordsPerHour = 30;

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration[$"Balcao:Limits:{nameof(Limits.WrongPasswordsPerHour)}"] = WrongPasswordsPerHour.ToString(null, null);
        }
    }

    public static TheoryData<string> Accounts => [Bruno.Email, Otavio.Email, "ninguem@loja.example"];

    [Theory, MemberData(nameof(Accounts))]
    public async Task Wrong_passwords_delay_the_address_they_come_from_whoever_s_account_it_is(string email)
    {
        var guesser = NewAddress();
        for (var i = 0; i < Limits.WrongPasswords; i++) await GuessAsync(guesser, email).ShouldBe(HttpStatusCode.Unauthorized);

        var refused = await GuessAsync(guesser, email).ShouldBe(HttpStatusCode.TooManyRequests);

        Assert.Equal(("session.tooManyTries", Limits.FirstWaitSeconds), (await refused.ProblemCode(), SecondsOf(refused)));
    }

    [Theory, Finding("S18")]
    [InlineData("pt-BR")]
    [InlineData("en")]
    public async Task An_account_that_does_not_exist_is_answered_word_by_word_as_one_that_does(string language)
    {
        Assert.Equal(await AnswersAsync(Clara.Email), await AnswersAsync("quem@loja.example"));

        async Task<List<string>> AnswersAsync(string email)
        {
            using var guesser = app.From(NewAddress());
            guesser.DefaultRequestHeaders.Add("Accept-Language", language);
            List<string> answers = [];
            for (var i = 0; i < Limits.WrongPasswords + 1; i++)
            {
                using var answer = await PostAsync(guesser, email, "palavra errada");
                var problem = (await answer.Content.ReadFromJsonAsync<Problem>(Cancel))!;
                answers.Add($"{(int)answer.StatusCode} {answer.Headers.RetryAfter} {problem.Code} {problem.Title} {problem.Field}");
            }
            return answers;
        }
    }

    [Fact]
    public async Task The_owner_gets_in_from_another_address_while_somebody_guesses()
    {
        var guesser = NewAddress();
        for (var i = 0; i < Limits.WrongPasswords + 3; i++) await GuessAsync(guesser, Davi.Email);

        await SignInAsync(NewAddress(), Davi).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_owner_gets_in_at_a_browser_that_is_known_even_from_the_address_of_who_guesses()
    {
        var office = NewAddress();
        using var browser = app.From(office);
        using var first = await PostAsync(browser, Ana.Email, Password).ShouldBe(HttpStatusCode.NoContent);
        browser.DefaultRequestHeaders.Add("Cookie", Assert.Single(CookiesOf(first), cookie => cookie.StartsWith("balcao-known=", StringComparison.Ordinal)));

        for (var i = 0; i < Limits.WrongPasswords; i++) await GuessAsync(office, Ana.Email);
        await SignInAsync(office, Ana).ShouldBe(HttpStatusCode.TooManyRequests);
        await PostAsync(browser, Ana.Email, Password).ShouldBe(HttpStatusCode.NoContent);

        // It does not guess for ever either.
        for (var i = 0; i < Limits.WrongPasswords; i++) await PostAsync(browser, Ana.Email, "palavra errada").ShouldBe(HttpStatusCode.Unauthorized);
        await PostAsync(browser, Ana.Email, Password).ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("balcao-known=")]
    [InlineData("balcao-known=%00")]
    [InlineData("balcao-known=Q2ZESjhO")]
    [InlineData("balcao-known=chunks-3")]
    public async Task A_made_up_mark_of_a_browser_is_none(string cookie)
    {
        using var browser = app.From(NewAddress());
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        var email = $"{NewAddress()}@loja.example";

        for (var i = 0; i < Limits.WrongPasswords; i++) await PostAsync(browser, email, "palavra errada").ShouldBe(HttpStatusCode.Unauthorized);
        await PostAsync(browser, email, "palavra errada").ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task The_wait_doubles_until_it_is_as_long_as_it_gets()
    {
        var guesser = NewAddress();
        for (var i = 0; i < Limits.WrongPasswords; i++) await GuessAsync(guesser, "espera@loja.example");
        List<int> waits = [];
        for (var i = 0; i < 7; i++)
        {
            waits.Add(SecondsOf(await GuessAsync(guesser, "espera@loja.example").ShouldBe(HttpStatusCode.TooManyRequests)));
            app.LetPass(TimeSpan.FromSeconds(waits[^1]));
            await GuessAsync(guesser, "espera@loja.example").ShouldBe(HttpStatusCode.Unauthorized);
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900], waits);
    }

    [Fact]
    public async Task A_right_password_makes_the_earlier_wrong_ones_forgotten()
    {
        var home = NewAddress();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < Limits.WrongPasswords - 1; i++) await GuessAsync(home, Igor.Email).ShouldBe(HttpStatusCode.Unauthorized);
            await SignInAsync(home, Igor).ShouldBe(HttpStatusCode.NoContent);
        }
    }

    [Fact]
    public async Task So_does_a_new_password()
    {
        using var clara = app.As(Clara);
        var created = await clara.Api.CreateAgentAsync(new() { Name = "Esquecida", Email = "esquecida@loja.example", Role = Role.Agent }, Cancel);
        var home = NewAddress();
        for (var i = 0; i < Limits.WrongPasswords; i++) await GuessAsync(home, "esquecida@loja.example");

        await app.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Password }, Cancel);

        await PostAsync(app.From(home), "esquecida@loja.example", Password).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Wrong_passwords_at_the_same_moment_all_count()
    {
        var guesser = NewAddress();
        var answers = await Task.WhenAll(Enumerable.Range(0, Limits.WrongPasswords * 3).Select(_ => GuessAsync(guesser, "junto@loja.example")));

        Assert.Equal(Limits.WrongPasswords, answers.Count(answer => answer.StatusCode is HttpStatusCode.Unauthorized));
        Assert.Equal(Limits.WrongPasswords * 2, answers.Count(answer => answer.StatusCode is HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Right_passwords_at_the_same_moment_all_get_in()
    {
        var office = NewAddress();
        var answers = await Task.WhenAll(Enumerable.Range(0, Limits.WrongPasswords * 2).Select(_ => SignInAsync(office, Clara)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
    }

    [Fact]
    public async Task Many_addresses_together_are_slowed_but_not_a_browser_that_is_known()
    {
        using var browser = app.From(NewAddress());
        using var first = await PostAsync(browser, Renata.Email, Password).ShouldBe(HttpStatusCode.NoContent);
        browser.DefaultRequestHeaders.Add("Cookie", Assert.Single(CookiesOf(first), cookie => cookie.StartsWith("balcao-known=", StringComparison.Ordinal)));

        for (var i = 0; i < App.WrongPasswordsPerHour; i++) await GuessAsync(NewAddress(), Renata.Email).ShouldBe(HttpStatusCode.Unauthorized);

        var refused = await GuessAsync(NewAddress(), Renata.Email).ShouldBe(HttpStatusCode.TooManyRequests);
        await PostAsync(browser, Renata.Email, Password).ShouldBe(HttpStatusCode.NoContent);
        app.LetPass(TimeSpan.FromSeconds(SecondsOf(refused)));
        await SignInAsync(NewAddress(), Renata).ShouldBe(HttpStatusCode.NoContent);
    }

    private static string NewAddress()
    {
        var count = Interlocked.Increment(ref _addresses);
        return string.Create(CultureInfo.InvariantCulture, $"203.{count / 250}.{count % 250}.7");
    }

    private Task<HttpResponseMessage> GuessAsync(string address, string email) => PostAsync(app.From(address), email, "palavra errada");

    private Task<HttpResponseMessage> SignInAsync(string address, Member who) => PostAsync(app.From(address), who.Email, Password);

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string email, string password) => http.PostAsJsonAsync(
        "/api/session", new SignInRequest { Email = email, Password = password }, ContractJson.Default.SignInRequest, Cancel);

    private static int SecondsOf(HttpResponseMessage answer) => (int)answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;

    private static IEnumerable<string> CookiesOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]);
}
