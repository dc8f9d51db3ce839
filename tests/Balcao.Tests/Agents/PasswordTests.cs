using System.Net;
using System.Net.Http.Json;
using System.Text;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Agents;

public sealed class PasswordTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly PasswordOwner AnaOfTheShop = new("ana.souza@loja.example", "Ana Souza", "Loja Exemplo");

    [Theory, Finding("S23")]
    [InlineData("senha12345")]
    [InlineData("Mudar@12345")]
    [InlineData("Flamengo2024!")]
    [InlineData("P@ssw0rd123")]
    [InlineData("S3nh@F0rt3")]
    [InlineData("Contraseña123")]
    [InlineData("iloveyou123")]
    [InlineData("administrator")]
    [InlineData("qwertyuiop")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("zaq12wsxcde3")]
    [InlineData("0987654321")]
    [InlineData("abcdefghij")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("1212121212")]
    [InlineData("xk7xk7xk7xk7")]
    [InlineData("trustno1trustno1")]
    [InlineData("maria15081990")]
    [InlineData("ｓｅｎｈａ１２３４５")] // full width
    public void A_common_password_is_refused_by_its_code(string password)
    {
        var refusal = Passwords.Check("newPassword", password, AnaOfTheShop)!;

        Assert.Equal(("password.common", "newPassword", 400), (refusal.Code, refusal.Field, refusal.Status));
    }

    [Theory, Finding("S23")]
    [InlineData("ana.souza@loja.example")]
    [InlineData("AnaSouza2026!")]
    [InlineData("souza_souza_1")]
    [InlineData("Loja Exemplo 1")]
    [InlineData("l0j4ex3mpl0")]
    [InlineData("Balcão12345")]
    public void One_s_own_e_mail_name_or_company_is_no_password(string password) =>
        Assert.Equal("password.own", Passwords.Check("password", password, AnaOfTheShop)?.Code);

    [Theory, Finding("S23")]
    [InlineData("uma senha bem longa")]
    [InlineData("chuva fina na serra")]
    [InlineData("correct horse battery staple")]
    [InlineData("tres pratos de trigo")]
    [InlineData("kT7#vQ2!mZx9")]
    [InlineData("exemplo de frase minha")]
    [InlineData("xk7mq2vp9z")]
    [InlineData("七転び八起きで行こう！")]
    public void A_phrase_of_one_s_own_is_taken_also_with_common_words_in_it(string password) => Assert.Null(Passwords.Check("password", password, AnaOfTheShop));

    [Theory, Finding("S23")]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    [InlineData(0xFFFE)]
    public void A_text_that_is_not_Unicode_is_refused_and_never_right(int unit)
    {
        var password = $"uma senha {(char)unit} longa";
        Assert.Equal("input.invalid", Passwords.Check("password", password, AnaOfTheShop)?.Code);
        var passwords = new Passwords(new PasswordHasher<Person>());
        var person = new Person();
        person.ChangePassword(passwords.Hash(person, "uma senha  longa"));
        Assert.Null(passwords.Check(person, password).Person);
    }

    [Theory, Finding("S23")]
    [InlineData("coração de leão manso", NormalizationForm.FormC, NormalizationForm.FormD)]
    [InlineData("coração de leão manso", NormalizationForm.FormD, NormalizationForm.FormC)]
    [InlineData("ﬁm de tarde ① ａｂｅｒｔｏ", NormalizationForm.FormC, NormalizationForm.FormKC)]
    public async Task A_password_is_one_however_the_keyboard_composes_it(string password, NormalizationForm chosen, NormalizationForm typed)
    {
        var email = $"{chosen}-{typed}-{password.Length}@loja.example".ToLowerInvariant();
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = email, Role = Role.Agent }, Cancel);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Unicode.Normalize(password, chosen) }, Cancel);

        await SignInAsync(email, Unicode.Normalize(password, typed)).ShouldBe(HttpStatusCode.NoContent);
        await SignInAsync(email, Unicode.Normalize(password, chosen)).ShouldBe(HttpStatusCode.NoContent);
        await SignInAsync(email, Unicode.Normalize(password, typed).ToUpperInvariant()).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact, Finding("S23")]
    public async Task Each_way_to_a_password_checks_it_and_says_why_in_words()
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Zulmira Quintanilha", Email = "zq@loja.example", Role = Role.Agent }, Cancel);
        var code = created.PasswordLink.Split("code=")[1];

        var own = await App.Anyone().Api.ChoosePasswordAsync(new() { Code = code, Password = "zulmiraquintanilha1" }, Cancel).Refused();
        var company = await App.Anyone().Api.ChoosePasswordAsync(new() { Code = code, Password = "LojaExemplo#77" }, Cancel).Refused();
        var common = await App.Anyone().Api.ChoosePasswordAsync(new() { Code = code, Password = "Corinthians1910" }, Cancel).Refused();
        var changed = await As(Ana).Api.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = "qwerty123456" }, Cancel).Refused();

        Assert.Equal(["password.own", "password.own", "password.common", "password.common"], new[] { own, company, common, changed }.Select(refused => refused.Code));
        Assert.Equal(("password", "newPassword"), (common.Field, changed.Field));
        Assert.Contains("adivinha", common.Title, StringComparison.Ordinal);
        await App.Anyone().Api.ChoosePasswordAsync(new() { Code = code, Password = Cast.Password }, Cancel); // the link was not used up
    }

    [Fact, Finding("S23")]
    public async Task The_first_operator_s_password_is_checked_too()
    {
        await using var empty = new EmptyApp();
        await empty.InitializeAsync();
        var code = empty.Services.GetRequiredService<Balcao.Operators.FirstRunCode>().ToString();

        var refused = await empty.Anyone().Api.CompleteFirstRunAsync(new() { Code = code, Name = Otavio.Name, Email = Otavio.Email, Password = "OtavioReis2026" }, Cancel).Refused();

        Assert.Equal("password.own", refused.Code);
    }

    [Fact, Finding("S20")]
    public async Task A_newer_password_link_ends_the_older_ones()
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = "dois-links@loja.example", Role = Role.Agent }, Cancel);
        var second = await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel);
        var third = await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel);

        Assert.Equal("password.linkDead", (await ChooseAsync(created.PasswordLink).Refused()).Code);
        Assert.Equal("password.linkDead", (await ChooseAsync(second.Url).Refused()).Code);
        await ChooseAsync(third.Url);
        Assert.Equal("password.linkDead", (await ChooseAsync(third.Url).Refused()).Code);
    }

    [Fact, Finding("S20")]
    public async Task A_link_of_before_dies_with_a_change_of_password_and_with_the_person_being_disabled()
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Nova Pessoa", Email = "links-mortos@loja.example", Role = Role.Agent }, Cancel);
        await ChooseAsync(created.PasswordLink);
        var member = new Member("Nova Pessoa", "links-mortos@loja.example", Role.Agent, LojaExemplo, created.Agent.Id.Value);
        var beforeChange = await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel);
        await As(member).Api.ChangePasswordAsync(new() { CurrentPassword = Cast.Password, NewPassword = "outra senha bem longa" }, Cancel);
        var beforeDisabled = await As(Clara).Api.MakePasswordLinkAsync(created.Agent.Id, Cancel);
        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { IsEnabled = false }, Cancel);
        await As(Clara).Api.ChangeAgentAsync(created.Agent.Id, new() { IsEnabled = true }, Cancel);

        Assert.Equal("password.linkDead", (await ChooseAsync(beforeChange.Url).Refused()).Code);
        Assert.Equal("password.linkDead", (await ChooseAsync(beforeDisabled.Url).Refused()).Code);
    }

    [Fact, Finding("S20")]
    public async Task A_link_s_code_is_in_the_fragment_and_in_no_log()
    {
        var link = new Uri((await As(Clara).Api.MakePasswordLinkAsync(Bruno.Id, Cancel)).Url);
        var code = link.Fragment["#code=".Length..];

        Assert.Equal(("/choose-password", ""), (link.AbsolutePath, link.Query));
        await App.Anyone().GetAsync(link.PathAndQuery, Cancel);
        // Also where somebody writes it elsewhere, the server does not write it down.
        await App.Anyone().GetAsync($"/choose-password?code={code}", Cancel);
        await App.Anyone().GetAsync($"/api/contacts?q={code}", Cancel);
        await ChooseAsync("#code=" + code + "x").Refused();

        Assert.DoesNotContain(App.Log.Lines, line => line.Text.Contains(code, StringComparison.Ordinal));
    }

    private Task ChooseAsync(string link) => App.Anyone().Api.ChoosePasswordAsync(new() { Code = link.Split("code=")[1], Password = Cast.Password }, Cancel);

    private Task<HttpResponseMessage> SignInAsync(string email, string password) => App.Anyone().PostAsJsonAsync(
        "/api/session", new SignInRequest { Email = email, Password = password }, ContractJson.Default.SignInRequest, Cancel);
}
