using System.Text.Json.Serialization;

namespace Balcao.Attack;

/// <summary>All that was tried.</summary>
internal sealed record AttackReport
{
    public required string Engine { get; init; }

    /// <summary>How many messages the attacked tenant had before.</summary>
    public required int Messages { get; init; }

    public required int Seconds { get; init; }

    public required IReadOnlyList<AttackResult> Attacks { get; init; }

    /// <summary>What a reader of the figures must know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Every bar that did not hold, in words; none: all is well.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }
}

/// <param name="Read">The victim's GET of the list of chats, or of a thread.</param>
/// <param name="Webhook">The POST of one message of the victim's customer.</param>
/// <param name="MemoryBeforeMb">The server's resident memory in MiB before the attack; what earlier ones left is in it.</param>
/// <param name="MemoryMb">The most that was seen from then to the end of the time after it.</param>
/// <param name="Answers">How often the attacker was answered with which status, or not at all.</param>
internal sealed record AttackResult(
    string Finding, string Attack, Phases Read, Phases Webhook, int MemoryBeforeMb, int MemoryMb, IReadOnlyDictionary<string, int> Answers);

internal sealed record Phases(Latency Before, Latency During, Latency After)
{
    public IEnumerable<(string Name, Latency Latency)> InTurn() => [("before", Before), ("during", During), ("after", After)];
}

/// <param name="Unanswered">Counted in the figures as the longest time that is waited.</param>
/// <param name="Refused">Answered, but not with success.</param>
internal sealed record Latency(int Probes, double MedianMs, double MaxMs, int Unanswered, int Refused)
{
    public static Latency Of(IReadOnlyList<Probe> probes)
    {
        var took = probes.Select(probe => probe.Took.TotalMilliseconds).Order().ToList();
        return new Latency(
            took.Count, Math.Round(took[took.Count / 2], 1), Math.Round(took[^1], 1),
            probes.Count(probe => probe.Status is null), probes.Count(probe => probe.Status is { } status && (int)status is < 200 or >= 300));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AttackReport))]
internal sealed partial class AttackJson : JsonSerializerContext;
