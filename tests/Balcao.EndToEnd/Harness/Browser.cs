using Balcao.EndToEnd.Harness;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Balcao.EndToEnd.Harness;

/// <summary>The one Chromium of a test run; every person in a journey gets a context of their own in it.</summary>
public sealed class Browser : IAsyncLifetime
{
    const string DebianChromium = "/usr/bin/chromium";

    IPlaywright? playwright;
    IBrowser? chromium;

    /// <summary>In milliseconds. On a busy machine the client starts slowly; what has come is not waited for any longer.</summary>
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
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                // A microphone that beeps, allowed without asking.
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        });
    }

    /// <summary>A fresh profile (no cookies, no storage) of someone in São Paulo.</summary>
    public async Task<IBrowserContext> NewContextAsync()
    {
        var context = await Chromium.NewContextAsync(new()
        {
            Locale = "pt-BR",
            TimezoneId = "America/Sao_Paulo",
            ViewportSize = new() { Width = 1366, Height = 768 },
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
    }

    IBrowser Chromium => chromium ?? throw new InvalidOperationException("The browser has not been started.");
}
