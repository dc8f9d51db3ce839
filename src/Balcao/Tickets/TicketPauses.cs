using System.Globalization;
using Balcao.ServiceHours;

namespace Balcao.Tickets;

/// <summary>
/// When a ticket's targets did not run, as the ticket's row stores it: <c>from-until</c> in milliseconds, by commas, the last one without
/// an end while it lasts. They are times of the clock: the hours may change, and a list of tickets needs no further query.
/// </summary>
internal static class TicketPauses
{
    /// <summary>If there would be more, the two oldest are joined, so that a row stays small.</summary>
    private const int Most = 40;

    private const int LongestOfOne = 28;

    public const int Longest = Most * LongestOfOne;

    /// <summary>Nothing changes if one has begun already.</summary>
    public static string? Begin(string? stored, DateTimeOffset now)
    {
        var pauses = Read(stored);
        if (pauses is [.., { Until: null }]) return stored;
        // A pause that begins when the last one ended continues it.
        if (pauses is [.. var earlier, { Until: { } ended } last] && ended >= Whole(now)) return Write([.. earlier, last with { Until = null }]);
        return Write([.. pauses, new(Whole(now), null)]);
    }

    public static string? End(string? stored, DateTimeOffset now)
    {
        if (Read(stored) is not [.. var earlier, { Until: null } last]) return stored;
        return Write(Whole(now) <= last.From ? earlier : [.. earlier, last with { Until = now }]);
    }

    public static ServicePause[] Read(string? stored) => stored is null ? [] : [.. stored.Split(',').Select(ReadOne)];

    private static ServicePause ReadOne(string stored) =>
        stored.Split('-') is [var from, var until] ? new(At(from), until.Length == 0 ? null : At(until)) : throw new FormatException("A ticket's pauses cannot be read.");

    private static DateTimeOffset At(string stored) => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(stored, CultureInfo.InvariantCulture));

    /// <summary>As it is stored, so that what begins and ends in one millisecond is no pause.</summary>
    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static string? Write(ServicePause[] pauses)
    {
        if (pauses.Length > Most) pauses = [pauses[0] with { Until = pauses[1].Until }, .. pauses.Skip(2)];
        return pauses.Length == 0 ? null : string.Join(',', pauses.Select(WriteOne));
    }

    private static string WriteOne(ServicePause pause) =>
        string.Create(CultureInfo.InvariantCulture, $"{pause.From.ToUnixTimeMilliseconds()}-{pause.Until?.ToUnixTimeMilliseconds()}");
}
