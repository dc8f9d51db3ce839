using System.Text.Json.Nodes;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>Customers react, edit and delete messages, and the agent's screen shows it.</summary>
public sealed class ChangeJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    static readonly JsonObject Advertisement = new()
    {
        ["source_type"] = "ad", ["source_id"] = "120001", ["source_url"] = "https://fb.me/3cr4Wqqkv", ["headline"] = "Sofá Ipê em 10 vezes",
        ["body"] = "Só esta semana.", ["media_type"] = "image", ["image_url"] = "https://scontent.example/sofa.jpg", ["ctwa_clid"] = "AbC",
    };

    [Fact, KnownFailure(10), KnownFailure(16), KnownFailure(22)]
    public async Task A_customer_without_a_phone_number_writes_from_an_ad_reacts_edits_and_deletes_and_the_agent_sees_it()
    {
        var nina = await world.NewCustomerAsync("Nina Prado", "nina.prado");
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await Expect(ana.Row("Dona Lúcia")).ToBeVisibleAsync();

        await nina.WriteAsync("Oi, quero o sofá do anúncio", (JsonObject)Advertisement.DeepClone());

        await ana.Row(nina.Name).ClickAsync();
        await Expect(ana.Thread.Locator(".thread-head")).ToContainTextAsync("@nina.prado");
        await Expect(ana.GetByRole(AriaRole.Complementary)).ToContainTextAsync("Id do WhatsApp");
        await Expect(ana.GetByRole(AriaRole.Complementary)).Not.ToContainTextAsync("Telefone");
        await Expect(ana.Said("quero o sofá do anúncio").Locator(".referral")).ToContainTextAsync("Sofá Ipê em 10 vezes");
        await ana.TakeAsync();
        await ana.SendAsync("Oi, Nina! Qual o tecido?");
        var answer = ana.Said("Qual o tecido?");
        await Expect(answer.GetByRole(AriaRole.Img).First).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("Entregue|Lida"));

        // A reaction is added and removed.
        var asked = await nina.IdOfAsync("Oi, Nina! Qual o tecido?");
        await nina.DoAsync(new() { Type = "reaction", MessageId = asked, Emoji = "❤️" });
        await Expect(answer.Locator(".reactions")).ToContainTextAsync("❤️");
        await nina.DoAsync(new() { Type = "reaction", MessageId = asked });
        await Expect(answer.Locator(".reactions")).ToHaveCountAsync(0);

        // Edited: the new text is shown, and the earlier one on request.
        var fabric = await nina.WriteAsync("Linho azul, para a rua Ipê 100");
        await Expect(ana.Said("para a rua Ipê 100")).ToBeVisibleAsync();
        await nina.DoAsync(new() { Type = "edit", MessageId = fabric, Text = "Linho verde, para a rua Ipê 100" });
        var corrected = ana.Said("Linho verde, para a rua Ipê 100");
        await corrected.GetByText("editada").ClickAsync();
        await Expect(corrected.Locator(".earlier ol")).ToContainTextAsync("Linho azul, para a rua Ipê 100");
        await Expect(ana.Row(nina.Name)).ToContainTextAsync("Linho verde");

        // Deleted: collapsed, also in the list, and without actions.
        var card = await nina.WriteAsync("O cartão termina em 4410");
        var deleted = ana.Said("O cartão termina em 4410");
        await Expect(deleted.GetByRole(AriaRole.Button, new() { Name = "Responder", IncludeHidden = true })).ToHaveCountAsync(1);
        await nina.DoAsync(new() { Type = "revoke", MessageId = card });
        await Expect(deleted.GetByText("Apagada pelo cliente")).ToBeVisibleAsync();
        await Expect(deleted.GetByText("O cartão termina em 4410")).ToBeHiddenAsync();
        await Expect(deleted.GetByRole(AriaRole.Button, new() { Name = "Responder", IncludeHidden = true })).ToHaveCountAsync(0);
        await Expect(ana.Row(nina.Name)).ToContainTextAsync("Apagada pelo cliente");
        await Expect(ana.Row(nina.Name)).Not.ToContainTextAsync("4410");
        await ana.AssertAccessibleAsync();
        await ana.ShowAsync("changes");
    }
}
