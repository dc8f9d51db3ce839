using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>One person's browser profile during a journey, with what it takes to explain a failure afterwards.</summary>
sealed class PersonAtScreen(string name, IBrowserContext context) : IAsyncDisposable
{
    // Playwright's events come in on a thread of their own.
    readonly ConcurrentQueue<string> console = [];
    readonly ConcurrentQueue<string> faults = [];

    /// <summary>What the page itself got wrong; an answer like 409 is the journey's business, not a fault.</summary>
    public IEnumerable<string> Faults => faults;

    public async Task<IPage> OpenAsync(Uri? address)
    {
        context.WebError += (_, thrown) => Fault(thrown.Error);
        context.Console += (_, message) =>
        {
            console.Enqueue($"{message.Type}: {message.Text}");
            if (message.Type == "error" && !IsNetworkReport(message)) Fault(message.Text);
        };
        await context.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        var page = await context.NewPageAsync();
        if (address is not null) await page.GotoAsync(address.ToString());
        return page;
    }

    public async Task SaveEvidenceAsync(DirectoryInfo folder)
    {
        string Evidence(string kind) => Path.Combine(folder.FullName, $"{name}.{kind}");

        await File.WriteAllLinesAsync(Evidence("console.txt"), console);
        await context.Tracing.StopAsync(new() { Path = Evidence("trace.zip") });
        foreach (var page in context.Pages.Where(page => !page.IsClosed))
            await page.ScreenshotAsync(new() { Path = Evidence("png"), FullPage = true });
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    void Fault(string text) => faults.Enqueue($"{name}: {text}");

    // Chromium itself reports every 4xx and 5xx, and every connection that a server did not take, on the console.
    static bool IsNetworkReport(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        || message.Text.StartsWith("WebSocket connection to", StringComparison.Ordinal);
}
