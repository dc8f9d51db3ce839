using System.Collections.Concurrent;
using Balcao.EndToEnd.Harness;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Balcao.EndToEnd.Harness;

/// <summary>
/// The only Chromium of a test run. Every person in a journey has their own profile. A profile is cleared and reused, so
/// that the client's files stay in its cache, as in a user's browser.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    const string DebianChromium = "/usr/bin/chromium";

    readonly ConcurrentBag<IBrowserContext> idle = [];
    IPlaywright? playwright;
    IBrowser? chromium;

    /// <summary>
    /// In milliseconds. On a busy machine the client starts slowly; a wait ends as soon as its condition is met.
    /// </summary>
    const float Patience = 90_000;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            // The system's browser: tests never download one.
            ExecutablePath = Environment.GetEnvironmentVariable("BALCAO_CHROMIUM") ?? DebianChromium,
            Args =
            [
                "--no-sandbox", // CI runs as root, where Chromium's sandbox does not start.
                // Neither a graphics card nor its emulation in software: 2D pages need neither.
                "--disable-gpu",
                "--disable-software-rasterizer",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                // A simulated microphone that beeps, allowed without a prompt.
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        });
    }

    /// <summary>
    /// A profile without cookies and storage, with the time zone of São Paulo. Return it with <see cref="GiveBackAsync"/>.
    /// </summary>
    public async Task<IBrowserContext> TakeProfileAsync()
    {
        if (idle.TryTake(out var known)) return known;
        var context = await Chromium.NewContextAsync(new()
        {
            Locale = "pt-BR",
            TimezoneId = "America/Sao_Paulo",
            ViewportSize = new() { Width = 1366, Height = 768 },
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>Clears the profile for the next person.</summary>
    /// <param name="origins">The origins of the pages that were open in it.</param>
    public async Task GiveBackAsync(IBrowserContext context, IReadOnlyCollection<string> origins)
    {
        await EmptyAsync(context, origins);
        idle.Add(context);
    }

    /// <summary>Closes the profile's pages and deletes everything they stored, except cached files.</summary>
    public static async Task EmptyAsync(IBrowserContext context, IReadOnlyCollection<string> origins)
    {
        foreach (var page in context.Pages.ToList()) await page.CloseAsync();
        await context.ClearCookiesAsync();
        if (origins.Count > 0)
        {
            var blank = await context.NewPageAsync();
            var session = await context.NewCDPSessionAsync(blank);
            foreach (var origin in origins)
                await session.SendAsync("Storage.clearDataForOrigin", new Dictionary<string, object> { ["origin"] = origin, ["storageTypes"] = Stored });
            await blank.CloseAsync();
        }
    }

    /// <summary>Everything that Chromium stores for an origin, except cached files.</summary>
    const string Stored = "cookies,file_systems,indexeddb,local_storage,websql,service_workers,cache_storage,interest_groups,shared_storage,storage_buckets";

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
    }

    IBrowser Chromium => chromium ?? throw new InvalidOperationException("The browser has not been started.");
}
