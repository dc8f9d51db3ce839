using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>What operators do for a number.</summary>
public sealed class BackOfficeJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    [Fact, Finding("U6")]
    public async Task A_wrong_token_is_refused_by_WhatsApp_before_it_is_stored_and_the_right_one_is_taken()
    {
        var otavio = await OpenSignedInAsync("Otávio", world.At("/back-office"), "otavio@balcao.exemplo");
        await otavio.GetByRole(AriaRole.Link, new() { Name = "Loja Exemplo" }).ClickAsync();
        await otavio.GetByRole(AriaRole.Row).Filter(new() { HasText = "+55 11 4000-0500" }).GetByRole(AriaRole.Button, new() { Name = "Trocar token" }).ClickAsync();
        var dialog = otavio.GetByRole(AriaRole.Dialog);
        var token = dialog.GetByLabel("Token de acesso");
        var replace = dialog.GetByRole(AriaRole.Button, new() { Name = "Trocar token" });

        await token.FillAsync("EAAcopiado-pela-metade");
        await replace.ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("O WhatsApp não aceitou este token");

        await token.FillAsync("demo-access-token");
        await replace.ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(otavio.GetByText("O WhatsApp aceitou o token")).ToBeVisibleAsync();
    }
}
