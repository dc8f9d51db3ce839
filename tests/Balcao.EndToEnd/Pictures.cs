using Balcao.EndToEnd.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>
/// Takes the README's pictures with the demo's data. Every run saves them in <c>TestResults/</c>;
/// <c>dev/pictures</c> saves them in <c>docs/images</c>.
/// </summary>
public sealed class Pictures(Browser browser, DemoWorld world) : Journey(browser)
{
    static string Folder => Environment.GetEnvironmentVariable("BALCAO_PICTURES") is { Length: > 0 } named
        ? named : Path.Combine(TestResults.Folder, "pictures");

    [Fact]
    public async Task The_chats_panel_with_a_conversation_of_every_kind()
    {
        var chat = await world.OpenChatOfAsync("Júlia");
        var ana = await OpenSignedInAsync("Ana", world.At($"/chats/{chat.Id}"), "ana@loja.exemplo");
        await ana.SetViewportSizeAsync(1280, 960);

        await Expect(ana.Row("Theo")).ToBeVisibleAsync();
        await Expect(ana.Said("Amanhã de manhã, perfeito!")).ToBeInViewportAsync();
        var picture = ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Abrir imagem" }).Last.GetByRole(AriaRole.Img);
        await Expect(picture).ToBeInViewportAsync();
        await Expect(picture).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await TakeAsync(ana, "chats.png");
    }

    [Fact]
    public async Task The_customers_phones_side_by_side()
    {
        var page = await OpenAsync("Customers", world.Phones);
        await page.SetViewportSizeAsync(1280, 800);

        await Expect(page.PhoneOf("Marcos").Messages.Last).ToBeInViewportAsync();
        await Expect(page.PhoneOf("Marcos").Messages.GetByRole(AriaRole.Img, new() { Name = "Foto" }).Last).ToHaveJSPropertyAsync("naturalWidth", 675);
        await TakeAsync(page, "phones.png");
    }

    static async Task TakeAsync(IPage page, string name)
    {
        await page.EvaluateAsync("document.fonts.ready");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name), Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
    }
}
