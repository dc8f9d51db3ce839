using System.Security.Cryptography;
using System.Text;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// One update of a webhook: a message, a status, an error, an echo, a history thread or the change of another field.
/// <see cref="WebhookParser.ParseStored"/> restores it from <see cref="RawJson"/> alone.
/// </summary>
public sealed record WebhookUpdate
{
    public required WebhookUpdateKind Kind { get; init; }
    /// <summary>
    /// The JSON to store: {"object","entry_id","entry_time","field","metadata","contact"} and one of "message", "echo",
    /// "status", "error", "history", "value", "unreadable", each as received; "rest" holds unknown members of the
    /// value. If the body was not a known webhook, the text of the whole body. Never contains U+0000 or half a
    /// surrogate pair.
    /// </summary>
    public required string RawJson { get; init; }
    /// <summary>
    /// The same for all updates about one customer, so that they can be processed in order: "p:" and the folded phone,
    /// else "u:" and the business-scoped id, else "g:" and the group, else "w:" and the WhatsApp business account. A
    /// customer known by phone in one update and only by id in another has two keys.
    /// </summary>
    public required string IdentityKey { get; init; }

    /// <summary>The WhatsApp business account (WABA).</summary>
    public string? WabaId { get; init; }
    /// <summary>One of <see cref="WebhookFields"/>, or a name Meta added since.</summary>
    public string? Field { get; init; }
    /// <summary>When Meta made the entry; usually on management fields only.</summary>
    public DateTimeOffset? EntryTime { get; init; }
    public string? PhoneNumberId { get; init; }
    public string? DisplayPhoneNumber { get; init; }
    /// <summary>The element of contacts[] that the update is about; null if none matches.</summary>
    public WebhookContact? Contact { get; init; }

    /// <summary>Set for <see cref="WebhookUpdateKind.Message"/> and <see cref="WebhookUpdateKind.Echo"/>.</summary>
    public InboundMessage? Message { get; init; }
    public MessageStatus? Status { get; init; }
    public WebhookError? Error { get; init; }
    public HistoryChunk? History { get; init; }
    /// <summary>Null for fields whose shape is not read here; <see cref="RawJson"/> has it.</summary>
    public FieldChange? Change { get; init; }

    /// <summary>
    /// Another app has control of the conversation, and this app only listens: nobody expects an answer from it.
    /// </summary>
    public bool IsStandby => Field is WebhookFields.Standby;

    /// <summary>
    /// Whether the business wrote <see cref="Message"/>, so that the customer is its recipient: an echo, or a message of the phone
    /// app's history.
    /// </summary>
    public bool IsFromBusiness => Message is { } message
        && (Kind is WebhookUpdateKind.Echo || (Field is WebhookFields.History || message.NamesRecipient) && message.IsFrom(DisplayPhoneNumber));

    /// <summary>
    /// Equal for redeliveries of the same update to the same number: the message's id; for a status of delivery its id, status and
    /// participant; else a hash of the content. Meta redelivers whole bodies.
    /// </summary>
    public string DedupKey => this switch
    {
        { Message: { } message } => "m:" + message.Id,
        { Status: { IsOfDelivery: true } status } => $"s:{status.Id}:{status.Status}:{status.RecipientParticipantId}",
        _ => "h:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RawJson))),
    };
}

public enum WebhookUpdateKind
{
    /// <summary>
    /// The body is not JSON or not a webhook, or a message or status has no id; only
    /// <see cref="WebhookUpdate.RawJson"/> is reliable.
    /// </summary>
    Unreadable,
    /// <summary>A webhook of another product than WhatsApp.</summary>
    UnknownObject,
    Message,
    /// <summary>A message the business sent from the phone app.</summary>
    Echo,
    Status,
    /// <summary>An error of the account or system, not of a message.</summary>
    Error,
    /// <summary>One thread of the phone app's history.</summary>
    History,
    /// <summary>Any other field.</summary>
    Field,
    /// <summary>
    /// The body goes deeper, or would take more when it is taken apart, than any that Meta sends (see the limits of
    /// <see cref="WebhookParser"/>): only <see cref="WebhookUpdate.RawJson"/> is there, the body as a whole.
    /// </summary>
    Excessive,
}
