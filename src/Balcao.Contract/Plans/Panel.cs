namespace Balcao.Contract;

/// <summary>Everything the panel of one number shows for one month, except its hours. Months are written <c>2026-11</c>.</summary>
public sealed record NumberPanel
{
    public required NumberItem Number { get; init; }

    public required ContractStatus Status { get; init; }

    /// <summary>IANA name; decides where a month begins.</summary>
    public required string TimeZone { get; init; }

    public required DateOnly StartsOn { get; init; }

    /// <summary>The first month without service; null: not cancelled.</summary>
    public string? CancelledFrom { get; init; }

    /// <summary>The month shown.</summary>
    public required string Month { get; init; }

    /// <summary>All months of the contract, the newest first.</summary>
    public required IReadOnlyList<MonthItem> Months { get; init; }

    /// <summary>The terms of the month shown.</summary>
    public required PlanTerms Plan { get; init; }

    /// <summary>The next change of plan after the current month; null if none is planned.</summary>
    public ContractPlan? NextPlan { get; init; }

    public required Consumption Consumption { get; init; }

    /// <summary>Templates that WhatsApp has approved for the number.</summary>
    public required int ApprovedTemplates { get; init; }

    /// <summary>Where customers agree to be messaged; an address of the chat that the number's QR code opens.</summary>
    public required string OptInUrl { get; init; }

    /// <summary>The newest feed number that the figures contain.</summary>
    public required long FeedNumber { get; init; }
}

/// <param name="IsInProgress">The current month: its figures still change.</param>
public sealed record MonthItem(string Month, bool IsInProgress);

/// <summary>What a number used in a month.</summary>
/// <param name="Sent">Messages sent, without templates; a failed one counts back in the month of its failure, so a count may be negative.</param>
/// <param name="Templates">Templates sent.</param>
/// <param name="Charges">One of every charge type, in the order of <see cref="ChargeType"/>.</param>
/// <param name="Used">All credits of the month.</param>
/// <param name="Extra">Credits above those contracted; never below 0.</param>
/// <param name="ExtraCost">Of the extra credits, in the plan's currency, rounded to its smallest unit.</param>
/// <param name="Total">Fee and extra cost, rounded once.</param>
/// <param name="IsFinal">The month is over and its figures are frozen.</param>
public sealed record Consumption(
    long Sent, long Received, long Templates, IReadOnlyList<ConsumptionItem> Charges, decimal Used, decimal Extra, decimal ExtraCost, decimal Total, bool IsFinal)
{
    /// <summary>Credits of a month at which sends are refused; null: none.</summary>
    public decimal? Cap { get; init; }

    /// <summary>Only of the current month, once a day of it has passed.</summary>
    public ConsumptionForecast? Forecast { get; init; }
}

/// <param name="Credits">What this type cost in the month.</param>
/// <param name="Tariff">The price of one in the month.</param>
public sealed record ConsumptionItem(ChargeType Type, long Count, decimal Credits, decimal Tariff);

/// <summary>The month's end, if each of its days uses what the days so far used on average.</summary>
/// <param name="Days">The time of the month that has passed, in days, to two decimals.</param>
/// <param name="DaysOfMonth">The days of the month.</param>
public sealed record ConsumptionForecast(decimal Credits, decimal Extra, decimal Total, decimal Days, int DaysOfMonth);

/// <summary>A day of a number, for the daily chart.</summary>
/// <param name="Charges">Only the types that were charged on the day.</param>
public sealed record DayConsumption(DateOnly Day, IReadOnlyList<DayCharge> Charges);

public sealed record DayCharge(ChargeType Type, long Count, decimal Credits);

/// <summary>A number in the view over all numbers.</summary>
public sealed record NumberConsumption
{
    public required ChannelId NumberId { get; init; }

    public required string Display { get; init; }

    /// <summary>Only for operators.</summary>
    public TenantItem? Tenant { get; init; }

    public GroupName? Group { get; init; }

    public required ContractStatus Status { get; init; }

    public required PlanTerms Plan { get; init; }

    public required Consumption Consumption { get; init; }
}
