using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;

namespace Balcao.Bench;

/// <summary>
/// Measures how long a message takes from its webhook to an agent's screen, while other messages arrive at a fixed
/// rate. Marked messages go to the conversation that is open in a browser, where a MutationObserver records when their
/// text appears in the document.
/// </summary>
internal static class Screen
{
    private const int Customer = 0, MarksPerSecond = 5, WarmUpSeconds = 15;

    /// <summary>Marked messages that have not appeared by then count as missed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string Observe = """
        () => {
            window.marks = {};
            new MutationObserver(changes => {
                const at = performance.timeOrigin + performance.now();
                for (const change of changes) for (const node of change.addedNodes) {
                    const around = node.nodeType === 1 ? node : node.parentElement;
                    if (!around?.closest('[data-message]') && !around?.querySelector('[data-message]')) continue;
                    for (const [, mark] of around.textContent.matchAll(/marca(\d{6})/g)) window.marks[mark] ??= at;
                }
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
        }
        """;

    /// <summary>Records when the browser received a mark, before the page processed it.</summary>
    private const string Listen = """
        window.arrived = {};
        window.WebSocket = class extends WebSocket {
            constructor(...given) {
                super(...given);
                this.addEventListener('message', ({ data }) => {
                    const at = performance.timeOrigin + performance.now();
                    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
                    for (const [, mark] of text.matchAll(/marca(\d{6})/g)) window.arrived[mark] ??= at;
                });
            }
        };
        """;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var engine = arguments.Text("engine", "sqlite");
        var (rate, seconds) = (arguments.Number("rate", 1_000), arguments.Number("seconds", 60));
        var warmSeconds = arguments.Number("warm", 20);
        await using var world = await World.CreateAsync(engine, "screen");
        var traffic = new Traffic(world, "spread", 1);
        var background = traffic.Measured((rate - MarksPerSecond) * (seconds + WarmUpSeconds));
        await using var server = await ServerProcess.StartAsync(world, arguments.Text("program", ServerProcess.Built));
        await Load.PostAsync(server.Url, traffic.FirstWords, 32);
        // The JIT must have compiled the code before the measurement.
        await Load.PostAsync(server.Url, traffic.WarmUp(warmSeconds * 10_000), 64, TimeSpan.FromSeconds(warmSeconds));
        await world.SettleAsync();
        await Load.PostAsync(server.Url, [traffic.Said(Customer, "Bom dia")], 1); // makes this conversation the newest

        await using var screens = await Screens.StartAsync();
        await using var profile = await screens.NewProfileAsync();
        await Screens.SignInAsync(profile, server.Url);
        var page = await profile.NewPageAsync();
        await page.AddInitScriptAsync(Listen);
        await page.GotoAsync(new Uri(server.Url, $"chats/{await ChatAsync(server.Url)}").ToString());
        await Screens.ChatsAsync(page);
        await page.Locator("[data-message]").Last.WaitForAsync();
        await page.EvaluateAsync(Observe);

        var load = Load.PostAsync(server.Url, background, 64, null, rate - MarksPerSecond);
        var warm = await SendAsync(server.Url, traffic, 0, WarmUpSeconds * MarksPerSecond);
        var sent = await SendAsync(server.Url, traffic, warm.Count, seconds * MarksPerSecond);
        var loaded = await load;
        var warmed = WarmUpSeconds * (rate - MarksPerSecond);
        var seen = await SeenAsync(page, sent);
        var took = Since(sent, seen);
        var arrived = Since(sent, await MarksAsync(page, "arrived"));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "screen", engine, rate, seconds, count = sent.Count, missed = sent.Count - took.Count,
            p50Ms = At(took, 0.5), p95Ms = At(took, 0.95), p99Ms = At(took, 0.99), longestMs = At(took, 1), arrivedP50Ms = At(arrived, 0.5), arrivedP99Ms = At(arrived, 0.99),
            takenInPerSecond = Math.Round(loaded.Acknowledged / loaded.Took.TotalSeconds), ackP50Ms = Math.Round(loaded.MillisecondsAt(0.5, warmed), 2), ackP99Ms = Math.Round(loaded.MillisecondsAt(0.99, warmed), 2),
            memoryMb = Math.Round(server.PeakMemory / 1_048_576.0), durability = await RawWrite.DurabilityAsync(world), commit = Repository.Commit,
        }, JsonSerializerOptions.Web));
        return took.Count == sent.Count && loaded.Refused == 0 ? 0 : 1;

        static double? At(IReadOnlyList<double> took, double share) => Rank.At(took, share) is { } value ? Math.Round(value, 1) : null;
    }

    /// <returns>How long each found mark took, in ascending order.</returns>
    private static List<double> Since(Dictionary<string, double> sent, Dictionary<string, double> found) =>
        [.. sent.Where(mark => found.ContainsKey(mark.Key)).Select(mark => found[mark.Key] - mark.Value).Order()];

    private static async Task<Dictionary<string, double>> MarksAsync(IPage page, string kind) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(await page.EvaluateAsync<string>($"() => JSON.stringify(window.{kind})"))!;

    /// <returns>When each mark was posted, in Unix milliseconds of the system's clock, which the browser uses as
    /// well.</returns>
    private static async Task<Dictionary<string, double>> SendAsync(Uri server, Traffic traffic, int from, int count)
    {
        var sent = new Dictionary<string, double>();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / MarksPerSecond));
        for (var i = from; i < from + count; i++)
        {
            await tick.WaitForNextTickAsync();
            var mark = i.ToString("000000", CultureInfo.InvariantCulture);
            var post = traffic.Said(Customer, $"marca{mark}");
            sent[mark] = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            await Load.PostAsync(server, [post], 1);
        }
        return sent;
    }

    private static async Task<Dictionary<string, double>> SeenAsync(IPage page, Dictionary<string, double> sent)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var seen = await MarksAsync(page, "marks");
            if (limit.IsCancellationRequested || sent.Keys.All(seen.ContainsKey)) return seen;
            await tick.WaitForNextTickAsync();
        }
    }

    /// <summary>The chat of the customer who wrote last. All chats are waiting, this one for the shortest time.</summary>
    private static async Task<string> ChatAsync(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{World.AdministratorsToken}-0");
        string? cursor = null;
        do
        {
            using var page = JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/chats?limit=100{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", UriKind.Relative)));
            foreach (var chat in page.RootElement.GetProperty("items").EnumerateArray())
                if (chat.GetProperty("contact").GetProperty("phone").GetString() is { } phone && phone.TrimStart('+') == Traffic.Phone(Customer)) return chat.GetProperty("id").GetString()!;
            cursor = page.RootElement.GetProperty("next").GetString();
        }
        while (cursor is not null);
        throw new InvalidOperationException("The customer's chat is not in the list.");
    }
}
