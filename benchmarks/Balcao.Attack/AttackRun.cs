using System.Diagnostics;
using System.Globalization;
using Balcao.Contract;

namespace Balcao.Attack;

/// <summary>
/// One attack after the other on one server, and what became of a victim's requests and of the server's memory. A server that
/// an attack leaves beyond the bars is started anew, so that the next is not blamed for it.
/// </summary>
internal static class AttackRun
{
    private const double SlowestMedianMs = 250;

    private const int MostMemoryMb = 600;

    /// <summary>What has not been tried by then is not tried.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2), Before = TimeSpan.FromSeconds(2), During = TimeSpan.FromSeconds(6), After = TimeSpan.FromSeconds(2);

    // The pictures come last: what is left of their work goes on for a while.
    private static IReadOnlyList<IAttack> Attacks =>
        [new SignInFlood(), new EndlessVoiceNotes(), new UnclosedMarks(), new LargeBodies(), new DeepJson(), new BroadSearches(), new HugePictures()];

    public static async Task<AttackReport> RunAsync(bool isPostgres, Action<string> tell, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        List<AttackResult> results = [];
        List<string> notes = [], wrong = [];
        await using var stage = await Stage.SetAsync(isPostgres, limit.Token);
        tell(string.Create(CultureInfo.InvariantCulture, $"{stage.Past.Messages} messages are in after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s."));

        var isFresh = true;
        foreach (var attack in Attacks)
        {
            try
            {
                if (isFresh) await stage.Victim.MeasureAsync(WarmUp, null, limit.Token);
                isFresh = false;
                if (await attack.PrepareAsync(stage, limit.Token) is { } note) notes.Add($"{attack.Finding}: {note}");
                var result = await TryAsync(stage, attack, limit.Token);
                results.Add(result);
                wrong.AddRange(WrongWith(result));
                tell($"{attack.Finding}: {attack.Words}");
                if (!IsLeftHarmed(stage, result)) continue;
                notes.Add($"{attack.Finding}: the server was started anew afterwards.");
                await stage.World.StartAsync(await stage.World.KillAsync(null));
                isFresh = true;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                wrong.Add($"{attack.Finding}: not tried to its end, the time was over");
            }
            catch (Exception e) when (e is ProblemException or HttpRequestException or IOException)
            {
                wrong.Add($"{attack.Finding}: could not be tried, {e.Message}");
            }
        }
        return new AttackReport
        {
            Engine = isPostgres ? "postgres" : "sqlite", Messages = stage.Past.Messages, Seconds = (int)Stopwatch.GetElapsedTime(began).TotalSeconds,
            Attacks = results, Notes = notes, Wrong = wrong,
        };
    }

    private static async Task<AttackResult> TryAsync(Stage stage, IAttack attack, CancellationToken ct)
    {
        await using var memory = new MemoryWatch(stage.World);
        var (victim, answers) = (stage.Victim, new Answers());
        var before = await victim.MeasureAsync(Before, null, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(During);
        var attacking = AttackAsync(stage, attack, answers, stop.Token);
        var measuring = victim.MeasureAsync(During, attack.ReadInstead, ct);
        await Task.WhenAll(attacking, measuring);
        var during = await measuring;
        var after = await victim.MeasureAsync(After, attack.ReadInstead, ct);
        return new AttackResult(
            attack.Finding, attack.Words, new Phases(before.Read, during.Read, after.Read), new Phases(before.Webhook, during.Webhook, after.Webhook),
            memory.BeforeMb, memory.MostMb, answers.Counts);
    }

    private static async Task AttackAsync(Stage stage, IAttack attack, Answers answers, CancellationToken stop)
    {
        try
        {
            await Task.Run(() => attack.RunAsync(stage, answers, stop), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // its time is over
        }
    }

    private static IEnumerable<string> WrongWith(AttackResult result)
    {
        foreach (var (probe, phases) in new[] { ("read", result.Read), ("webhook", result.Webhook) })
            foreach (var (phase, latency) in phases.InTurn())
            {
                if (latency.MedianMs >= SlowestMedianMs)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{result.Finding}: {probe} {phase}, the median is {latency.MedianMs} ms");
                if (latency.Refused > 0)
                    yield return string.Create(CultureInfo.InvariantCulture, $"{result.Finding}: {probe} {phase}, {latency.Refused} refused");
            }
        if (result.MemoryMb >= MostMemoryMb) yield return string.Create(CultureInfo.InvariantCulture, $"{result.Finding}: {result.MemoryMb} MB of memory");
        foreach (var (answer, count) in result.Answers.Where(answer => answer.Key.StartsWith('5')))
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.Finding}: {count} of the attacker's requests were answered {answer}");
    }

    private static bool IsLeftHarmed(Stage stage, AttackResult result) =>
        result.Read.After.MedianMs >= SlowestMedianMs || result.Webhook.After.MedianMs >= SlowestMedianMs
        || stage.World.ResidentMemory >> 20 is 0 or >= MostMemoryMb;
}
