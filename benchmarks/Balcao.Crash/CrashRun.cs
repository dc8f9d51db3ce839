using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace Balcao.Crash;

/// <summary>Customers write and agents answer while the server is killed repeatedly; then all messages are checked.</summary>
public static class CrashRun
{
    private const int FewestInFlight = 100;

    public static async Task<CrashResult> RunAsync(CrashOptions options, Action<string> tell, CancellationToken ct)
    {
        var (began, random) = (Stopwatch.GetTimestamp(), new Random(options.Seed));
        await using var world = await World.StartAsync(options);
        await GroupTexts.SetAsync(world, Enumerable.Range(0, options.Writers).Select(Cast.Writer));
        var writings = Enumerable.Range(0, options.Writers).Select(i => new Writing(world, Cast.Writer(i), random.Next())).ToList();
        var answerings = Enumerable.Range(0, options.Answered)
            .Select(i => new Answering(world, new Writing(world, Cast.Answered(i), random.Next()), random.Next())).ToList();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        List<Task> busy = [];
        var chats = await Task.WhenAll(answerings.Select(answering => answering.OpenAsync()));
        busy.AddRange(answerings.Zip(chats).Select(of => Task.Run(() => of.First.RunAsync(of.Second, stop.Token), ct)));
        // Of the others' chats only the first text is caused, and that before most kills.
        var servings = writings.Where(w => !w.Customer.Number.IsClosed).Take(options.Writers / 8).Select(w => new Serving(world, w, random.Next())).ToList();
        busy.AddRange(servings.Select(serving => Task.Run(() => serving.RunAsync(stop.Token), ct)));
        busy.AddRange(writings.Select(writing => Task.Run(() => writing.RunAsync(stop.Token), ct)));

        List<int> inFlight = [];
        while (inFlight.Count < options.Kills && Stopwatch.GetElapsedTime(began) < options.Longest)
        {
            if (options.WithFaults) await SetFaultsAsync(world, random.Next(3), random.Next(2), ct);
            await Task.Delay(options.ShortestLife + ((options.LongestLife - options.ShortestLife) * random.NextDouble()), ct);
            while (world.InFlight < Math.Min(FewestInFlight, options.Writers) || !servings.Exists(s => s.Served > 0))
            {
                // Without this check, a customer or agent that has failed would make this loop endless.
                if (busy.Find(one => one.IsFaulted) is { } failed) await failed;
                await Task.Delay(1, ct);
            }
            inFlight.Add(world.InFlight);
            // With several nodes, usually one is killed, and sometimes all.
            var killed = await world.KillAsync(options.Nodes > 1 && random.Next(4) > 0 ? random.Next(options.Nodes) : null);
            // What is in flight is repeated until it is answered. New messages would prove nothing more, and all are read below.
            if (inFlight.Count == options.Kills) await stop.CancelAsync();
            await world.StartAsync(killed);
            if (inFlight.Count % 5 == 0) tell(string.Create(CultureInfo.InvariantCulture, $"{inFlight.Count} kills, {writings.Sum(w => w.Wamids.Count)} messages in, {answerings.Sum(a => a.Said.Count)} out"));
        }
        if (options.WithFaults) await SetFaultsAsync(world, 0, 0, ct);
        await stop.CancelAsync();
        await Task.WhenAll(busy);
        tell("Quiet. Reading everything.");

        var inbound = new Ledger();
        await InboundCheck.RunAsync(world, writings, inbound, ct);
        var outbound = new Ledger();
        var unknown = await OutboundCheck.RunAsync(world, answerings, options.WaitsForUnknown, outbound, ct);
        var texts = new Ledger();
        var (said, unknownTexts) = await TextCheck.RunAsync(world, [.. writings, .. answerings.Select(a => a.Writing)], options.WaitsForUnknown, texts, ct);
        inFlight.Sort();
        return new CrashResult
        {
            Engine = options.IsPostgres ? "postgres" : "sqlite", Seed = options.Seed, Nodes = options.Nodes, Kills = inFlight.Count,
            InFlightAtKillMin = inFlight.FirstOrDefault(), InFlightAtKillMedian = inFlight.ElementAtOrDefault(inFlight.Count / 2),
            Inbound = inbound.Of(writings.Sum(w => w.Wamids.Count)), Outbound = outbound.Of(answerings.Sum(a => a.Said.Count)),
            Texts = texts.Of(said), Served = servings.Sum(s => s.Served), Unknown = unknown + unknownTexts, Seconds = (int)Stopwatch.GetElapsedTime(began).TotalSeconds, Wrong = [.. inbound.Words, .. outbound.Words, .. texts.Words],
        };
    }

    private static async Task SetFaultsAsync(World world, int timeouts, int serverErrors, CancellationToken ct)
    {
        using var answer = await world.Phones.PutAsJsonAsync("simulator/faults", new Dictionary<string, int> { ["timeoutsAfterAcceptance"] = timeouts, ["serverErrors"] = serverErrors }, ct);
        answer.EnsureSuccessStatusCode();
    }
}
