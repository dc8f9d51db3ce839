using System.Globalization;

namespace Balcao.Crash;

/// <summary>The options of a run.</summary>
public sealed record CrashOptions
{
    public bool IsPostgres { get; init; }

    public int Kills { get; init; } = 50;

    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>After this time no further kill starts, even if fewer than <see cref="Kills"/> are done.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Customers who post without a pause, which is also the number of their requests in flight.</summary>
    public int Writers { get; init; } = 160;

    /// <summary>Customers whom agents answer.</summary>
    public int Answered { get; init; } = 60;

    /// <summary>True: WhatsApp also accepts some messages without answering, and answers some with 503.</summary>
    public bool WithFaults { get; init; }

    /// <summary>
    /// At the end, also waits until the messages behind one of unknown outcome are sent: a minute for each.
    /// </summary>
    public bool WaitsForUnknown { get; init; } = true;

    /// <summary>The number of nodes on one database. More than one need PostgreSQL, and are behind a load balancer.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>The shortest time that a server runs before it is killed; <see cref="LongestLife"/> is the longest.</summary>
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
