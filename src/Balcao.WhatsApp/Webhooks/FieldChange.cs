using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The value of a webhook field other than messages, as far as its shape is known; fields without a record here
/// (calls, groups, payments, partner solutions, …) are kept raw.
/// </summary>
public abstract record FieldChange
{
    internal static FieldChange? Read(string field, JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            return null;
        return field switch
        {
            WebhookFields.TemplateStatus => TemplateStatusChange.Read(value),
            WebhookFields.TemplateQuality => TemplateQualityChange.Read(value),
            WebhookFields.TemplateComponents => TemplateComponentsChange.Read(value),
            WebhookFields.TemplateCategory => TemplateCategoryChange.Read(value),
            WebhookFields.PhoneNumberQuality => PhoneNumberQualityChange.Read(value),
            WebhookFields.PhoneNumberName => PhoneNumberNameChange.Read(value),
            WebhookFields.Account => AccountChange.Read(value),
            WebhookFields.AccountAlerts => AccountAlert.Read(value),
            WebhookFields.AccountReview => AccountReviewChange.Read(value),
            WebhookFields.BusinessCapability => BusinessCapabilityChange.Read(value),
            WebhookFields.BusinessUsernames => BusinessUsernameChange.Read(value),
            WebhookFields.Security => SecurityChange.Read(value),
            WebhookFields.Flows => FlowChange.Read(value),
            WebhookFields.UserPreferences => value.First("user_preferences"u8, UserPreferenceChange.Read),
            WebhookFields.UserIds => value.First("user_id_update"u8, UserIdChange.Read),
            WebhookFields.PhoneAppContacts => value.First("state_sync"u8, PhoneAppContactChange.Read),
            _ => null,
        };
    }
}

/// <summary>Which template; the language as Meta writes it in webhooks (en-US), though the API says en_US.</summary>
public abstract record TemplateChange : FieldChange
{
    public string? TemplateId { get; init; }
    public string? TemplateName { get; init; }
    public string? TemplateLanguage { get; init; }

    /// <summary>The language in the API's spelling, for matching.</summary>
    public string? ApiLanguage => TemplateLanguage?.Replace('-', '_');
}

public sealed record TemplateStatusChange : TemplateChange
{
    /// <summary>APPROVED, REJECTED, PENDING, PAUSED, DISABLED, FLAGGED, REINSTATED, PENDING_DELETION, …</summary>
    public string? Event { get; init; }
    public string? Category { get; init; }
    /// <summary>Why it was rejected; null when Meta says NONE.</summary>
    public string? Reason { get; init; }
    public string? DisableDate { get; init; }
    /// <summary>FIRST_PAUSE, SECOND_PAUSE, RATE_LIMITING_PAUSE, UNPAUSE, DISABLED.</summary>
    public string? PauseTitle { get; init; }
    public string? PauseDescription { get; init; }
    public string? RejectionReason { get; init; }
    public string? RejectionRecommendation { get; init; }

    internal static TemplateStatusChange Read(JsonElement json)
    {
        var other = json.TryMember("other_info"u8, out var foundOther) ? foundOther : default;
        var rejection = json.TryMember("rejection_info"u8, out var foundRejection) ? foundRejection : default;
        return new()
        {
            TemplateId = json.Text("message_template_id"u8),
            TemplateName = json.Text("message_template_name"u8),
            TemplateLanguage = json.Text("message_template_language"u8),
            Event = json.Text("event"u8),
            Category = json.Text("message_template_category"u8),
            Reason = json.Text("reason"u8) is { } reason and not "NONE" ? reason : null,
            DisableDate = json.TryMember("disable_info"u8, out var disable) ? disable.Text("disable_date"u8) : null,
            PauseTitle = other.Text("title"u8),
            PauseDescription = other.Text("description"u8),
            RejectionReason = rejection.Text("reason"u8),
            RejectionRecommendation = rejection.Text("recommendation"u8),
        };
    }
}

public sealed record TemplateQualityChange : TemplateChange
{
    /// <summary>GREEN, YELLOW, RED or UNKNOWN.</summary>
    public string? PreviousScore { get; init; }
    public string? NewScore { get; init; }

    internal static TemplateQualityChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        PreviousScore = json.Text("previous_quality_score"u8),
        NewScore = json.Text("new_quality_score"u8),
    };
}

/// <summary>The template's text changed: fetch it again.</summary>
public sealed record TemplateComponentsChange : TemplateChange
{
    public string? Title { get; init; }
    public string? Body { get; init; }
    public string? Footer { get; init; }
    /// <summary>JSON array as sent.</summary>
    public string? ButtonsJson { get; init; }

    internal static TemplateComponentsChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        Title = json.Text("message_template_title"u8),
        Body = json.Text("message_template_element"u8),
        Footer = json.Text("message_template_footer"u8),
        ButtonsJson = json.Raw("message_template_buttons"u8),
    };
}

/// <summary>
/// A day ahead Meta announces the change: <see cref="NewCategory"/> is then still the present one and
/// <see cref="CorrectCategory"/> the one to come. Once done, <see cref="PreviousCategory"/> is set instead.
/// </summary>
public sealed record TemplateCategoryChange : TemplateChange
{
    public string? PreviousCategory { get; init; }
    public string? NewCategory { get; init; }
    public string? CorrectCategory { get; init; }
    public DateTimeOffset? EffectiveAt { get; init; }

    public bool IsAnnouncement => CorrectCategory is not null;

    internal static TemplateCategoryChange Read(JsonElement json) => new()
    {
        TemplateId = json.Text("message_template_id"u8),
        TemplateName = json.Text("message_template_name"u8),
        TemplateLanguage = json.Text("message_template_language"u8),
        PreviousCategory = json.Text("previous_category"u8),
        NewCategory = json.Text("new_category"u8),
        CorrectCategory = json.Text("correct_category"u8),
        EffectiveAt = json.Instant("category_update_timestamp"u8),
    };
}

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
    /// <summary>ACCOUNT_DELETED, ACCOUNT_VIOLATION, ACCOUNT_RESTRICTION, DISABLED_UPDATE, PARTNER_REMOVED, ACCOUNT_OFFBOARDED, …</summary>
    public string? Event { get; init; }
    public string? PhoneNumber { get; init; }
    public string? Country { get; init; }
    public string? ViolationType { get; init; }
    /// <summary>DISABLE, REINSTATE or SCHEDULE_FOR_DISABLE.</summary>
    public string? BanState { get; init; }
    public string? BanDate { get; init; }
    public IReadOnlyList<AccountRestriction> Restrictions { get; init; } = [];
    /// <summary>The WABA a partner event speaks of.</summary>
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

    internal static AccountRestriction Read(JsonElement json) => new()
    {
        Type = json.Text("restriction_type"u8),
        Expiration = json.Text("expiration"u8),
    };
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
        // Documented inside alert_info; some payloads carry the members beside the entity.
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
    /// <summary>TIER_250, TIER_2K, TIER_10K, TIER_100K, TIER_UNLIMITED, or a number; -1 was unlimited.</summary>
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
    /// <summary>FLOW_STATUS_CHANGE, CLIENT_ERROR_RATE, ENDPOINT_ERROR_RATE, ENDPOINT_LATENCY, ENDPOINT_AVAILABILITY, FLOW_VERSION_EXPIRY_WARNING.</summary>
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

/// <summary>A customer stopped or resumed marketing messages.</summary>
public sealed record UserPreferenceChange : FieldChange
{
    public string? WaId { get; init; }
    public string? UserId { get; init; }
    /// <summary>"marketing_messages".</summary>
    public string? Category { get; init; }
    /// <summary>"stop" or "resume".</summary>
    public string? Value { get; init; }
    public string? Detail { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    public bool StopsMarketing => Value == "stop";

    internal static UserPreferenceChange Read(JsonElement json) => new()
    {
        WaId = json.Text("wa_id"u8),
        UserId = json.Text("user_id"u8),
        Category = json.Text("category"u8),
        Value = json.Text("value"u8),
        Detail = json.Text("detail"u8),
        Timestamp = json.Instant("timestamp"u8),
    };
}

/// <summary>A customer's business-scoped id was replaced.</summary>
public sealed record UserIdChange : FieldChange
{
    public string? WaId { get; init; }
    public string? PreviousUserId { get; init; }
    public string? CurrentUserId { get; init; }
    public string? PreviousParentUserId { get; init; }
    public string? CurrentParentUserId { get; init; }
    public string? Detail { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    internal static UserIdChange Read(JsonElement json)
    {
        var user = json.TryMember("user_id"u8, out var foundUser) ? foundUser : default;
        var parent = json.TryMember("parent_user_id"u8, out var foundParent) ? foundParent : default;
        return new()
        {
            WaId = json.Text("wa_id"u8),
            PreviousUserId = user.Text("previous"u8),
            CurrentUserId = user.Text("current"u8) ?? json.Text("user_id"u8),
            PreviousParentUserId = parent.Text("previous"u8),
            CurrentParentUserId = parent.Text("current"u8) ?? json.Text("parent_user_id"u8),
            Detail = json.Text("detail"u8),
            Timestamp = json.Instant("timestamp"u8),
        };
    }
}

/// <summary>A contact added, changed or removed in the address book of the phone app (coexistence).</summary>
public sealed record PhoneAppContactChange : FieldChange
{
    /// <summary>"contact".</summary>
    public string? Type { get; init; }
    /// <summary>"add" (also for a change) or "remove".</summary>
    public string? Action { get; init; }
    public string? FullName { get; init; }
    public string? FirstName { get; init; }
    public string? PhoneNumber { get; init; }
    public string? UserId { get; init; }
    public string? Username { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    internal static PhoneAppContactChange Read(JsonElement json)
    {
        var contact = json.TryMember("contact"u8, out var foundContact) ? foundContact : default;
        var metadata = json.TryMember("metadata"u8, out var foundMetadata) ? foundMetadata : default;
        return new()
        {
            Type = json.Text("type"u8),
            Action = json.Text("action"u8),
            FullName = contact.Text("full_name"u8),
            FirstName = contact.Text("first_name"u8),
            PhoneNumber = contact.Text("phone_number"u8),
            UserId = contact.Text("user_id"u8),
            Username = contact.Text("username"u8),
            Timestamp = metadata.Instant("timestamp"u8),
        };
    }
}
