using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>From a new installation to a signed-in agent.</summary>
[TakesLong(100)]
public sealed partial class FirstRunJourneys(Browser browser) : Journey(browser)
{
    const string Password = "uma frase bem comprida";

    [Fact]
    public async Task The_first_operator_creates_a_tenant_and_its_agent_chooses_a_password_and_signs_in()
    {
        await using var database = await Database.CreateAsync();
        var address = new Uri($"http://127.0.0.1:{RunningProgram.FreePort()}");
        await using var server = await RunningProgram.StartAsync("Balcao", new Dictionary<string, string?>(database.Settings)
        {
            ["Balcao:Urls"] = address.GetLeftPart(UriPartial.Authority),
        }, readyLine: "Application started");
        var code = Code().Match(server.Output).Groups[1].Value;

        // The operator
        var otavio = await OpenAsync("Otávio", address);
        await otavio.GetByLabel("Nome").FillAsync("Otávio Prado");
        await otavio.GetByLabel("E-mail").FillAsync("otavio@balcao.exemplo");
        await otavio.GetByLabel("Senha").FillAsync(Password);
        await otavio.GetByLabel("Código").FillAsync("AAAA-BBBB-CCCC");
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Criar operador" }).ClickAsync();
        await Expect(otavio.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await otavio.GetByLabel("Código").FillAsync(code);
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Criar operador" }).ClickAsync();
        await Expect(otavio).ToHaveURLAsync(new Uri(address, "/back-office").ToString());

        // A company with its administrator
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Criar base" }).First.ClickAsync();
        var dialog = otavio.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Nome da empresa").FillAsync("Padaria Real");
        await dialog.GetByLabel("Nome do administrador").FillAsync("Marta Reis");
        await dialog.GetByLabel("E-mail do administrador").FillAsync("marta@padaria.exemplo");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Criar base" }).ClickAsync();
        var marta = await ChoosePasswordAsync("Marta", await LinkOnAsync(otavio), "marta@padaria.exemplo");

        // An agent
        await marta.GotoAsync(new Uri(address, "/settings/people").ToString());
        await marta.GetByRole(AriaRole.Button, new() { Name = "Adicionar pessoa" }).ClickAsync();
        var person = marta.GetByRole(AriaRole.Dialog);
        await person.GetByLabel("Nome").FillAsync("Nina Torres");
        await person.GetByLabel("E-mail").FillAsync("nina@padaria.exemplo");
        await person.GetByRole(AriaRole.Button, new() { Name = "Adicionar pessoa" }).ClickAsync();
        var link = await LinkOnAsync(marta);
        var nina = await ChoosePasswordAsync("Nina", link, "nina@padaria.exemplo");
        await Expect(nina.GetByText("Ninguém aguardando")).ToBeVisibleAsync();

        // A link works once.
        var somebody = await OpenAsync("Somebody", link);
        await somebody.ChoosePasswordAsync("outra frase bem comprida");
        await Expect(somebody.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    static async Task<Uri> LinkOnAsync(IPage page)
    {
        var secret = page.GetByRole(AriaRole.Textbox, new() { Name = "Copiar" });
        var link = new Uri(await secret.InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Pronto" }).ClickAsync();
        await Expect(secret).ToBeHiddenAsync();
        return link;
    }

    async Task<IPage> ChoosePasswordAsync(string person, Uri link, string email)
    {
        var page = await OpenAsync(person, link);
        await page.ChoosePasswordAsync(Password);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Entrar" }).ClickAsync();
        await page.SignInAsync(email, Password);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Principal" })).ToBeVisibleAsync();
        return page;
    }

    [GeneratedRegex("enter the code ([0-9A-Z-]+)")]
    private static partial Regex Code();
}
