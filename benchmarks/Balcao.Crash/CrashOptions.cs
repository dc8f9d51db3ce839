using System.Globalization;

namespace Balcao.Crash;

/// <summary>What is asked of a run.</summary>
public sealed record CrashOptions
{
    public bool IsPostgres { get; init; }

    public int Kills { get; init; } = 50;

    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>No kill begins after that, however many are left.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Customers who post without a pause: as many requests are in flight.</summary>
    public int Writers { get; init; } = 160;

    /// <summary>Customers whom agents answer.</summary>
    public int Answered { get; init; } = 60;

    /// <summary>WhatsApp takes messages without answering, and answers 503, besides.</summary>
    public bool WithFaults { get; init; }

    /// <summary>Waits in the end until what stands behind an answer of unknown outcome has left too: a minute for each.</summary>
    public bool WaitsForUnknown { get; init; } = true;

    /// <summary>Servers on one database, behind a load balancer; more than one needs PostgreSQL.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>How long a server lives at least and at most before it is killed.</summary>
    public TimeSpan ShortestLife { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestLife { get; init; } = TimeSpan.FromSeconds(3);

    public static CrashOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new CrashOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--faults")
            {
                options = options with { WithFaults = true };
                continue;
            }
            if (i + 1 == args.Count) return null;
            var value = args[++i];
            if (args[i - 1] == "--engine" && value is "sqlite" or "postgres")
            {
                options = options with { IsPostgres = value == "postgres" };
                continue;
            }
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            switch (args[i - 1])
            {
                case "--kills": options = options with { Kills = number }; break;
                case "--seed": options = options with { Seed = number }; break;
                case "--nodes" when number is >= 1 and <= 4: options = options with { Nodes = number }; break;
                case "--minutes": options = options with { Longest = TimeSpan.FromMinutes(number) }; break;
                default: return null;
            }
        }
        return options.Nodes == 1 || options.IsPostgres ? options : null;
    }
}
