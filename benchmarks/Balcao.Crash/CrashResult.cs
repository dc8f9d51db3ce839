using System.Text.Json.Serialization;

namespace Balcao.Crash;

/// <summary>The result of a run. Inbound: messages of customers. Outbound: answers of agents. Texts: what the groups said.</summary>
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

    public required Findings Texts { get; init; }

    /// <summary>Chats that agents took and closed, each of which caused texts.</summary>
    public required int Served { get; init; }

    /// <summary>
    /// Answers and texts whose outcome cannot be determined: claimed when the server was killed, and no status came. An agent has
    /// to decide about them.
    /// </summary>
    public required int Unknown { get; init; }

    public required int Seconds { get; init; }

    /// <summary>Descriptions of the first errors found.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    [JsonIgnore]
    public bool IsRight => Wrong.Count == 0 && Served > 0 && Array.TrueForAll((Findings[])[Inbound, Outbound, Texts], of => of.IsRight && of.Sent > 0);
}

/// <param name="Lost">Acknowledged by the server, but not stored.</param>
/// <param name="Misfiled">In another conversation, under another contact, or seen by the other tenant.</param>
public sealed record Findings(int Sent, int Lost, int Doubled, int Misfiled, int OutOfOrder, int ChargedWrong)
{
    [JsonIgnore]
    public bool IsRight => Lost + Doubled + Misfiled + OutOfOrder + ChargedWrong == 0;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrashResult))]
internal sealed partial class CrashJson : JsonSerializerContext;

/// <summary>Counts the errors that the checks find.</summary>
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
