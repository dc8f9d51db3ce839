using Balcao.Contract;
using NodaTime;

namespace Balcao.Plans;

/// <param name="From">The first month in which the terms hold.</param>
public sealed record DatedTerms(Month From, PlanTerms Terms);

/// <summary>
/// A number's contract as decisions need it: which month and day it is, which terms hold, what a message costs. All charges are made
/// here, so that each has the tariff in force when it is booked (rules C1 and C6).
/// </summary>
public sealed class ContractFacts
{
    private readonly DateTimeZone _zone;
    private readonly DatedTerms[] _terms;

    /// <param name="timeZone">IANA name.</param>
    /// <param name="terms">At least one, in any order. The first also holds before its month.</param>
    /// <param name="cancelledFrom">The first month without service; null: not cancelled.</param>
    /// <param name="isSuspended">Nothing is sent (rule P5).</param>
    /// <param name="cap">Credits of a month at which sends are refused (rule C4); null: none.</param>
    public ContractFacts(string timeZone, IEnumerable<DatedTerms> terms, Month? cancelledFrom = null, bool isSuspended = false, Credits? cap = null)
    {
        _zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc;
        _terms = [.. terms.OrderBy(t => t.From)];
        (TimeZone, CancelledFrom, IsSuspended, Cap) = (timeZone, cancelledFrom, isSuspended, cap);
    }

    /// <summary>Every message costs one credit, and there is no fee: what holds for a channel without a contract of its own.</summary>
    public static PlanTerms DefaultTerms { get; } = new("", "BRL", 0, 0, 0, [.. Enum.GetValues<ChargeType>().Select(type => new TariffItem(type, 1))]);

    public static ContractFacts Default(string timeZone) => new(timeZone, [new DatedTerms(default, DefaultTerms)]);

    public string TimeZone { get; }

    public DateTimeZone Zone => _zone;

    public Month? CancelledFrom { get; }

    public bool IsSuspended { get; }

    public Credits? Cap { get; }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<DatedTerms> Terms => _terms;

    public Month MonthOf(DateTimeOffset instant) => Month.OfDay(DayOf(instant));

    /// <summary>The local day, as <c>20261130</c>.</summary>
    public int DayOf(DateTimeOffset instant)
    {
        var (year, month, day) = Instant.FromDateTimeOffset(instant).InZone(_zone).Date;
        return year * 10_000 + month * 100 + day;
    }

    public PlanTerms TermsOf(Month month) => (_terms.LastOrDefault(t => t.From <= month) ?? _terms[0]).Terms;

    public bool IsCancelledIn(Month month) => CancelledFrom is { } from && from <= month;

    public ContractStatus StatusIn(Month month) =>
        IsCancelledIn(month) ? ContractStatus.Cancelled : IsSuspended ? ContractStatus.Suspended : ContractStatus.Active;

    /// <summary>The first line of a message: step 0. On a cancelled contract a line of zero credits.</summary>
    /// <param name="bookedAt">The server's clock, which decides the month.</param>
    /// <param name="whatsAppAt">WhatsApp's timestamp, for information.</param>
    public UsageEntry Charge(TenantId tenant, ChannelId number, MessageId message, ChargeType type, DateTimeOffset bookedAt, DateTimeOffset whatsAppAt)
    {
        var day = DayOf(bookedAt);
        var month = Month.OfDay(day);
        return new UsageEntry
        {
            TenantId = tenant, ChannelId = number, MessageId = message, ChargeType = type, Step = 0, Day = day,
            Credits = IsCancelledIn(month) ? Credits.Zero : TermsOf(month).PriceOf(type), BookedAt = bookedAt, WhatsAppAt = whatsAppAt,
        };
    }

    /// <summary>The reversal of the newest line, or null if there is none or it is a reversal already (rule C3).</summary>
    /// <param name="lines">All lines of one message, in any order.</param>
    public UsageEntry? Reverse(IReadOnlyCollection<UsageEntry> lines, DateTimeOffset now, DateTimeOffset whatsAppAt) =>
        Newest(lines) is { IsCharge: true } newest ? newest.Next(DayOf(now), now, whatsAppAt) : null;

    /// <summary>The charge after a reversal, at the first charge's price, or null if the newest line is a charge already.</summary>
    /// <inheritdoc cref="Reverse"/>
    public UsageEntry? ChargeAgain(IReadOnlyCollection<UsageEntry> lines, DateTimeOffset now, DateTimeOffset whatsAppAt) =>
        Newest(lines) is { IsCharge: false } newest ? newest.Next(DayOf(now), now, whatsAppAt) : null;

    private static UsageEntry? Newest(IReadOnlyCollection<UsageEntry> lines) => lines.MaxBy(line => line.Step);
}
