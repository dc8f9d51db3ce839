using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>What agents write reaches its place, from whichever tab and whatever is pasted.</summary>
[TakesLong(75)]
public sealed class WritingJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    [Fact, Finding("U1")]
    public async Task A_note_can_be_left_in_a_chat_that_nobody_has_taken()
    {
        var rui = await world.NewCustomerAsync("Rui Bastos", "rui.bastos");
        await rui.WriteAsync("Alguém aí?");
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await ana.Row(rui.Name).ClickAsync();

        await ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Nota interna" }).ClickAsync();
        var note = ana.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Nota interna") });
        await Expect(note).ToBeFocusedAsync();
        await ana.Keyboard.TypeAsync("Cliente do Bruno");
        await ana.Keyboard.PressAsync("Enter");

        await Expect(ana.Said("Cliente do Bruno")).ToHaveCountAsync(1);
        await Expect(note).ToBeFocusedAsync();
    }

    [Fact, Finding("U8")]
    public async Task What_is_written_in_two_tabs_without_a_connection_is_sent_even_if_one_is_closed()
    {
        var lia = await world.NewCustomerAsync("Lia Moura", "lia.moura");
        await lia.WriteAsync("Oi");
        var one = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await one.Row(lia.Name).ClickAsync();
        await one.TakeAsync();
        await Expect(one.MessageBox).ToBeEditableAsync();
        var other = await one.Context.NewPageAsync();
        await other.GotoAsync(one.Url);
        await Expect(other.MessageBox).ToBeEditableAsync();

        await one.Context.SetOfflineAsync(true);
        try
        {
            await one.SendAsync("Da primeira aba");
            await HeardAsync(other, "Da primeira aba");
            await other.SendAsync("Da segunda aba");
            await HeardAsync(one, "Da segunda aba");
            await one.MessageBox.FillAsync("E um rascunho");
            // Each tab shows what the other has not sent or is typing.
            foreach (var tab in (IPage[])[one, other])
            {
                await Expect(tab.Said("Da primeira aba")).ToHaveCountAsync(1);
                await Expect(tab.Said("Da segunda aba")).ToHaveCountAsync(1);
                await Expect(tab.MessageBox).ToHaveValueAsync("E um rascunho");
            }
            await one.CloseAsync();
        }
        finally
        {
            await other.Context.SetOfflineAsync(false);
        }
        await other.ReloadAsync();

        foreach (var text in (string[])["Da primeira aba", "Da segunda aba"])
        {
            await Expect(other.Said(text)).ToHaveCountAsync(1);
            await Expect(other.Said(text).GetByRole(AriaRole.Img).First).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("Entregue|Lida"));
        }
        await Expect(other.MessageBox).ToHaveValueAsync("E um rascunho");

        // The tab knows what the other has sent, and that its draft is empty again: one person writes in one tab at a time.
        static async Task HeardAsync(IPage tab, string sent)
        {
            await Expect(tab.Said(sent)).ToHaveCountAsync(1);
            await Expect(tab.MessageBox).ToHaveValueAsync("");
        }
    }

    [Fact, Finding("U9")]
    public async Task Pasted_characters_that_nobody_sees_hold_nothing_up()
    {
        var eva = await world.NewCustomerAsync("Eva Pinho", "eva.pinho");
        await eva.WriteAsync("Oi");
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await ana.Row(eva.Name).ClickAsync();
        await ana.TakeAsync();

        await ana.SendAsync("Pedido\0 1234");
        await ana.SendAsync("Sai hoje");

        foreach (var text in (string[])["Pedido 1234", "Sai hoje"])
            await Expect(ana.Said(text).GetByRole(AriaRole.Img).First).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("Entregue|Lida"));
    }
}
