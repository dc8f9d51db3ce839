namespace Balcao.ServiceHours;

/// <summary>The time by which a message is decided: in hours or not, and whether the customer may be answered automatically.</summary>
/// <param name="DecidedAt">The instant that is in hours or not (rules H3 and H6).</param>
/// <param name="IsLive">False: late, held or replayed. Such a message causes no automatic text (rule A10).</param>
public readonly record struct MessageTiming(DateTimeOffset DecidedAt, bool IsLive)
{
    /// <summary>WhatsApp repeats what it could not deliver for 7 days: an answer to the hour of writing would then be about the past.</summary>
    public static TimeSpan LateAfter { get; } = TimeSpan.FromMinutes(15);

    /// <summary>A message is decided by its timestamp, but one that is first taken in more than 15 minutes later by its arrival.</summary>
    /// <param name="writtenAt">WhatsApp's timestamp.</param>
    /// <param name="arrivedAt">When it was first stored, or would have been.</param>
    public static MessageTiming Of(DateTimeOffset writtenAt, DateTimeOffset arrivedAt) =>
        arrivedAt - writtenAt > LateAfter ? new(arrivedAt, false) : new(writtenAt, true);

    /// <summary>A message that waited for its number or its group: decided by the end of the wait.</summary>
    public static MessageTiming AfterWaiting(DateTimeOffset until) => new(until, false);
}
