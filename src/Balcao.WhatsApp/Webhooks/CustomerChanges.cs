using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

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
