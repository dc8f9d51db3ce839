using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Balcao.Bench;

/// <summary>
/// Measures how long lists, searches and conversations take in a large database: for an administrator, who sees all,
/// and for an agent in one group of five.
/// </summary>
internal static class Read
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var engine = arguments.Text("engine", "sqlite");
        var (messages, samples) = (arguments.Number("messages", 1_000_000), arguments.Number("samples", 200));
        var texts = new Texts();
        await using var world = await World.CreateAsync(engine, "read");
        var (past, took) = await FilledWorld.FillAsync(world, messages, texts);
        Console.Error.WriteLine($"{messages} messages written in {took.TotalSeconds:0} s");

        var wrong = new List<string>();
        if (await RawWrite.CountAsync(world, "messages") is var count && count != messages) wrong.Add($"messages: {count}, not {messages}");
        await using var server = await ServerProcess.StartAsync(world);
        var figures = new SortedDictionary<string, SortedDictionary<string, Figure>>();
        foreach (var (who, token) in ((string, string)[])[("administrator", $"{World.AdministratorsToken}-0"), ("agent", $"{FilledWorld.AttendantsToken}-0")])
        {
            using var http = new HttpClient { BaseAddress = server.Url };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var seen = new SortedDictionary<string, Figure>();
            foreach (var question in Questions(past, texts, isAdministrator: who == "administrator"))
            {
                var figure = await AskAsync(http, question, samples);
                Console.Error.WriteLine($"{who} {question.Name}: p50 {figure.P50Ms} ms, p95 {figure.P95Ms} ms, p99 {figure.P99Ms} ms");
                seen[question.Name] = figure;
                if (figure.Empty > 0) wrong.Add($"{who} {question.Name}: {figure.Empty} answers without anything in them");
            }
            figures[who] = seen;
        }
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "read", engine, messages, fillSeconds = Math.Round(took.TotalSeconds), samples, figures,
            worstP95Ms = figures.Values.SelectMany(seen => seen.Values).Max(figure => figure.P95Ms),
            memoryMb = Math.Round(server.PeakMemory / 1_048_576.0), durability = await RawWrite.DurabilityAsync(world), commit = Repository.Commit, wrong,
        }, JsonSerializerOptions.Web));
        return wrong.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<Question> Questions(Past past, Texts texts, bool isAdministrator)
    {
        var threads = past.Threads.Where(thread => isAdministrator || thread.Server == thread.Desk.Attendant).ToList();
        yield return new("chats", _ => "api/chats");
        yield return new("chatsNextPage", _ => "api/chats", FollowsCursor: true);
        yield return new("chatsInService", _ => "api/chats?status=inService");
        yield return new("chatsClosed", _ => "api/chats?status=closed", FollowsCursor: true);
        yield return new("conversation", random => $"api/conversations/{Any(random).Conversation.Id}");
        yield return new("messages", random => $"api/conversations/{Any(random).Conversation.Id}/messages");
        yield return new("longestThread", _ => $"api/conversations/{threads.MaxBy(thread => thread.Count)!.Conversation.Id}/messages", FollowsCursor: true);
        yield return new("contacts", _ => "api/contacts", FollowsCursor: true);
        yield return new("searchName", random => Search(Any(random).Contact.Name));
        yield return new("searchPhone", random => Search(Any(random).Contact.Phone![4..]));
        yield return new("searchRareWord", random => Search(texts.Word(2_000 + random.Next(1_500))), MayBeEmpty: true);
        yield return new("searchTwoWords", random => Search($"pedido {texts.Word(200 + random.Next(400))}"), MayBeEmpty: true);
        yield return new("searchOrderNumber", random => Search($"pedido {Texts.OrderNumber(random.Next(100_000) * 4)}"), MayBeEmpty: true);
        yield return new("searchFrequentWord", random => Search(texts.Word(15 + random.Next(20))));
        yield return new("searchTwoFrequentWords", random => Search($"{texts.Word(15 + random.Next(20))} {texts.Word(40 + random.Next(20))}"));
        yield return new("searchNothing", random => Search($"zzz{random.Next(10_000)}"), MayBeEmpty: true);
        yield return new("searchMostFrequentWord", _ => Search(texts.Word(0)));

        Thread Any(Random random) => threads[random.Next(threads.Count)];
        static string Search(string typed) => $"api/search?q={Uri.EscapeDataString(typed)}";
    }

    private static async Task<Figure> AskAsync(HttpClient http, Question question, int samples)
    {
        var (random, warmUp, empty) = (new Random(17), samples / 5, 0);
        var took = new List<double>();
        string? cursor = null;
        for (var i = -warmUp; i < samples; i++)
        {
            var address = question.Address(random);
            if (cursor is not null) address += $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(address);
            var body = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            using var json = JsonDocument.Parse(body);
            if (question.FollowsCursor) cursor = json.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (i < 0) continue;
            took.Add(milliseconds);
            if (!question.MayBeEmpty && IsEmpty(json.RootElement)) empty++;
        }
        took.Sort();
        return new Figure(took.Count, At(0.5), At(0.95), At(0.99), empty);

        double At(double share) => Math.Round(Rank.At(took, share)!.Value, 1);
    }

    private static bool IsEmpty(JsonElement answer) =>
        answer.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Array).All(list => list.Value.GetArrayLength() == 0)
        && !answer.TryGetProperty("conversation", out _);

    /// <param name="FollowsCursor">Each sample requests the page after that of the sample before.</param>
    /// <param name="MayBeEmpty">The word may occur only in messages of another tenant.</param>
    private sealed record Question(string Name, Func<Random, string> Address, bool FollowsCursor = false, bool MayBeEmpty = false);

    private sealed record Figure(int Count, double P50Ms, double P95Ms, double P99Ms, int Empty);
}
