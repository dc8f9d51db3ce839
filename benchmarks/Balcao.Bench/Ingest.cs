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

    private const int MostMessages = 200_000, MostRaw = 60_000;

    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (engine, shape) = (arguments.Text("engine", "sqlite"), arguments.Text("shape", "spread"));
        var (seconds, rate, postsOf) = (arguments.Number("seconds", 10), arguments.Number("rate", 0), arguments.Number("posts-of", 1));
        var warmSeconds = arguments.Number("warm", WarmSecondsUnlessTold);
        var connections = arguments.Number("connections", rate > 0 ? 64 : postsOf > 1 ? 16 : 512);

        await using var world = await World.CreateAsync(engine, "run");
        var traffic = new Traffic(world, shape, postsOf);
        var posts = traffic.Measured(Math.Min(MostMessages, rate > 0 ? rate * seconds : 20_000 * seconds));
        LoadResult load;
        double memory;
        int before;
        TimeSpan serverCpu, postgresCpu;
        DateTimeOffset began;
        await using (var server = await ServerProcess.StartAsync(world))
        {
            Console.Error.WriteLine($"server {server.Id} started after {server.StartedAfter.TotalSeconds:0.0} s");
            // The first seconds are slower, because the JIT has not compiled the code yet.
            var warm = await Load.PostAsync(server.Url, traffic.FirstWords, connections);
            var more = await Load.PostAsync(server.Url, traffic.WarmUp(warmSeconds * 10_000), connections, TimeSpan.FromSeconds(warmSeconds));
            await world.SettleAsync();
            before = (warm.Acknowledged + more.Acknowledged) * postsOf;
            if (shape is "replay") await Load.PostAsync(server.Url, posts, connections);
            var (serverBefore, postgresBefore) = (CpuTime.Of(server.Id), CpuTime.OfPostgres());
            began = TimeProvider.System.GetUtcNow();
            load = await Load.PostAsync(server.Url, posts, connections, TimeSpan.FromSeconds(seconds), rate > 0 ? (double)rate / postsOf : null);
            (serverCpu, postgresCpu) = (CpuTime.Of(server.Id) - serverBefore, CpuTime.OfPostgres() - postgresBefore);
            memory = server.PeakMemory / 1_048_576.0;
        }

        var wrong = load.Refused > 0 ? [$"{load.Refused} posts were refused"] : await WrongAsync(world, before + (shape is "replay" ? posts.Count * postsOf : load.Acknowledged * postsOf), traffic);
        var raw = rate == 0 && arguments.Text("raw", "yes") is "yes" ? await RawWrite.RunAsync(world, world.IsPostgres ? 2 : 1, MostRaw) : null;
        var perSecond = load.Acknowledged * postsOf / load.Took.TotalSeconds;
        var took = (double)load.Acknowledged * postsOf;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "ingest", engine, shape, postsOf, rate, connections,
            ackedPerSecond = Math.Round(perSecond), processedPerSecond = Math.Round(perSecond), // a 200 means that it is stored and processed
            ackP50Ms = Math.Round(load.MillisecondsAt(0.5), 2), ackP99Ms = Math.Round(load.MillisecondsAt(0.99), 2),
            rawRowsPerSecond = raw is null ? (double?)null : Math.Round(raw.Rows), rawMessagesPerSecond = raw is null ? (double?)null : Math.Round(raw.Messages),
            rawBatchOf = raw?.BatchOf, ratio = raw is null ? (double?)null : Math.Round(perSecond / raw.Messages, 3),
            serverCpuUsPerMessage = Math.Round(serverCpu.TotalMicroseconds / took, 1), postgresCpuUsPerMessage = Math.Round(postgresCpu.TotalMicroseconds / took, 1),
            messagesPerBatch = Math.Round(await RawWrite.BatchSizeAsync(world, began), 1), memoryMb = Math.Round(memory), durability = await RawWrite.DurabilityAsync(world), commit = Repository.Commit, wrong,
        }, Line));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>Counts the rows: exactly the acknowledged messages must be stored, each once.</summary>
    private static async Task<IReadOnlyList<string>> WrongAsync(World world, int messages, Traffic traffic)
    {
        var wrong = new List<string>();
        foreach (var table in (string[])["messages", "usage_entries", "journal"])
            if (await RawWrite.CountAsync(world, table) is var count && count != messages) wrong.Add($"{table}: {count}, not {messages}");
        var contacts = await RawWrite.CountAsync(world, "contacts");
        if (contacts > traffic.Expected.Contacts) wrong.Add($"contacts: {contacts}, more than {traffic.Expected.Contacts}");
        foreach (var table in (string[])["conversations", "chats", "tickets", "contact_identities"])
            if (await RawWrite.CountAsync(world, table) is var count && count != contacts) wrong.Add($"{table}: {count}, not {contacts}");
        if (await RawWrite.CountAsync(world, "feed") is var feed && feed < messages) wrong.Add($"feed: {feed}, fewer than {messages}");
        return wrong;
    }
}
