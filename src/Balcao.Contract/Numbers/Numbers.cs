namespace Balcao.Contract;

public enum NumberStatus { Active, Suspended, Cancelled }

/// <param name="Display">The phone as people write it, for instance <c>+55 11 4000-0500</c>.</param>
/// <param name="PhoneNumberId">Meta's id of the number; not the phone itself.</param>
/// <param name="Group">The one group that serves the number; null: its messages are held until a group is linked.</param>
/// <param name="HeldMessages">The number of messages that wait for a group.</param>
public sealed record NumberItem(
    ChannelId Id, string Display, string PhoneNumberId, string WabaId, NumberStatus Status,
    GroupName? Group, int HeldMessages)
{
    /// <summary>WhatsApp's timestamp of the oldest message that waits for a group.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Null: messages are sent.</summary>
    public SendingHold? SendingHold { get; init; }

    /// <summary>Whether the number is staffed now.</summary>
    public HoursState? Hours { get; init; }

    /// <summary>
    /// The current state of everything WhatsApp reports, the most severe first. A kind may have several states at the same time,
    /// for instance an account that is restricted and was moved to another price tier.
    /// </summary>
    public IReadOnlyList<NumberNoticeItem> Health { get; init; } = [];
}

public enum NumberNoticeKind { Quality, Limit, Name, Username, Account, Review, Alert, Security, Error, History }

public enum NoticeSeverity { Info, Warning, Critical }

/// <summary>A notice of WhatsApp about the number or its WABA.</summary>
/// <param name="Code">Meta's value, for instance <c>FLAGGED</c> or <c>TIER_10K</c>.</param>
/// <param name="Detail">Meta's additional details.</param>
public sealed record NumberNoticeItem(NumberNoticeKind Kind, NoticeSeverity Severity, string Code, string? Detail, DateTimeOffset At)
{
    /// <summary>When it ends by itself, as a restriction does; null: WhatsApp reports its end.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Sending from the number is on hold; queued messages wait.</summary>
/// <param name="Code">Balcao's stable code, for instance <c>send.tokenExpired</c>.</param>
/// <param name="Reason">In the reader's language, with what to do next.</param>
public sealed record SendingHold(DateTimeOffset Since, string Code, string Reason);

/// <summary>A number from which nothing is sent, as operators see it.</summary>
/// <param name="SendingHold">Null: the number is suspended.</param>
public sealed record StoppedNumber(TenantId TenantId, string TenantName, ChannelId Id, string Display, NumberStatus Status, SendingHold? SendingHold);

public sealed record NumberName(ChannelId Id, string Display);

public sealed record ReleaseNumberRequest
{
    public required TenantId TenantId { get; init; }

    /// <summary>E.164, for instance <c>+551140000500</c>.</summary>
    public required string Phone { get; init; }

    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Write-only: no response contains it.</summary>
    public required string AccessToken { get; init; }

    /// <summary>The plan it starts with; null: the default tariff, without a fee.</summary>
    public PlanId? PlanId { get; init; }

    /// <summary>The first day of the contract; null: today, in the tenant's time zone. Not later than today.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>The tenant's approved request for a contract that this number answers; null: none.</summary>
    public PlanRequestId? PlanRequestId { get; init; }
}

public sealed record ReplaceAccessTokenRequest
{
    public required string AccessToken { get; init; }
}

public sealed record LinkGroupRequest
{
    public required ChatGroupId GroupId { get; init; }
}
