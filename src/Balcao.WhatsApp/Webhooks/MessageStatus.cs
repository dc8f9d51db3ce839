using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The status of a message that we sent, or of something that the message asked for, for instance a payment. Statuses can
/// arrive late, twice and out of order; see <see cref="DeliveryStatuses.Rank"/>.
/// </summary>
public sealed record MessageStatus
{
    /// <summary>The wamid of our message.</summary>
    public required string Id { get; init; }
    /// <summary>One of <see cref="DeliveryStatuses"/>, or a value Meta added since.</summary>
    public required string Status { get; init; }
    public DateTimeOffset? Timestamp { get; init; }
    /// <summary>What the status is about, if it is not the delivery: "payment", "call", …; absent for a delivery.</summary>
    public string? Type { get; init; }
    /// <summary>Only for the type "payment".</summary>
    public PaymentPart? Payment { get; init; }
    /// <summary>Digits of the phone number, or the group's id; absent when only the business-scoped id is known.</summary>
    public string? RecipientId { get; init; }
    /// <summary>"group", else absent or "individual".</summary>
    public string? RecipientType { get; init; }
    public string? RecipientParticipantId { get; init; }
    public string? RecipientUserId { get; init; }
    public string? RecipientParentUserId { get; init; }
    public string? RecipientIdentityKeyHash { get; init; }
    /// <summary>What we gave as <c>biz_opaque_callback_data</c> when sending.</summary>
    public string? CallbackData { get; init; }
    public ConversationWindow? Conversation { get; init; }
    public MessagePricing? Pricing { get; init; }
    public IReadOnlyList<WebhookError> Errors { get; init; } = [];

    public const string PaymentType = "payment";

    /// <summary>False: <see cref="Status"/> says nothing of whether the message arrived, whatever its word.</summary>
    public bool IsOfDelivery => string.IsNullOrEmpty(Type);

    public bool IsGroup => RecipientType == "group";

    internal static MessageStatus Read(JsonElement json, string id)
    {
        var conversation = json.Part("conversation"u8, ConversationWindow.Read);
        return new()
        {
            Id = id,
            Status = json.Text("status"u8) ?? "",
            Timestamp = json.Instant("timestamp"u8),
            Type = json.Text("type"u8),
            Payment = json.Part("payment"u8, PaymentPart.Read),
            RecipientId = json.Text("recipient_id"u8),
            RecipientType = json.Text("recipient_type"u8),
            // Meta's pages about groups use both names.
            RecipientParticipantId = json.Text("recipient_participant_id"u8) ?? json.Text("participant_recipient_id"u8),
            RecipientUserId = json.Text("recipient_user_id"u8),
            RecipientParentUserId = json.Text("recipient_parent_user_id"u8),
            RecipientIdentityKeyHash = json.Text("recipient_identity_key_hash"u8),
            CallbackData = json.Text("biz_opaque_callback_data"u8),
            Conversation = conversation,
            // Group statuses nest the pricing inside the conversation.
            Pricing = json.Part("pricing"u8, MessagePricing.Read)
                ?? (json.TryMember("conversation"u8, out var nested) ? nested.Part("pricing"u8, MessagePricing.Read) : null),
            Errors = json.List("errors"u8, WebhookError.Read),
        };
    }
}

/// <summary>
/// The payment that an order message of ours asked for (Meta, Payments API, payment status webhooks, 2026). The status of
/// the payment is <see cref="MessageStatus.Status"/>: pending, captured, failed, …
/// </summary>
public sealed record PaymentPart
{
    /// <summary>The reference we gave the order.</summary>
    public string? ReferenceId { get; init; }
    /// <summary>In units of <see cref="Currency"/>, not in cents.</summary>
    public decimal? Amount { get; init; }
    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }
    public string? TransactionId { get; init; }
    /// <summary>success, pending, failed, …</summary>
    public string? TransactionStatus { get; init; }
    /// <summary>Why the transaction failed, in the provider's words.</summary>
    public string? FailureReason { get; init; }

    internal static PaymentPart Read(JsonElement json)
    {
        var amount = Member(json, "amount"u8);
        var transaction = Member(json, "transaction"u8);
        return new()
        {
            ReferenceId = json.Text("reference_id"u8),
            Amount = amount.Amount("value"u8) is { } value && amount.Amount("offset"u8) is >= 1 and { } offset ? value / offset : null,
            Currency = json.Text("currency"u8),
            TransactionId = transaction.Text("id"u8),
            TransactionStatus = transaction.Text("status"u8),
            FailureReason = Member(transaction, "error"u8).Text("reason"u8),
        };
    }

    private static JsonElement Member(JsonElement json, ReadOnlySpan<byte> name) => json.TryMember(name, out var member) ? member : default;
}

public static class DeliveryStatuses
{
    public const string Sent = "sent";
    public const string Delivered = "delivered";
    public const string Read = "read";
    /// <summary>First play of a voice message.</summary>
    public const string Played = "played";
    public const string Failed = "failed";

    /// <summary>
    /// sent 1, delivered 2, read 3, played 4; the status of a message only increases. All other values are 0: a failure
    /// does not replace the delivery status, and the legacy values deleted and warning have no meaning here.
    /// </summary>
    public static int Rank(string? status) => status switch
    {
        Sent => 1,
        Delivered => 2,
        Read => 3,
        Played => 4,
        _ => 0,
    };
}

/// <summary>Since v24.0 present only for the free entry point; its id must not be used as a key.</summary>
public sealed record ConversationWindow
{
    public string? Id { get; init; }
    public string? OriginType { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    internal static ConversationWindow Read(JsonElement json) => new()
    {
        Id = json.Text("id"u8),
        OriginType = json.TryMember("origin"u8, out var origin) ? origin.Text("type"u8) : null,
        ExpiresAt = json.Instant("expiration_timestamp"u8),
    };
}

/// <summary>How Meta prices the message; comes with "sent" and with one of "delivered" and "read".</summary>
public sealed record MessagePricing
{
    public bool? Billable { get; init; }
    /// <summary>PMP (per message) or CBP (per conversation, until July 2025).</summary>
    public string? Model { get; init; }
    /// <summary>regular, free_customer_service or free_entry_point.</summary>
    public string? Type { get; init; }
    /// <summary>authentication, marketing, utility, service and others.</summary>
    public string? Category { get; init; }

    internal static MessagePricing Read(JsonElement json) => new()
    {
        Billable = json.Flag("billable"u8),
        Model = json.Text("pricing_model"u8),
        Type = json.Text("type"u8),
        Category = json.Text("category"u8),
    };
}
