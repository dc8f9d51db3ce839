using System.Net;
using System.Net.Http.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Identity;

namespace Balcao.Tests.Agents;

public sealed class SignInTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_signed_in_agent_can_read_their_name_role_tenant_and_groups()
    {
        var me = await As(Ana).Api.GetMeAsync(Cancel);

        Assert.Equal((Ana.Id, Ana.Name, Ana.Email, Role.Agent), (me.AgentId!.Value, me.Name, me.Email, me.Role));
        Assert.Equal(LojaExemplo, me.Tenant!.Id);
        Assert.Equal([Permission.Read, Permission.ServeChats], me.Permissions);
        Assert.Equal([new GroupMembership(Atendimento, "Atendimento", true, false)], me.Groups);
    }

    [Fact]
    public async Task An_operator_belongs_to_no_tenant()
    {
        var me = await As(Otavio).Api.GetMeAsync(Cancel);

        Assert.Equal((Role.Operator, null, null), (me.Role, me.Tenant, me.AgentId));
        Assert.Equal([Permission.Operate], me.Permissions);
    }

    [Fact]
    public async Task Without_sign_in_the_answer_is_401_and_a_problem()
    {
        var answer = await App.Anyone().GetAsync("/api/me", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("http.401", await answer.ProblemCode());
    }

    [Fact]
    public async Task The_cookie_is_HttpOnly_and_SameSite()
    {
        var answer = await TryAsync(Ana.Email, Cast.Password);

        var cookie = SignInCookieOf(answer);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires=", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_a_person_who_stays_signed_in_outlives_the_browser_session()
    {
        var answer = await TryAsync(Ana.Email, Cast.Password, stay: true);

        Assert.Contains("expires=", SignInCookieOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_from_another_site_s_page_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
        {
            Content = JsonContent.Create(new SignInRequest { Email = Ana.Email, Password = Cast.Password }),
            Headers = { { "Origin", "https://elsewhere.example" } },
        };
        using var http = new HttpClient { BaseAddress = App.Url };

        Assert.Equal("request.originRefused", await (await http.SendAsync(request, Cancel)).ProblemCode());
    }

    [Fact]
    public async Task An_unknown_e_mail_gets_the_same_answer_as_a_wrong_password()
    {
        var wrong = await (await TryAsync(Igor.Email, "palavra errada")).Content.ReadFromJsonAsync<Problem>(Cancel);
        var unknown = await (await TryAsync("ninguem@loja.example", "palavra errada")).Content.ReadFromJsonAsync<Problem>(Cancel);

        Assert.Equal(wrong, unknown);
        Assert.Equal(("session.refused", 401), (wrong!.Code, wrong.Status));
    }

    [Fact, Finding("S18")]
    public void A_wrong_password_costs_one_hash_whether_or_not_the_e_mail_is_known()
    {
        var hasher = new CountingHasher();
        var passwords = new Passwords(hasher);
        Person?[] all = [null, new Person { PasswordHash = null }, new Person { PasswordHash = "hash of something" }];

        for (var i = 0; i < all.Length; i++)
        {
            Assert.Null(passwords.Check(all[i], "palavra errada").Person);
            Assert.Equal(i + 1, hasher.Verified);
        }
    }

    [Fact]
    public async Task Signing_out_removes_the_cookie()
    {
        var clara = As(Clara);
        await clara.Api.GetMeAsync(Cancel);

        await clara.Api.SignOutAsync(Cancel);

        Assert.Equal("http.401", (await clara.Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_changed_password_ends_all_other_sign_ins()
    {
        var newcomer = await EnteredAsync("senhas@loja.example");
        var (here, elsewhere) = (App.As(newcomer), App.As(newcomer));
        await here.Api.GetMeAsync(Cancel);
        await elsewhere.Api.GetMeAsync(Cancel);

        await here.Api.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, Cancel);

        Assert.Equal(newcomer.Name, (await here.Api.GetMeAsync(Cancel)).Name);
        Assert.Equal("http.401", (await elsewhere.Api.GetMeAsync(Cancel).Refused()).Code);
        await TryAsync(newcomer.Email, Cast.Password).ShouldBe(HttpStatusCode.Unauthorized);
        await TryAsync(newcomer.Email, "outra senha bem longa").ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Changing_the_password_requires_the_current_one_and_wrong_ones_are_counted()
    {
        var newcomer = App.As(await EnteredAsync("tentativas@loja.example"));
        ChangePasswordRequest guess = new() { CurrentPassword = "palavra errada", NewPassword = "outra senha bem longa" };

        for (var i = 0; i < new Limits().WrongPasswords; i++)
            Assert.Equal("password.currentWrong", (await newcomer.Api.ChangePasswordAsync(guess, Cancel).Refused()).Code);

        Assert.Equal("session.tooManyTries", (await newcomer.Api.ChangePasswordAsync(
            new() { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, Cancel).Refused()).Code);
    }

    [Theory]
    [InlineData("123456789", "password.tooShort")]
    [InlineData("", "input.required")]
    public async Task A_new_password_must_be_long_enough(string password, string code)
    {
        var refused = await As(Ana).Api.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = password }, Cancel).Refused();

        Assert.Equal((code, "newPassword"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_sign_in_ends_after_12_hours_without_use()
    {
        var ana = As(Ana);
        await ana.Api.GetMeAsync(Cancel);

        App.LetPass(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));

        Assert.Equal("http.401", (await ana.Api.GetMeAsync(Cancel).Refused()).Code);
    }

    [Theory, Finding("S6")]
    [InlineData("%2F%09%2Fevil.example")]
    [InlineData("%2F%2Fevil.example")]
    [InlineData("https%3A%2F%2Fevil.example")]
    public async Task A_sign_in_itself_leads_nowhere(string returnUrl)
    {
        foreach (var name in (string[])["returnUrl", "ReturnUrl"])
        {
            var answer = await App.Anyone().PostAsJsonAsync(
                $"/api/session?{name}={returnUrl}", new SignInRequest { Email = Igor.Email, Password = Cast.Password }, ContractJson.Default.SignInRequest, Cancel);

            Assert.Equal((HttpStatusCode.NoContent, null), (answer.StatusCode, answer.Headers.Location));
        }
    }

    [Fact]
    public async Task An_agent_changes_only_their_own_availability()
    {
        var davi = As(Davi).Api;
        await davi.SetAvailabilityAsync(false, Cancel);
        Assert.False((await davi.GetMeAsync(Cancel)).IsAvailable);

        await davi.SetAvailabilityAsync(true, Cancel);
        Assert.True((await davi.GetMeAsync(Cancel)).IsAvailable);
        Assert.True((await As(Bruno).Api.GetMeAsync(Cancel)).IsAvailable);
    }

    private static string SignInCookieOf(HttpResponseMessage answer) =>
        Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("balcao=", StringComparison.Ordinal));

    private Task<HttpResponseMessage> TryAsync(string email, string password, bool stay = false) => App.Anyone().PostAsJsonAsync(
        "/api/session", new SignInRequest { Email = email, Password = password, StaySignedIn = stay }, ContractJson.Default.SignInRequest, Cancel);

    private async Task<Member> EnteredAsync(string email)
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = email, Role = Role.Agent }, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);
        return new Member("Nova Pessoa", email, Role.Agent, LojaExemplo, created.Agent.Id.Value);
    }

    private sealed class CountingHasher : IPasswordHasher<Person>
    {
        public int Verified { get; private set; }

        public string HashPassword(Person user, string password) => "another hash";

        public PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return PasswordVerificationResult.Failed;
        }
    }
}
