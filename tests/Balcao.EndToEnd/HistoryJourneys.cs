using System.Globalization;
using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>An agent reads back in a long conversation.</summary>
public sealed partial class HistoryJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    /// <summary>More than two pages of 50.</summary>
    const int Messages = 120;

    [Fact, Finding("U7")]
    public async Task What_is_read_stays_in_its_place_while_older_and_newer_messages_come()
    {
        var ivo = await world.NewCustomerAsync("Ivo Prates", "ivo.prates");
        for (var i = 1; i <= Messages; i++) await ivo.WriteAsync(Text(i));
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        // The answer with older messages comes when the journey says so: the slowest connection there is.
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await ana.RouteAsync(OlderMessages(), async route =>
        {
            asked.TrySetResult();
            await answer.Task;
            await route.ContinueAsync();
        });
        await ana.Row(ivo.Name).ClickAsync();
        await Expect(ana.Said(Text(Messages))).ToBeVisibleAsync();
        var scroller = ana.Thread.GetByRole(AriaRole.Region, new() { NameRegex = new("^Mensagens") });

        await ToTopAsync();
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        await Expect(ana.Thread.Locator(".older")).ToHaveCountAsync(1);
        await ToTopAsync(); // the very top: no message is above what says that older ones are loaded
        var oldest = await OldestAsync();
        var first = Text(oldest);
        var place = await PlaceOfAsync(first);
        answer.SetResult();
        await Expect(ana.Said(Text(oldest - 40))).ToHaveCountAsync(1);
        Assert.Equal(place, await PlaceOfAsync(first), tolerance: 1);

        await ivo.WriteAsync(Text(Messages + 1));
        await Expect(ana.Said(Text(Messages + 1))).ToHaveCountAsync(1);
        Assert.Equal(place, await PlaceOfAsync(first), tolerance: 1);

        // At the bottom new messages come into sight by themselves.
        await ana.Thread.Locator(".down").ClickAsync();
        await Expect(ana.Said(Text(Messages + 1))).ToBeInViewportAsync();
        await ivo.WriteAsync(Text(Messages + 2));
        await Expect(ana.Said(Text(Messages + 2))).ToBeInViewportAsync();

        Task ToTopAsync() => scroller.EvaluateAsync("scroller => { scroller.scrollTop = -scroller.scrollHeight; }");

        // Of the messages that are loaded; the group's automatic texts are among them.
        async Task<int> OldestAsync() => (await ana.Thread.Locator("[data-message]").AllInnerTextsAsync())
            .Select(text => Numbered().Match(text)).Where(found => found.Success).Min(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture));

        // After two frames: what the browser and the page do about a changed height is done by then.
        async Task<double> PlaceOfAsync(string text)
        {
            await ana.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            return (await ana.Said(text).BoundingBoxAsync())!.Y;
        }
    }

    [GeneratedRegex(@"Recado (\d+)")]
    private static partial Regex Numbered();

    static string Text(int number) => $"Recado {number:000}";

    [GeneratedRegex(@"/api/conversations/[^/]+/messages\?.*cursor=")]
    private static partial Regex OlderMessages();
}
