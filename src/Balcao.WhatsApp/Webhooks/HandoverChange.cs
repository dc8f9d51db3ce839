using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Control of a conversation went from one app to another, for instance from Meta's business agent to this one
/// (Meta, Messaging handovers webhook, Aug 2026). Meta asks to treat every member as optional.
/// </summary>
public sealed record HandoverChange : FieldChange
{
    /// <summary>Another app gave its control away.</summary>
    public const string ControlPassed = "control_passed";
    /// <summary>An app took the control.</summary>
    public const string ControlTaken = "control_taken";

    /// <summary>One of the constants, or a value Meta added since.</summary>
    public string? Type { get; init; }
    public string? PhoneNumberId { get; init; }
    public string? DisplayPhoneNumber { get; init; }
    /// <summary>Digits of the customer's phone.</summary>
    public string? Phone { get; init; }
    public string? UserId { get; init; }
    public DateTimeOffset? Timestamp { get; init; }
    /// <summary>ai_agent, escalation, customer_service, marketing, utility, ctwa.</summary>
    public string? PreviousOwnerRole { get; init; }
    /// <summary>As <see cref="PreviousOwnerRole"/>.</summary>
    public string? NewOwnerRole { get; init; }
    /// <summary>What the app that acted says about it, for instance why it passed the control.</summary>
    public string? Reason { get; init; }
    /// <summary>Meta's summary of the conversation so far.</summary>
    public string? Summary { get; init; }

    internal static HandoverChange Read(JsonElement json)
    {
        var sender = Member(json, "sender"u8);
        var recipient = Member(json, "recipient"u8);
        var type = json.Text("type"u8) ?? TypeOf(json);
        var details = type switch
        {
            ControlPassed => Member(json, "control_passed"u8),
            ControlTaken => Member(json, "control_taken"u8),
            _ => default,
        };
        return new()
        {
            Type = type,
            PhoneNumberId = recipient.Text("phone_number_id"u8),
            DisplayPhoneNumber = recipient.Text("display_phone_number"u8),
            Phone = sender.Text("phone_number"u8) ?? sender.Text("wa_id"u8),
            UserId = sender.Text("user_id"u8),
            Timestamp = json.Instant("timestamp"u8),
            PreviousOwnerRole = details.Text("previous_owner_role"u8),
            NewOwnerRole = details.Text("new_owner_role"u8),
            Reason = details.Text("metadata"u8),
            Summary = Member(Member(details, "conversation_context"u8), "summary"u8).Text("text"u8),
        };
    }

    private static string? TypeOf(JsonElement json) =>
        json.TryMember("control_passed"u8, out _) ? ControlPassed : json.TryMember("control_taken"u8, out _) ? ControlTaken : null;

    private static JsonElement Member(JsonElement json, ReadOnlySpan<byte> name) => json.TryMember(name, out var member) ? member : default;
}
