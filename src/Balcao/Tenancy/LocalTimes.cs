using NodaTime;

namespace Balcao.Tenancy;

public static class LocalTimes
{
    /// <param name="timeZone">IANA name; one that is not known leaves the instant as it is.</param>
    public static DateTimeOffset InZone(DateTimeOffset instant, string timeZone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is { } zone
            ? Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeOffset()
            : instant;
}
