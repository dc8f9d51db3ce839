using System.Net.Mime;
using Balcao.EndToEnd.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Balcao.EndToEnd;

/// <summary>Tests of the harness itself, on a minimal page.</summary>
public sealed class HarnessTests(Browser browser) : Journey(browser)
{
    readonly Browser browser = browser;

    const string Greeting = """
        <p id="greeting"></p>
        <script>
          greeting.textContent = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' })
            .format(new Date('2026-03-01T02:30:00Z'));
        </script>
        """;

    [Fact]
    public async Task The_browser_uses_Portuguese_and_the_time_zone_of_Sao_Paulo()
    {
        await using var site = await Site.ServeAsync(Greeting);
        var page = await OpenAsync("Ana", site.Address);

        await Assertions.Expect(page.Locator("#greeting")).ToHaveTextAsync("28 de fevereiro de 2026 às 23:30");
    }

    [Fact]
    public async Task Two_people_do_not_share_a_sign_in()
    {
        await using var site = await Site.ServeAsync(Greeting);
        var ana = await OpenAsync("Ana", site.Address);
        var bruno = await OpenAsync("Bruno", site.Address);

        await ana.EvaluateAsync("document.cookie = 'session=ana'");

        Assert.Equal("session=ana", await ana.EvaluateAsync<string>("document.cookie"));
        Assert.Equal("", await bruno.EvaluateAsync<string>("document.cookie"));
    }

    [Fact]
    public async Task A_reused_profile_has_no_data_of_the_person_before_but_still_has_the_cached_files()
    {
        await using var site = await Site.ServeAsync("<script src='/script.js'></script>");
        var profile = await browser.TakeProfileAsync();
        for (var person = 1; person <= 2; person++)
        {
            var page = await profile.NewPageAsync();
            await page.GotoAsync(site.Address.ToString());

            Assert.Equal("loaded", await page.EvaluateAsync<string>("kept"));
            Assert.Equal(["", "null", "null", "0"], await page.EvaluateAsync<string[]>("""
                indexedDB.databases().then(all => [document.cookie, localStorage.getItem('draft'), sessionStorage.getItem('draft'), all.length].map(String))
                """));
            await page.EvaluateAsync("""
                document.cookie = 'session=ana'; localStorage.setItem('draft', 'Oi'); sessionStorage.setItem('draft', 'Oi');
                new Promise(done => indexedDB.open('outbox').onsuccess = done)
                """);
            await Browser.EmptyAsync(profile, [site.Address.GetLeftPart(UriPartial.Authority)]);
        }

        Assert.Equal(1, site.ScriptsServed);
        await profile.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_saves_a_screenshot_a_trace_and_the_console()
    {
        await using var site = await Site.ServeAsync(Greeting + "<script>console.log('before the failure')</script>");
        await OpenAsync("Ana", site.Address);
        var folder = Directory.CreateTempSubdirectory("balcao-evidence-");
        try
        {
            await SaveEvidenceAsync(folder);

            Assert.All(["Ana.png", "Ana.trace.zip"], file => Assert.True(new FileInfo(Path.Combine(folder.FullName, file)).Length > 1000, file));
            Assert.Contains("before the failure", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "Ana.console.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_image_without_a_text_fails_the_accessibility_check()
    {
        await using var site = await Site.ServeAsync("""<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" class="logo">""");
        var page = await OpenAsync("Ana", site.Address);

        var fault = Assert.Single(await page.AccessibilityFaultsAsync([]));
        Assert.StartsWith("image-alt", fault, StringComparison.Ordinal);
        await page.AssertAccessibleAsync([new("image-alt", "class=\"logo\"", "planted")]);
        await Assert.ThrowsAnyAsync<Exception>(() => page.AssertAccessibleAsync([new("image-alt", "class=\"other\"", "planted")]));
    }

    [Theory]
    [InlineData("<script>setTimeout(() => { throw new Error('broken') })</script>")]
    [InlineData("<script>console.error('broken')</script>")]
    public async Task An_error_on_the_page_is_recorded_as_a_fault(string body)
    {
        await using var site = await Site.ServeAsync(body);
        await using var ana = await PersonAtScreen.SitDownAsync("Ana", browser);
        var page = await ana.OpenAsync(site.Address);

        // Completes after all errors that the page has thrown so far.
        await page.EvaluateAsync("new Promise(done => setTimeout(done))");

        Assert.Contains("broken", Assert.Single(ana.Faults), StringComparison.Ordinal);
    }

    sealed class Site(WebApplication app) : IAsyncDisposable
    {
        int scripts;

        public Uri Address => new(app.Urls.Single());

        public int ScriptsServed => scripts;

        public static async Task<Site> ServeAsync(string body)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.MapGet("/", () => Results.Text(
                $"<!DOCTYPE html><html lang=\"pt-BR\"><head><title>Balcao</title><link rel=\"icon\" href=\"data:,\"></head><body><main>{body}</main></body></html>",
                MediaTypeNames.Text.Html, System.Text.Encoding.UTF8));
            var site = new Site(app);
            app.MapGet("/script.js", (HttpResponse answer) =>
            {
                Interlocked.Increment(ref site.scripts);
                answer.Headers.CacheControl = "max-age=3600, immutable";
                return Results.Text("const kept = 'loaded'", "text/javascript");
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return site;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
