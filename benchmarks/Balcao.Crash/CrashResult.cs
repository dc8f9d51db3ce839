using System.Text.Json.Serialization;

namespace Balcao.Crash;

/// <summary>What was found in the end. Inbound: what customers wrote. Outbound: what agents answered.</summary>
public sealed record CrashResult
{
    public required string Engine { get; init; }

    public required int Seed { get; init; }

    public required int Nodes { get; init; }

    public required int Kills { get; init; }

    public required int InFlightAtKillMin { get; init; }

    public required int InFlightAtKillMedian { get; init; }

    public required Findings Inbound { get; init; }

    public required Findings Outbound { get; init; }

    /// <summary>Answers whose outcome nobody can know: claimed when the server died, and no status came. They wait for an agent.</summary>
    public required int Unknown { get; init; }

    public required int Seconds { get; init; }

    /// <summary>The first few things that were wrong, in words.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    [JsonIgnore]
    public bool IsRight => Wrong.Count == 0 && Inbound.IsRight && Outbound.IsRight && Inbound.Sent > 0;
}

/// <param name="Lost">Answered by the server, and not there.</param>
/// <param name="Misfiled">In another conversation, under another contact, or seen by the other tenant.</param>
public sealed record Findings(int Sent, int Lost, int Doubled, int Misfiled, int OutOfOrder, int ChargedWrong)
{
    [JsonIgnore]
    public bool IsRight => Lost + Doubled + Misfiled + OutOfOrder + ChargedWrong == 0;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrashResult))]
internal sealed partial class CrashJson : JsonSerializerContext;

/// <summary>Counts what is wrong while it is looked for.</summary>
internal sealed class Ledger
{
    private const int MostWords = 20;

    private readonly Lock _gate = new();
    private readonly List<string> _words = [];
    private int _lost, _doubled, _misfiled, _outOfOrder, _chargedWrong;

    public IReadOnlyList<string> Words => _words;

    public Findings Of(int sent) => new(sent, _lost, _doubled, _misfiled, _outOfOrder, _chargedWrong);

    public void Lost(string what, int count = 1) => Add(ref _lost, count, "lost: " + what);

    public void Doubled(string what, int count = 1) => Add(ref _doubled, count, "doubled: " + what);

    public void Misfiled(string what) => Add(ref _misfiled, 1, "misfiled: " + what);

    public void OutOfOrder(string what) => Add(ref _outOfOrder, 1, "out of order: " + what);

    public void ChargedWrong(string what, int count = 1) => Add(ref _chargedWrong, count, "charged wrong: " + what);

    private void Add(ref int counter, int count, string words)
    {
        lock (_gate)
        {
            counter += count;
            if (_words.Count < MostWords) _words.Add(words);
        }
    }
}
