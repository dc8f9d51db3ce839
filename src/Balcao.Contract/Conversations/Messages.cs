using System.Text.Json.Serialization;

namespace Balcao.Contract;

public enum MessageDirection { Inbound, Outbound, Internal }

/// <summary>
/// The kind of a message. A type that this version does not know arrives as <see cref="Unsupported"/> and is shown as a
/// placeholder.
/// </summary>
public enum MessageKind
{
    Text, Image, Video, Audio, Voice, Document, Sticker, Location, Contacts, ButtonReply, ListReply, Reaction, Note, Unsupported,

    /// <summary>Products chosen from the catalog.</summary>
    Order,

    /// <summary>A flow or an address form that the customer filled in.</summary>
    FormReply,

    /// <summary>The customer's answer to the question whether we may call.</summary>
    CallPermission,

    /// <summary>A notice, for instance of a changed number or identity. Internal; opens no chat, is not charged.</summary>
    System,

    /// <summary>A message of ours with reply buttons.</summary>
    Buttons,
    /// <summary>A message of ours with a list to choose from, opened by a button.</summary>
    List,
}

/// <summary>
/// The source of a message that no person wrote or received through the API. PhoneApp: sent with the WhatsApp app on the
/// business's phone. History: reported by WhatsApp when the number was connected. OtherApp: written while another app, for
/// instance Meta's business agent, had control of the conversation; received ones are answered there. Automatic: one of the
/// group's texts, sent by a rule.
/// </summary>
public enum MessageSource { PhoneApp, History, OtherApp, Automatic }

/// <summary>Frequently: forwarded more than five times.</summary>
public enum ForwardMark { Once, Frequently }

/// <summary>The state of a message we send; it never goes backwards. A failure is stored separately.</summary>
public enum DeliveryStatus { None, Queued, Sending, Unknown, Sent, Delivered, Read, Played }

/// <summary>
/// Pending: not fetched from WhatsApp yet. Failed: the file can be fetched again while WhatsApp keeps it (7 days).
/// </summary>
public enum MediaState { Pending, Stored, Failed }

/// <param name="At">
/// WhatsApp's timestamp of the customer's messages, the server's time of ours. Messages are sorted by it, then by id.
/// </param>
/// <param name="Text">Text, caption, note, or the title of a pressed button.</param>
/// <param name="RawType">WhatsApp's name of the type, for placeholders.</param>
public sealed record MessageItem(
    MessageId Id,
    ConversationId ConversationId,
    ChatId? ChatId,
    MessageDirection Direction,
    MessageKind Kind,
    DateTimeOffset At,
    string? Text,
    AgentName? Author,
    DeliveryStatus Delivery,
    MessageFailure? Failure,
    QuotedMessage? Quote,
    MediaItem? Media,
    LocationItem? Location,
    IReadOnlyList<SharedContact> Contacts,
    string? ReplyPayload,
    string? RawType,
    IReadOnlyList<ReactionItem> Reactions,
    string? Wamid,
    string? ClientKey)
{
    public ReplyButtonsItem? Buttons { get; init; }

    public ReplyListItem? List { get; init; }

    /// <summary>Null: the message passed through the API.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>A rule sent it, not a person.</summary>
    [JsonIgnore]
    public bool IsAutomatic => Source is MessageSource.Automatic;

    /// <summary>When the author last edited the message; <see cref="Text"/> is the newest text.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>The texts before each edit, oldest first.</summary>
    public IReadOnlyList<EarlierText> EarlierTexts { get; init; } = [];

    /// <summary>When the author deleted the message for everyone. Its text is kept.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Null: not forwarded.</summary>
    public ForwardMark? Forwarded { get; init; }

    /// <summary>The ad or post that the customer came from; only on the first message after the click.</summary>
    public ReferralItem? Referral { get; init; }

    /// <summary>The product of our catalog that the message asks about.</summary>
    public ProductItem? Product { get; init; }

    public OrderItem? Order { get; init; }

    public FormItem? Form { get; init; }

    public CallPermissionItem? CallPermission { get; init; }

    /// <summary>The notice; only on messages of the kind System.</summary>
    public NoticeItem? Notice { get; init; }

    /// <summary>Meta's code for why only a placeholder can be shown, for instance 131060; null if Meta gave none.</summary>
    public int? PlaceholderCode { get; init; }
}

/// <param name="Text">Null: the message had no caption.</param>
/// <param name="At">When the message got this text.</param>
public sealed record EarlierText(string? Text, DateTimeOffset At);

/// <param name="SourceUrl">The external address as WhatsApp reported it; null if it is neither https nor http.</param>
/// <param name="MediaType">image or video.</param>
public sealed record ReferralItem(string? SourceType, string? SourceUrl, string? Headline, string? Body, string? MediaType, string? WelcomeText);

public sealed record ProductItem(string? CatalogId, string ProductId);

/// <summary>The customer's comment on the order is the text of the message.</summary>
public sealed record OrderItem(string? CatalogId, IReadOnlyList<OrderedItem> Items);

/// <param name="UnitPrice">In units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrderedItem(string? ProductId, decimal? Quantity, decimal? UnitPrice, string? Currency);

/// <param name="Name">flow or address_message.</param>
/// <param name="Fields">In the order of the answer; empty if the answer could not be parsed.</param>
/// <param name="Raw">The answer as received, if it could not be parsed; otherwise null.</param>
public sealed record FormItem(string? Name, IReadOnlyList<FormField> Fields, string? Raw);

public sealed record FormField(string Name, string Value);

/// <param name="IsAutomatic">WhatsApp answered automatically, not the customer.</param>
public sealed record CallPermissionItem(bool IsAccepted, bool IsPermanent, DateTimeOffset? ExpiresAt, bool IsAutomatic);

/// <summary>
/// Payment: the state of a payment that a message asked for. ControlPassed: another app, for instance Meta's business agent,
/// passed the conversation on. ControlTaken: an app took the conversation. TextNotSent: an automatic text was not sent; After is
/// the code of the reason, for instance <c>number.suspended</c>. Transferred, TakenOver: the chat passed from Before to After, both
/// names. GuestJoined, GuestLeft: After is the agent's name.
/// </summary>
public enum NoticeKind { NumberChanged, UserIdChanged, IdentityChanged, Payment, ControlPassed, ControlTaken, Other, TextNotSent, Transferred, TakenOver, GuestJoined, GuestLeft }

/// <param name="Before">The phone before the change, as people write it.</param>
/// <param name="After">The phone after the change, as people write it.</param>
public sealed record NoticeItem(NoticeKind Kind, string? Before, string? After)
{
    /// <summary>Only on notices of the kind Payment.</summary>
    public PaymentItem? Payment { get; init; }
}

/// <param name="Status">Meta's value: pending, captured, failed, …</param>
/// <param name="Reference">The reference that the business gave the order.</param>
/// <param name="Amount">In units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record PaymentItem(string Status, string? Reference, decimal? Amount, string? Currency);

/// <param name="Code">Balcao's stable code, for instance <c>send.windowClosed</c>.</param>
/// <param name="Reason">In the reader's language, with what to do next.</param>
/// <param name="WhatsAppCode">Meta's error code; null if there was none.</param>
public sealed record MessageFailure(string Code, string Reason, int? WhatsAppCode);

/// <param name="MessageId">Null if the quoted message is older than our history.</param>
public sealed record QuotedMessage(MessageId? MessageId, MessageDirection? Direction, MessageKind? Kind, string? Text);

/// <param name="Url">On the same origin, requires the same sign-in; null until the file is stored.</param>
public sealed record MediaItem(MediaState State, string? Url, string MimeType, string? FileName, long? Size, bool IsAnimated)
{
    /// <summary>A WAV copy of an audio file, which every browser plays; null: none exists (yet), or none is needed.</summary>
    public string? PlayableUrl { get; init; }

    /// <summary>A small copy of an image, without the metadata of its camera; null: there is none (yet).</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>In pixels, with the orientation of the image applied.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>The loudness of an audio file over time: one digit, 0 to 9, for each of its equal parts.</summary>
    public string? Waveform { get; init; }
}

public sealed record LocationItem(double Latitude, double Longitude, string? Name, string? Address);

public sealed record SharedContact(string Name, IReadOnlyList<string> Phones, IReadOnlyList<string> Emails, string? Organization);

/// <summary>
/// Up to three buttons under a text. The pressed button arrives as a message with its <see cref="ReplyButtonItem.Id"/>.
/// </summary>
public sealed record ReplyButtonsItem(IReadOnlyList<ReplyButtonItem> Buttons, string? Header = null, string? Footer = null);

/// <param name="Id">Returned in <see cref="MessageItem.ReplyPayload"/>; null: the server creates one.</param>
public sealed record ReplyButtonItem(string Title, string? Id = null);

/// <summary>
/// A list under a text, opened by a button. The chosen row arrives as a message with its <see cref="ReplyListRowItem.Id"/>.
/// </summary>
public sealed record ReplyListItem(string Button, IReadOnlyList<ReplyListSectionItem> Sections, string? Header = null, string? Footer = null);

/// <param name="Title">Required if there are several sections.</param>
public sealed record ReplyListSectionItem(string? Title, IReadOnlyList<ReplyListRowItem> Rows);

/// <param name="Id">Returned in <see cref="MessageItem.ReplyPayload"/>; null: the server creates one.</param>
public sealed record ReplyListRowItem(string Title, string? Description = null, string? Id = null);

/// <param name="Agent">Null: the customer reacted.</param>
public sealed record ReactionItem(string Emoji, AgentName? Agent);

/// <summary>A text, or exactly one of upload, location, contacts, buttons and list.</summary>
public sealed record SendMessageRequest
{
    /// <summary>Chosen by the client, unique per message; a repeated request with the key returns the first message.</summary>
    public required string ClientKey { get; init; }

    /// <summary>The text, the caption of the upload, or the text above buttons or a list.</summary>
    public string? Text { get; init; }

    public UploadId? UploadId { get; init; }

    public LocationItem? Location { get; init; }

    public IReadOnlyList<SharedContact>? Contacts { get; init; }

    public ReplyButtonsItem? Buttons { get; init; }

    public ReplyListItem? List { get; init; }

    public MessageId? ReplyTo { get; init; }
}

public sealed record AddNoteRequest
{
    public required string ClientKey { get; init; }

    public required string Text { get; init; }
}

public sealed record ReactRequest
{
    /// <summary>One emoji; empty removes the reaction.</summary>
    public required string Emoji { get; init; }
}

/// <summary>How a file is sent, if its MIME type alone does not decide it.</summary>
public enum SendAs
{
    /// <summary>As a document, whatever its type.</summary>
    Document,
    /// <summary>A recording in any format that browsers record; stored as Ogg/Opus, which WhatsApp plays.</summary>
    Voice,
    Sticker,
}

/// <summary>A file stored for a message that is not written yet.</summary>
public sealed record UploadItem(UploadId Id, MessageKind Kind, string MimeType, string FileName, long Size);

/// <summary>A message with its conversation, contact and number: the response of <c>GET /api/messages?wamid=</c>.</summary>
public sealed record MessagePlace(MessageItem Message, ConversationId ConversationId, ContactItem Contact, NumberName Number);
