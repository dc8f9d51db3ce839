using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>At every width from 320 px up, all that can be operated is on the screen.</summary>
[TakesLong(150)]
public sealed class LayoutJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    // Around each width at which a style sheet changes the layout, and between them.
    static readonly int[] Widths = [320, 360, 719, 720, 768, 879, 880, 930, 1024, 1280, 1600];

    // The layout is the same in every language; longer texts show where it is narrow.
    static readonly int[] WidthsOfOtherLanguages = [320, 720, 880, 1280];

    readonly List<string> faults = [];

    [Fact, Finding("U4")]
    public async Task A_thread_with_its_composer_in_every_state()
    {
        var customer = await world.NewCustomerAsync("Maria Aparecida dos Santos Figueiredo", "maria.figueiredo");
        await customer.WriteAsync("Olá, meu pedido 48771 chegou com a caixa aberta");
        await customer.DoAsync(new() { Type = "image" });
        await customer.DoAsync(new() { Type = "voice" });
        var chat = await world.OpenChatOfAsync(customer.Name);
        var ana = await OpenSignedInAsync("Ana", world.At($"/chats/{chat.Id}"), "ana@loja.exemplo");
        await Expect(ana.Thread.Locator(".player .time")).ToBeVisibleAsync();
        await LookAsync(ana, "waiting");

        await ana.TakeAsync();
        await Expect(ana.MessageBox).ToBeEditableAsync();
        await LookAsync(ana, "taken");

        await ana.SendAsync("Vou verificar");
        await ana.Said("Vou verificar").HoverAsync();
        await LookAsync(ana, "message with its actions");

        await ana.Tool("Emoji").ClickAsync();
        await LookAsync(ana, "emoji picker");
        await ana.Keyboard.PressAsync("Escape");

        await ana.Tool("Enviar outra coisa").ClickAsync();
        await LookAsync(ana, "more to send");
        await ana.Keyboard.PressAsync("Escape");

        await ana.Locator("input[type=file]").SetInputFilesAsync(Repository.FileOf("src", "Balcao.Demo", "Files", "box.jpg"));
        await Expect(ana.Thread.Locator(".tray li")).ToBeVisibleAsync();
        await LookAsync(ana, "attachment");

        await ana.Tool("Gravar áudio").ClickAsync();
        var recorder = ana.GetByRole(AriaRole.Group, new() { Name = "Gravação de áudio" });
        await Expect(recorder.GetByRole(AriaRole.Button, new() { Name = "Parar e ouvir" })).ToBeVisibleAsync();
        await LookAsync(ana, "recording");
        await recorder.GetByRole(AriaRole.Button, new() { Name = "Parar e ouvir" }).ClickAsync();
        await Expect(recorder.GetByRole(AriaRole.Button, new() { Name = "Tocar" })).ToBeVisibleAsync();
        await LookAsync(ana, "recorded");
        AssertNone();
    }

    [Theory, Finding("U4")]
    [InlineData("pt-BR")]
    [InlineData("en")]
    [InlineData("es")]
    public async Task An_administrator_s_pages_in_each_language(string language)
    {
        var chat = await world.OpenChatOfAsync("Júlia");
        var clara = await OpenSignedInAsync("Clara", world.At("/"), "clara@loja.exemplo");
        await clara.EvaluateAsync("language => localStorage.setItem('balcao.language', language)", language);
        await clara.ReloadAsync();
        await Expect(clara.Locator("[data-page-focus]").First).ToBeAttachedAsync();
        string[] paths = ["/settings/templates", $"/chats/{chat.Id}", "/settings/people", "/settings/chat/groups/new"];
        // Never two addresses of one page after each other: its heading would stay.
        if (language is "pt-BR") paths = [.. paths, "/chats", "/contacts", "/settings", $"/contacts/{chat.Contact.Id}", "/settings/chat/groups", "/settings/chat/whatsapp", "/settings/tokens", "/settings/chat/whatsapp?number=all", "/settings/chat/whatsapp/requests"];
        foreach (var path in paths)
        {
            await clara.EvaluateAsync("document.querySelectorAll('[data-page-focus]').forEach(heading => heading.dataset.before = '')");
            await clara.MoveToAsync(world.At(path));
            await Expect(clara.Locator("[data-page-focus]:not([data-before])").First).ToBeAttachedAsync();
            await Expect(clara.GetByRole(AriaRole.Status).And(clara.Locator("[aria-label]"))).ToHaveCountAsync(0); // nothing is loading
            await LookAsync(clara, $"{path} in {language}", language is "pt-BR" ? Widths : WidthsOfOtherLanguages);
        }
        AssertNone();
    }

    async Task LookAsync(IPage page, string state, int[]? widths = null)
    {
        var before = page.ViewportSize!;
        foreach (var width in widths ?? Widths)
        {
            await page.SetViewportSizeAsync(width, before.Height);
            foreach (var fault in await page.ControlsOffScreenAsync()) faults.Add($"{state}, {width} px: {fault}");
        }
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    void AssertNone() => Assert.True(faults.Count == 0, string.Join('\n', faults));
}
