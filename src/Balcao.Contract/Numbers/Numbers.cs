namespace Balcao.Contract;

public enum NumberStatus { Active, Suspended, Cancelled }

/// <param name="Display">As people write it, for instance <c>+55 11 4000-0500</c>.</param>
/// <param name="PhoneNumberId">WhatsApp's id of the number.</param>
/// <param name="Group">The one group that serves it; null: messages are held until one is linked.</param>
/// <param name="HeldMessages">How many messages wait for a group.</param>
public sealed record NumberItem(
    ChannelId Id, string Display, string PhoneNumberId, string WabaId, NumberStatus Status,
    GroupName? Group, int HeldMessages)
{
    /// <summary>WhatsApp's timestamp of the oldest message that waits for a group.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Null: messages leave.</summary>
    public SendingHold? SendingHold { get; init; }

    /// <summary>The newest that WhatsApp told of each kind, the gravest first.</summary>
    public IReadOnlyList<NumberNoticeItem> Health { get; init; } = [];
}

public enum NumberNoticeKind { Quality, Limit, Name, Username, Account, Review, Alert, Security, Error, History }

public enum NoticeSeverity { Info, Warning, Critical }

/// <summary>Something WhatsApp told about the number or its account.</summary>
/// <param name="Code">Meta's own word, for instance <c>FLAGGED</c> or <c>TIER_10K</c>.</param>
/// <param name="Detail">Meta's own further words.</param>
public sealed record NumberNoticeItem(NumberNoticeKind Kind, NoticeSeverity Severity, string Code, string? Detail, DateTimeOffset At);

/// <summary>Nothing is sent from the number; what is queued waits.</summary>
/// <param name="Code">Balcao's stable code, for instance <c>send.tokenExpired</c>.</param>
/// <param name="Reason">In the reader's language, with the next step.</param>
public sealed record SendingHold(DateTimeOffset Since, string Code, string Reason);

public sealed record NumberName(ChannelId Id, string Display);

public sealed record ReleaseNumberRequest
{
    public required TenantId TenantId { get; init; }

    /// <summary>E.164, for instance <c>+551140000500</c>.</summary>
    public required string Phone { get; init; }

    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Write-only: no answer ever carries it.</summary>
    public required string AccessToken { get; init; }
}

public sealed record ReplaceAccessTokenRequest
{
    public required string AccessToken { get; init; }
}

public sealed record LinkGroupRequest
{
    public required ChatGroupId GroupId { get; init; }
}
