using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>How agents learn of what they are not looking at.</summary>
public sealed partial class NoticeJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    /// <summary>Tones and notifications leave the page, so they are noted in it: a test cannot hear.</summary>
    const string Listen = """
        () => {
            const noted = document.body.dataset;
            const create = AudioContext.prototype.createOscillator;
            AudioContext.prototype.createOscillator = function () { noted.tones = Number(noted.tones ?? 0) + 1; return create.call(this); };
            window.Notification = class {
                static permission = 'default';
                static async requestPermission() { return this.permission = 'granted'; }
                constructor(title) { noted.notices = `${noted.notices ?? ''}[${title}]`; }
                close() { }
            };
        }
        """;

    [Fact, Finding("U5")]
    public async Task A_customer_s_answer_is_heard_on_another_page_and_notified_behind_another_window()
    {
        var customer = await world.NewCustomerAsync("Ivone Avisos", "ivone.avisos");
        await customer.WriteAsync("Ainda tem o tênis 42?");
        var chat = await world.OpenChatOfAsync(customer.Name);
        var ana = await OpenSignedInAsync("Ana", world.At($"/chats/{chat.Id}"), "ana@loja.exemplo");
        await Expect(ana.Said("Ainda tem o tênis 42?")).ToBeVisibleAsync();
        await ana.EvaluateAsync(Listen);
        await ana.TakeAsync();
        await Expect(ana.MessageBox).ToBeEditableAsync();
        var body = ana.Locator("body");

        // Looked at: silent.
        await customer.WriteAsync("Tem alguém aí?");
        await Expect(ana.Said("Tem alguém aí?")).ToBeVisibleAsync();
        await Expect(ana.Row(customer.Name).Locator(".badge")).ToHaveCountAsync(0);
        Assert.Null(await body.GetAttributeAsync("data-tones"));

        // On another page: heard, by default.
        await ana.GetByRole(AriaRole.Navigation, new() { Name = "Principal" }).GetByRole(AriaRole.Link, new() { Name = "Contatos" }).ClickAsync();
        await Expect(ana).ToHaveURLAsync(world.At("/contacts").ToString());
        await customer.WriteAsync("Preciso trocar o endereço");
        await Expect(body).ToHaveAttributeAsync("data-tones", AnyNumber());
        await Expect(ana).ToHaveTitleAsync(CountFirst());
        Assert.Null(await body.GetAttributeAsync("data-notices"));

        // Behind another window: notified, once that was asked for by a click.
        await ana.GetByTitle("Ana Ribeiro, Disponível").ClickAsync();
        await ana.GetByRole(AriaRole.Button, new() { Name = "Ligar notificações" }).ClickAsync();
        await ana.EvaluateAsync("() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')); }");
        await customer.WriteAsync("É urgente");
        await Expect(body).ToHaveAttributeAsync("data-notices", new Regex(Regex.Escape("[Ivone Avisos respondeu]")));
    }

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex AnyNumber();

    [GeneratedRegex("^\\([0-9]+\\) ")]
    private static partial Regex CountFirst();
}
