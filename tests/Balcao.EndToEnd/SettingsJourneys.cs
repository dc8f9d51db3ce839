using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>An administrator arranges who serves a number.</summary>
public sealed class SettingsJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    const string PhoneNumberId = "100200300400501";
    const string Display = "+55 11 4000-0501";

    [Fact, Rule("G1", "L1", "L3")]
    public async Task A_message_that_was_held_arrives_when_a_new_group_is_linked()
    {
        var ct = TestContext.Current.CancellationToken;
        var clara = await OpenSignedInAsync("Clara", world.At("/contacts"), "clara@loja.exemplo");
        await Expect(clara.GetByRole(AriaRole.Heading, new() { Name = "Contatos" })).ToBeVisibleAsync();
        var customer = await world.NewCustomerAsync("Otília Reserva", "otilia.reserva");
        await customer.DoAsync(new() { Type = "text", Text = "Vocês entregam hoje?", To = PhoneNumberId });

        // Told at once, wherever she is
        await clara.GetByText($"O número {Display} está sem grupo.").Locator("..").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(clara).ToHaveURLAsync(world.At("/settings/chat/whatsapp").ToString());
        var card = clara.GetByRole(AriaRole.Article, new() { Name = Display });
        await Expect(card.GetByText("1 mensagem espera um grupo")).ToBeVisibleAsync();

        // A group
        var settings = clara.GetByRole(AriaRole.Navigation, new() { Name = "Configurações" });
        await settings.GetByRole(AriaRole.Link, new() { Name = "Grupos de chat" }).ClickAsync();
        await clara.GetByRole(AriaRole.Link, new() { Name = "Novo grupo" }).ClickAsync();
        await clara.GetByLabel("Nome", new() { Exact = true }).FillAsync("Entregas");
        var attendants = clara.GetByRole(AriaRole.Group, new() { Name = "Atendentes" });
        foreach (var name in (string[])["Ana Ribeiro", "Bruno Costa"])
        {
            await attendants.GetByRole(AriaRole.Combobox).SelectOptionAsync(new SelectOptionValue { Label = name });
            await attendants.GetByRole(AriaRole.Button, new() { Name = "Incluir", Exact = true }).ClickAsync();
        }
        await attendants.GetByRole(AriaRole.Button, new() { Name = "Descer Ana Ribeiro" }).ClickAsync();
        await Expect(attendants.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Bruno Costa");
        await Expect(attendants.GetByRole(AriaRole.Button, new() { Name = "Descer Ana Ribeiro" })).ToBeFocusedAsync();

        // Not lost by a click elsewhere
        await settings.GetByRole(AriaRole.Link, new() { Name = "WhatsApp" }).ClickAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Continuar editando" }).ClickAsync();
        await clara.GetByRole(AriaRole.Button, new() { Name = "Salvar", Exact = true }).ClickAsync();
        await Expect(clara.GetByText(new Regex("^Salvo às "))).ToBeVisibleAsync();

        // The link
        await settings.GetByRole(AriaRole.Link, new() { Name = "WhatsApp" }).ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = $"Trocar o grupo de chat de {Display}" }).ClickAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Radio, new() { NameRegex = new("^Entregas") }).CheckAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Salvar", Exact = true }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Entregas" })).ToBeVisibleAsync();
        await Expect(card.GetByText("1 mensagem espera um grupo")).ToHaveCountAsync(0);

        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await ana.Row(customer.Name).ClickAsync();
        await Expect(ana.Said("Vocês entregam hoje?")).ToBeVisibleAsync();

        // As the other journeys expect it
        var number = (await world.Administrator.ListNumbersAsync(ct)).Items.Single(n => n.PhoneNumberId == PhoneNumberId);
        await world.Administrator.UnlinkGroupAsync(number.Id, ct);
    }
}
