namespace Balcao.Contract;

/// <summary>Brazil's national holidays, and the days on which most of the country closes although no law orders it.</summary>
public enum Holiday
{
    NewYear, CarnivalMonday, CarnivalTuesday, GoodFriday, Tiradentes, LabourDay, CorpusChristi, Independence, Aparecida, AllSouls, Republic,
    BlackConsciousness, Christmas,
}

/// <param name="IsOptional">No national holiday: public offices may close ("ponto facultativo").</param>
public sealed record HolidayItem(Holiday Holiday, DateOnly Date, bool IsOptional);

/// <summary>An interval of one day. It contains its start and not its end.</summary>
/// <param name="FromMinute">Minutes after midnight, 0 to 1439.</param>
/// <param name="ToMinute">Minutes after midnight, 1 to 1440; 1440 is the midnight at the end of the day.</param>
public sealed record DayInterval(int FromMinute, int ToMinute);

/// <summary>An interval of every week.</summary>
/// <param name="FromMinute">Minutes after midnight, 0 to 1439.</param>
/// <param name="ToMinute">Minutes after midnight, 1 to 1440; 1440 is the midnight at the end of the day.</param>
public sealed record WeeklyInterval(DayOfWeek Day, int FromMinute, int ToMinute);

/// <summary>A date with hours of its own, which replace those of the week and of a holiday.</summary>
/// <param name="Name">For the people who read the hours; may be empty.</param>
/// <param name="Intervals">Empty: closed all day.</param>
public sealed record DateHours(DateOnly Date, string? Name, IReadOnlyList<DayInterval> Intervals);

/// <summary>When a number is staffed: the whole of it, as it is read and saved. A list that is left out is empty.</summary>
public sealed record ServiceHoursDocument
{
    /// <summary>
    /// It grows with every change; 0 for a number that never had hours. If somebody has saved since the version that is sent, the save is
    /// refused with <c>setting.changedMeanwhile</c>. Null in a save: saved over it.
    /// </summary>
    public int? Version { get; init; }

    /// <summary>An IANA name, for instance <c>America/Sao_Paulo</c>. All times of the document are local times there.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The number is always staffed; the rest is kept, but has no effect.</summary>
    public bool IsAlwaysOpen { get; init; }

    public IReadOnlyList<WeeklyInterval> Weekly { get; init => field = value ?? []; } = [];

    /// <summary>The holidays on which the number is closed, every year.</summary>
    public IReadOnlyList<Holiday> Holidays { get; init => field = value ?? []; } = [];

    public IReadOnlyList<DateHours> Dates { get; init => field = value ?? []; } = [];
}

/// <param name="IsOpen">At the moment of the answer.</param>
/// <param name="ChangesAt">When it closes, or opens again; null: not within the next 400 days.</param>
/// <param name="IsAlwaysOpen">No hours are set.</param>
public sealed record HoursState(bool IsOpen, DateTimeOffset? ChangesAt, string TimeZone, bool IsAlwaysOpen);

/// <param name="Hours">Of a number without hours: always open, in the tenant's time zone.</param>
public sealed record ServiceHoursView(ServiceHoursDocument Hours, HoursState State);
