using System.Globalization;
using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

public sealed record PhoneNumberQualityChange : FieldChange
{
    public string? DisplayPhoneNumber { get; init; }
    /// <summary>ONBOARDING, THROUGHPUT_UPGRADE; formerly FLAGGED, UNFLAGGED, UPGRADE, DOWNGRADE.</summary>
    public string? Event { get; init; }
    /// <summary>TIER_* or a number.</summary>
    public string? CurrentLimit { get; init; }
    public string? OldLimit { get; init; }
    public string? MaxDailyConversations { get; init; }

    internal static PhoneNumberQualityChange Read(JsonElement json) => new()
    {
        DisplayPhoneNumber = json.Text("display_phone_number"u8),
        Event = json.Text("event"u8),
        CurrentLimit = json.Text("current_limit"u8),
        OldLimit = json.Text("old_limit"u8),
        MaxDailyConversations = json.Text("max_daily_conversations_per_business"u8),
    };
}

public sealed record PhoneNumberNameChange : FieldChange
{
    public string? DisplayPhoneNumber { get; init; }
    /// <summary>APPROVED, DEFERRED, PENDING or REJECTED.</summary>
    public string? Decision { get; init; }
    public string? RequestedName { get; init; }
    public string? RejectionReason { get; init; }

    internal static PhoneNumberNameChange Read(JsonElement json) => new()
    {
        DisplayPhoneNumber = json.Text("display_phone_number"u8),
        Decision = json.Text("decision"u8),
        RequestedName = json.Text("requested_verified_name"u8),
        RejectionReason = json.Text("rejection_reason"u8),
    };
}

public sealed record AccountChange : FieldChange
{
    /// <summary>
    /// ACCOUNT_DELETED, ACCOUNT_VIOLATION, ACCOUNT_RESTRICTION, DISABLED_UPDATE, PARTNER_REMOVED, ACCOUNT_OFFBOARDED, …
    /// </summary>
    public string? Event { get; init; }
    public string? PhoneNumber { get; init; }
    public string? Country { get; init; }
    public string? ViolationType { get; init; }
    /// <summary>DISABLE, REINSTATE or SCHEDULE_FOR_DISABLE.</summary>
    public string? BanState { get; init; }
    public string? BanDate { get; init; }
    public IReadOnlyList<AccountRestriction> Restrictions { get; init; } = [];
    /// <summary>The WABA that a partner event is about.</summary>
    public string? PartnerWabaId { get; init; }
    public string? OwnerBusinessId { get; init; }
    /// <summary>JSON of the volume tier, as sent.</summary>
    public string? VolumeTierJson { get; init; }

    internal static AccountChange Read(JsonElement json)
    {
        var ban = json.TryMember("ban_info"u8, out var foundBan) ? foundBan : default;
        var waba = json.TryMember("waba_info"u8, out var foundWaba) ? foundWaba : default;
        return new()
        {
            Event = json.Text("event"u8),
            PhoneNumber = json.Text("phone_number"u8),
            Country = json.Text("country"u8),
            ViolationType = json.TryMember("violation_info"u8, out var violation) ? violation.Text("violation_type"u8) : null,
            BanState = ban.Text("waba_ban_state"u8),
            BanDate = ban.Text("waba_ban_date"u8),
            Restrictions = json.List("restriction_info"u8, AccountRestriction.Read),
            PartnerWabaId = waba.Text("waba_id"u8),
            OwnerBusinessId = waba.Text("owner_business_id"u8),
            VolumeTierJson = json.Raw("volume_tier_info"u8),
        };
    }
}

public sealed record AccountRestriction
{
    public string? Type { get; init; }
    /// <summary>As sent: a date or Unix seconds.</summary>
    public string? Expiration { get; init; }
    /// <summary>Null if there is none, or it cannot be read.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal static AccountRestriction Read(JsonElement json) => new()
    {
        Type = json.Text("restriction_type"u8),
        Expiration = json.Text("expiration"u8),
        ExpiresAt = json.Instant("expiration"u8) ?? DateOf(json.Text("expiration"u8)),
    };

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date : null;
}

public sealed record AccountAlert : FieldChange
{
    /// <summary>BUSINESS, PHONE_NUMBER, …</summary>
    public string? EntityType { get; init; }
    public string? EntityId { get; init; }
    /// <summary>CRITICAL, WARNING or INFORMATIONAL.</summary>
    public string? Severity { get; init; }
    public string? Status { get; init; }
    public string? Type { get; init; }
    public string? Description { get; init; }

    internal static AccountAlert Read(JsonElement json)
    {
        // Meta documents these members inside alert_info; in some payloads they are members of the value itself.
        var alert = json.TryMember("alert_info"u8, out var found) ? found : json;
        return new()
        {
            EntityType = json.Text("entity_type"u8),
            EntityId = json.Text("entity_id"u8),
            Severity = alert.Text("alert_severity"u8),
            Status = alert.Text("alert_status"u8),
            Type = alert.Text("alert_type"u8),
            Description = alert.Text("alert_description"u8),
        };
    }
}

public sealed record AccountReviewChange : FieldChange
{
    /// <summary>APPROVED, REJECTED, PENDING or DEFERRED.</summary>
    public string? Decision { get; init; }

    internal static AccountReviewChange Read(JsonElement json) => new() { Decision = json.Text("decision"u8) };
}

public sealed record BusinessCapabilityChange : FieldChange
{
    /// <summary>TIER_250, TIER_2K, TIER_10K, TIER_100K, TIER_UNLIMITED, or a number; formerly -1 for unlimited.</summary>
    public string? MaxDailyConversations { get; init; }
    public int? MaxPhoneNumbers { get; init; }

    internal static BusinessCapabilityChange Read(JsonElement json) => new()
    {
        MaxDailyConversations = json.Text("max_daily_conversations_per_business"u8) ?? json.Text("max_daily_conversation_per_phone"u8),
        MaxPhoneNumbers = json.SmallInteger("max_phone_numbers_per_business"u8) ?? json.SmallInteger("max_phone_numbers_per_waba"u8),
    };
}

public sealed record BusinessUsernameChange : FieldChange
{
    public string? DisplayPhoneNumber { get; init; }
    public string? Username { get; init; }
    /// <summary>approved, reserved, deleted, …</summary>
    public string? Status { get; init; }

    internal static BusinessUsernameChange Read(JsonElement json) => new()
    {
        DisplayPhoneNumber = json.Text("display_phone_number"u8),
        Username = json.Text("username"u8),
        Status = json.Text("status"u8),
    };
}

public sealed record SecurityChange : FieldChange
{
    public string? DisplayPhoneNumber { get; init; }
    /// <summary>PIN_CHANGED, PIN_RESET_REQUEST or PIN_REQUEST_SUCCESS.</summary>
    public string? Event { get; init; }
    public string? Requester { get; init; }

    internal static SecurityChange Read(JsonElement json) => new()
    {
        DisplayPhoneNumber = json.Text("display_phone_number"u8),
        Event = json.Text("event"u8),
        Requester = json.Text("requester"u8),
    };
}

public sealed record FlowChange : FieldChange
{
    /// <summary>
    /// FLOW_STATUS_CHANGE, CLIENT_ERROR_RATE, ENDPOINT_ERROR_RATE, ENDPOINT_LATENCY, ENDPOINT_AVAILABILITY,
    /// FLOW_VERSION_EXPIRY_WARNING.
    /// </summary>
    public string? Event { get; init; }
    public string? FlowId { get; init; }
    public string? OldStatus { get; init; }
    public string? NewStatus { get; init; }
    public string? Message { get; init; }

    internal static FlowChange Read(JsonElement json) => new()
    {
        Event = json.Text("event"u8),
        FlowId = json.Text("flow_id"u8),
        OldStatus = json.Text("old_status"u8),
        NewStatus = json.Text("new_status"u8),
        Message = json.Text("message"u8),
    };
}
