using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Balcao.Bench;

/// <summary>
/// Measures how long a restart takes for users: from the start of the process until the first signed webhook is
/// accepted, and until people can work again. The browser is already running, as an agent's is.
/// </summary>
internal static class Start
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (engine, times) = (arguments.Text("engine", "sqlite"), arguments.Number("times", 3));
        var program = arguments.Text("program", ServerProcess.Built);
        await using var screens = await Screens.StartAsync();
        var (first, webhook, signInPage, signedIn, opened, again) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await using var world = await World.CreateAsync(engine, "start");
        var traffic = new Traffic(world, "spread", 1);
        for (var i = 0; i < times; i++)
        {
            await using (var empty = await World.EmptyAsync(engine, $"empty{i}"))
            {
                var installed = Stopwatch.GetTimestamp();
                await using var server = ServerProcess.Begin(empty, program);
                await AcceptedAsync(server, traffic.Said(0, "Oi"));
                first.Add(Since(installed));
            }

            await using var profile = await screens.NewProfileAsync();
            var page = await profile.NewPageAsync();
            var start = Stopwatch.GetTimestamp();
            await using var restarted = ServerProcess.Begin(world, program);
            await AcceptedAsync(restarted, traffic.Said(0, "Bom dia"));
            webhook.Add(Since(start));
            await page.GotoAsync(new Uri(restarted.Url, "sign-in").ToString());
            await Screens.SignInPageAsync(page);
            signInPage.Add(Since(start));

            await page.GetByLabel("E-mail").FillAsync(World.AdministratorsEmail);
            await page.GetByLabel("Senha", new() { Exact = true }).FillAsync(World.AdministratorsPassword);
            var enters = Stopwatch.GetTimestamp();
            await page.GetByRole(AriaRole.Button, new() { Name = "Entrar", Exact = true }).ClickAsync();
            await Screens.ChatsAsync(page);
            signedIn.Add(Since(enters));

            await using var newcomer = await screens.NewProfileAsync();
            await Screens.SignInAsync(newcomer, restarted.Url);
            opened.Add(await OpenAsync(newcomer, restarted.Url));
            again.Add(await OpenAsync(newcomer, restarted.Url));
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "start", engine, program = program == ServerProcess.Built ? "build" : "published", times,
            webhookOnEmptyDatabaseMs = Figure(first), webhookMs = Figure(webhook), signInPageMs = Figure(signInPage),
            chatsAfterSigningInMs = Figure(signedIn), chatsOpenedAnewMs = Figure(opened), chatsOpenedAgainMs = Figure(again),
            durability = await RawWrite.DurabilityAsync(world), commit = Repository.Commit,
        }, JsonSerializerOptions.Web));
        return 0;
    }

    private static async Task<double> OpenAsync(IBrowserContext profile, Uri server)
    {
        var page = await profile.NewPageAsync();
        var start = Stopwatch.GetTimestamp();
        await page.GotoAsync(new Uri(server, "chats").ToString());
        await Screens.ChatsAsync(page);
        var took = Since(start);
        await page.CloseAsync();
        return took;
    }

    /// <summary>Posts until the server accepts. WhatsApp repeats unanswered webhooks too, but less often.</summary>
    private static async Task AcceptedAsync(ServerProcess server, byte[] post)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            server.ThrowIfEnded();
            try
            {
                if (await Load.PostAsync(server.Url, [post], 1) is { Acknowledged: 1 }) return;
            }
            catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException) { /* it does not listen yet */ }
            await Task.Delay(5, limit.Token);
        }
    }

    private static double Since(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static object Figure(List<double> took)
    {
        took.Sort();
        return new { count = took.Count, p50 = At(0.5), p95 = At(0.95), p99 = At(0.99) };

        double At(double share) => Math.Round(Rank.At(took, share)!.Value);
    }
}
