using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Balcao.Bench;

/// <summary>
/// Measures how many messages a second are ingested, durably and with all their effects, and compares this with what
/// the database alone can write.
/// </summary>
internal static class Ingest
{
    private const int WarmSecondsUnlessTold = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int MostMessages = 200_000, MostRaw = 60_000;

    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (engine, shape) = (arguments.Text("engine", "sqlite"), arguments.Text("shape", "spread"));
        var (seconds, rate, postsOf) = (arguments.Number("seconds", 10), arguments.Number("rate", 0), arguments.Number("posts-of", 1));
        var warmSeconds = arguments.Number("warm", WarmSecondsUnlessTold);
        var saying = Enum.Parse<Saying>(arguments.Text("says", "nothing"), ignoreCase: true);
        var connections = arguments.Number("connections", rate > 0 ? 64 : postsOf > 1 ? 16 : 512);

        await using var world = await World.CreateAsync(engine, "run", saying);
        var traffic = new Traffic(world, shape, postsOf);
        var (first, posts) = (traffic.Count, traffic.Measured(Math.Min(MostMessages, rate > 0 ? rate * seconds : 20_000 * seconds)));
        LoadResult load;
        TimeSpan? said = null;
        IReadOnlyList<double> textTimes = [];
        double memory;
        int before;
        TimeSpan serverCpu, postgresCpu;
        DateTimeOffset began;
        await using (var server = await ServerProcess.StartAsync(world, arguments.Text("program", ServerProcess.Built)))
        {
            Console.Error.WriteLine($"server {server.Id} started after {server.StartedAfter.TotalSeconds:0.0} s");
            // The first seconds are slower, because the JIT has not compiled the code yet.
            var warm = await Load.PostAsync(server.Url, traffic.FirstWords, connections);
            var more = await Load.PostAsync(server.Url, traffic.WarmUp(warmSeconds * 10_000), connections, TimeSpan.FromSeconds(warmSeconds));
            if (saying is not Saying.Nothing) await SaidAsync(world);
            await world.SettleAsync();
            before = (warm.Acknowledged + more.Acknowledged) * postsOf;
            if (shape is "replay") await Load.PostAsync(server.Url, posts, connections);
            var (serverBefore, postgresBefore) = (CpuTime.Of(server.Id), CpuTime.OfPostgres());
            began = TimeProvider.System.GetUtcNow();
            // At full load it would slow down what it measures.
            await using var watch = saying is not Saying.Nothing && rate > 0 && postsOf == 1 ? new TextWatch(world) : null;
            load = await Load.PostAsync(server.Url, posts, connections, TimeSpan.FromSeconds(seconds), rate > 0 ? (double)rate / postsOf : null);
            if (saying is not Saying.Nothing)
            {
                await SaidAsync(world);
                said = Stopwatch.GetElapsedTime(load.Began);
            }
            if (watch is not null) textTimes = await watch.StopAsync(world, first, load, rate);
            (serverCpu, postgresCpu) = (CpuTime.Of(server.Id) - serverBefore, CpuTime.OfPostgres() - postgresBefore);
            memory = server.PeakMemory / 1_048_576.0;
        }

        var wrong = load.Refused > 0 ? [$"{load.Refused} posts were refused"] : await WrongAsync(world, before + (shape is "replay" ? posts.Count * postsOf : load.Acknowledged * postsOf), traffic, saying);
        var raw = rate == 0 && arguments.Text("raw", "yes") is "yes" ? await RawWrite.RunAsync(world, world.IsPostgres ? 2 : 1, MostRaw) : null;
        var perSecond = load.Acknowledged * postsOf / load.Took.TotalSeconds;
        var took = (double)load.Acknowledged * postsOf;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "ingest", engine, shape, says = saying, postsOf, rate, connections,
            ackedPerSecond = Math.Round(perSecond), processedPerSecond = Math.Round(perSecond), // a 200 means that it is stored and processed
            ackP50Ms = Math.Round(load.MillisecondsAt(0.5), 2), ackP99Ms = Math.Round(load.MillisecondsAt(0.99), 2),
            // Until the last text was in the outbox.
            allSaidAfterMs = said is { } all ? Math.Round(all.TotalMilliseconds) : (double?)null, loadMs = Math.Round(load.Took.TotalMilliseconds),
            textsTimed = textTimes.Count, textP50Ms = Rank.At(textTimes, 0.5), textP99Ms = Rank.At(textTimes, 0.99), textMaxMs = Rank.At(textTimes, 1),
            rawRowsPerSecond = raw is null ? (double?)null : Math.Round(raw.Rows), rawMessagesPerSecond = raw is null ? (double?)null : Math.Round(raw.Messages),
            rawBatchOf = raw?.BatchOf, ratio = raw is null ? (double?)null : Math.Round(perSecond / raw.Messages, 3),
            serverCpuUsPerMessage = Math.Round(serverCpu.TotalMicroseconds / took, 1), postgresCpuUsPerMessage = Math.Round(postgresCpu.TotalMicroseconds / took, 1),
            messagesPerBatch = Math.Round(await RawWrite.BatchSizeAsync(world, began), 1), memoryMb = Math.Round(memory), durability = await RawWrite.DurabilityAsync(world), commit = Repository.Commit, wrong,
        }, Line));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>Waits until each customer was told something.</summary>
    private static async Task SaidAsync(World world)
    {
        var began = Stopwatch.GetTimestamp();
        while (await RawWrite.CountAsync(world, "outbox") < await RawWrite.CountAsync(world, "contacts") && Stopwatch.GetElapsedTime(began) < Patience) await Task.Delay(10);
    }

    /// <summary>Counts the rows: exactly the acknowledged messages must be stored, each once.</summary>
    private static async Task<IReadOnlyList<string>> WrongAsync(World world, int messages, Traffic traffic, Saying saying)
    {
        var wrong = new List<string>();
        var contacts = await RawWrite.CountAsync(world, "contacts");
        var texts = saying is Saying.Nothing ? 0 : contacts;
        foreach (var table in (string[])["messages", "usage_entries"])
            if (await RawWrite.CountAsync(world, table) is var count && count != messages + texts) wrong.Add($"{table}: {count}, not {messages + texts}");
        if (await RawWrite.CountAsync(world, "journal") is var journal && journal != messages) wrong.Add($"journal: {journal}, not {messages}");
        if (await RawWrite.CountAsync(world, "outbox") is var outbox && outbox != texts) wrong.Add($"outbox: {outbox}, not {texts}");
        if (contacts > traffic.Expected.Contacts) wrong.Add($"contacts: {contacts}, more than {traffic.Expected.Contacts}");
        foreach (var table in (string[])["conversations", "tickets", "contact_identities"])
            if (await RawWrite.CountAsync(world, table) is var count && count != contacts) wrong.Add($"{table}: {count}, not {contacts}");
        if (await RawWrite.CountAsync(world, "chats") is var chats && chats != (saying is Saying.Closed ? 0 : contacts)) wrong.Add($"chats: {chats}, contacts: {contacts}");
        if (await RawWrite.CountAsync(world, "feed") is var feed && feed < messages) wrong.Add($"feed: {feed}, fewer than {messages}");
        return wrong;
    }
}
