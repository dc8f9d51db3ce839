using Balcao.EndToEnd.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>An administrator sets when a number is staffed.</summary>
public sealed class HoursJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    /// <summary>The number of Outra Empresa, which has the same id in every demo.</summary>
    internal const string Path = "/settings/chat/whatsapp/0190de00-0000-7000-8000-000000000023/hours";

    [Fact]
    public async Task An_interval_drawn_with_the_mouse_and_corrected_by_typing_is_saved()
    {
        var renata = await OpenSignedInAsync("Renata", world.At(Path), "renata@outra.exemplo");
        var sunday = renata.Locator(".column[data-day=Sunday]");
        await sunday.ScrollIntoViewIfNeededAsync();
        var box = (await sunday.BoundingBoxAsync())!;
        var (x, top) = (box.X + box.Width / 2, box.Y + 205); // three minutes a pixel

        await renata.Mouse.MoveAsync(x, top);
        await renata.Mouse.DownAsync();
        await renata.Mouse.MoveAsync(x, top + 100, new() { Steps = 5 });
        await renata.Mouse.UpAsync();
        await Expect(renata.GetByRole(AriaRole.Button, new() { Name = "domingo, 10:00 às 15:30", Exact = true })).ToBeVisibleAsync();

        await renata.GetByLabel("domingo, fim do intervalo 1").FillAsync("16:00");
        await renata.GetByLabel("domingo, fim do intervalo 1").BlurAsync();
        await renata.GetByRole(AriaRole.Button, new() { Name = "Salvar horário" }).ClickAsync();
        await Expect(renata.GetByText("Horário salvo.")).ToBeVisibleAsync();

        await renata.ReloadAsync();
        await Expect(renata.GetByRole(AriaRole.Button, new() { Name = "domingo, 10:00 às 16:00", Exact = true })).ToBeVisibleAsync();
    }
}
