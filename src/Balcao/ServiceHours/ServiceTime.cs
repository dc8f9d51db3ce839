namespace Balcao.ServiceHours;

/// <summary>A time that is not counted although the number is staffed.</summary>
/// <param name="Until">Null: it has not ended yet.</param>
public readonly record struct ServicePause(DateTimeOffset From, DateTimeOffset? Until);

/// <summary>Counts time in service hours. Pauses are in order and do not overlap.</summary>
public static class ServiceTime
{
    /// <summary>How far an end is looked for. A number that opens so rarely has no useful one.</summary>
    public static TimeSpan Farthest { get; } = TimeSpan.FromDays(3 * 366);

    /// <summary>The first instant at which so much service time has passed. Null: never, within <see cref="Farthest"/>.</summary>
    public static DateTimeOffset? After(Hours hours, DateTimeOffset from, TimeSpan served, IReadOnlyList<ServicePause> pauses)
    {
        var left = served;
        foreach (var (start, end) in Counted(hours, from, from + Farthest, pauses))
        {
            if (left <= end - start) return start + left;
            left -= end - start;
        }
        return null;
    }

    /// <summary>How much service time is between the two instants.</summary>
    public static TimeSpan Between(Hours hours, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<ServicePause> pauses)
    {
        var served = TimeSpan.Zero;
        foreach (var (start, end) in Counted(hours, from, until, pauses)) served += end - start;
        return served;
    }

    /// <summary>The open periods in order, without the pauses.</summary>
    private static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Counted(
        Hours hours, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<ServicePause> pauses)
    {
        foreach (var (opened, end) in hours.OpenBetween(from, until))
        {
            var start = opened;
            foreach (var pause in pauses)
            {
                if (pause.Until <= start) continue;
                if (pause.From >= end) break;
                if (pause.From > start) yield return (start, pause.From);
                start = pause.Until ?? end;
            }
            if (start < end) yield return (start, end);
        }
    }
}
