using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Balcao.EndToEnd.Harness;

/// <summary>One person's browser profile during a journey, and the evidence for a failure.</summary>
sealed class PersonAtScreen(string name, Browser browser, IBrowserContext context) : IAsyncDisposable
{
    // Playwright raises its events on another thread.
    readonly ConcurrentQueue<string> console = [];
    readonly ConcurrentQueue<string> faults = [];
    readonly ConcurrentDictionary<string, bool> origins = [];
    bool isTraced;

    /// <summary>Errors of the page itself; an answer such as 409 is checked by the journey and is not a fault.</summary>
    public IEnumerable<string> Faults => faults;

    public IBrowserContext Profile => context;

    public static async Task<PersonAtScreen> SitDownAsync(string name, Browser browser) => new(name, browser, await browser.TakeProfileAsync());

    public async Task<IPage> OpenAsync(Uri? address)
    {
        context.WebError += OnError;
        context.Console += OnConsole;
        context.Request += OnRequest;
        // A DOM snapshot at each step; continuous screenshots would cost as much as the client itself.
        await context.Tracing.StartAsync(new() { Snapshots = true });
        isTraced = true;
        var page = await context.NewPageAsync();
        if (address is not null) await page.GotoAsync(address.ToString());
        return page;
    }

    public async Task SaveEvidenceAsync(DirectoryInfo folder)
    {
        string Evidence(string kind) => Path.Combine(folder.FullName, $"{name}.{kind}");

        await File.WriteAllLinesAsync(Evidence("console.txt"), console);
        await context.Tracing.StopAsync(new() { Path = Evidence("trace.zip") });
        isTraced = false;
        foreach (var page in context.Pages.Where(page => !page.IsClosed))
            await page.ScreenshotAsync(new() { Path = Evidence("png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        context.WebError -= OnError;
        context.Console -= OnConsole;
        context.Request -= OnRequest;
        if (isTraced) await context.Tracing.StopAsync();
        await browser.GiveBackAsync(context, [.. origins.Keys]);
    }

    void OnError(object? sender, IWebError thrown) => Fault(thrown.Error);

    void OnConsole(object? sender, IConsoleMessage message)
    {
        console.Enqueue($"{message.Type}: {message.Text}");
        if (message.Type == "error" && !IsNetworkReport(message)) Fault(message.Text);
    }

    void OnRequest(object? sender, IRequest request)
    {
        if (Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") origins[url.GetLeftPart(UriPartial.Authority)] = true;
    }

    void Fault(string text) => faults.Enqueue($"{name}: {text}");

    // Chromium reports every 4xx and 5xx answer and every refused connection on the console.
    static bool IsNetworkReport(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        || message.Text.StartsWith("WebSocket connection to", StringComparison.Ordinal);
}
