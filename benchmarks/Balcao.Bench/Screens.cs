using System.Text.Json;
using Microsoft.Playwright;

namespace Balcao.Bench;

/// <summary>The system's Chromium, used as the administrator of the first tenant.</summary>
internal sealed class Screens : IAsyncDisposable
{
    private const string DebianChromium = "/usr/bin/chromium";

    private const float PatienceMilliseconds = 90_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _chromium;

    private Screens(IPlaywright playwright, IBrowser chromium) => (_playwright, _chromium) = (playwright, chromium);

    public static async Task<Screens> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new Screens(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("BALCAO_CHROMIUM") ?? DebianChromium,
            // Chromium's own sandbox does not start for root.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        }));
    }

    /// <summary>A new profile with an empty cache.</summary>
    public async Task<IBrowserContext> NewProfileAsync()
    {
        var profile = await _chromium.NewContextAsync(new() { Locale = "pt-BR", TimezoneId = "America/Sao_Paulo", ViewportSize = new() { Width = 1366, Height = 768 } });
        profile.SetDefaultTimeout(PatienceMilliseconds);
        return profile;
    }

    public static async Task SignInAsync(IBrowserContext profile, Uri server)
    {
        var origin = server.GetLeftPart(UriPartial.Authority);
        var answer = await profile.APIRequest.PostAsync($"{origin}/api/session", new()
        {
            DataString = JsonSerializer.Serialize(new { email = World.AdministratorsEmail, password = World.AdministratorsPassword, staySignedIn = true }),
            Headers = [new("Origin", origin), new("Content-Type", "application/json")],
        });
        if (!answer.Ok) throw new InvalidOperationException($"The administrator cannot sign in: {answer.Status}.");
    }

    /// <summary>Returns once the list of chats is shown.</summary>
    public static Task ChatsAsync(IPage page) => page.GetByRole(AriaRole.Navigation, new() { Name = "Atendimentos" }).GetByRole(AriaRole.Link).First.WaitForAsync();

    /// <summary>Returns once the sign-in form is shown.</summary>
    public static Task SignInPageAsync(IPage page) => page.GetByLabel("Senha", new() { Exact = true }).WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }
}
