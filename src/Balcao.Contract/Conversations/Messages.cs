namespace Balcao.Contract;

public enum MessageDirection { Inbound, Outbound, Internal }

/// <summary>What a message is. A type WhatsApp adds tomorrow arrives as <see cref="Unsupported"/>: visible, never lost.</summary>
public enum MessageKind
{
    Text, Image, Video, Audio, Voice, Document, Sticker, Location, Contacts, ButtonReply, ListReply, Reaction, Note, Unsupported,

    /// <summary>Products chosen from the catalog.</summary>
    Order,

    /// <summary>A flow or an address form, filled in.</summary>
    FormReply,

    /// <summary>Whether we may call.</summary>
    CallPermission,

    /// <summary>Nobody said it: the customer changed number or identity. Internal; opens no chat, costs nothing.</summary>
    System,

    /// <summary>Ours, with buttons to press under it.</summary>
    Buttons,
    /// <summary>Ours, with a list to choose from behind a button.</summary>
    List,
}

/// <summary>Which way a message came to be known that neither came in nor left through the API. PhoneApp: sent with the WhatsApp app on the business's phone. History: told afterwards, when the number was connected.</summary>
public enum MessageSource { PhoneApp, History }

/// <summary>Frequently: more than five times.</summary>
public enum ForwardMark { Once, Frequently }

/// <summary>How far a message of ours has come; only ever advances. Failure is kept beside it.</summary>
public enum DeliveryStatus { None, Queued, Sending, Unknown, Sent, Delivered, Read, Played }

/// <summary>Pending: still being fetched from WhatsApp. Failed: see the reason; may be fetched again while WhatsApp keeps it (7 days).</summary>
public enum MediaState { Pending, Stored, Failed }

/// <param name="At">WhatsApp's timestamp for what customers send, the server's clock for what we send. Messages sort by it, then by id.</param>
/// <param name="Text">Text, caption, note, or the title of a pressed button.</param>
/// <param name="RawType">WhatsApp's own type name, for a placeholder to name.</param>
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

    /// <summary>Null: it came in or left through the API.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>When whoever wrote it last changed it; <see cref="Text"/> is the newest text.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>What it said before each change, oldest first.</summary>
    public IReadOnlyList<EarlierText> EarlierTexts { get; init; } = [];

    /// <summary>When whoever wrote it deleted it for everyone. What it said is kept.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Null: not forwarded.</summary>
    public ForwardMark? Forwarded { get; init; }

    /// <summary>The ad or post the customer came from; on the first message after the click.</summary>
    public ReferralItem? Referral { get; init; }

    /// <summary>The product of our catalog that the message asks about.</summary>
    public ProductItem? Product { get; init; }

    public OrderItem? Order { get; init; }

    public FormItem? Form { get; init; }

    public CallPermissionItem? CallPermission { get; init; }

    /// <summary>What happened, on a message of the kind System.</summary>
    public NoticeItem? Notice { get; init; }

    /// <summary>Meta's code of why there is only a placeholder, for instance 131060; null where it gave none.</summary>
    public int? PlaceholderCode { get; init; }
}

/// <param name="Text">Null: it had no caption.</param>
/// <param name="At">Since when it said that.</param>
public sealed record EarlierText(string? Text, DateTimeOffset At);

/// <param name="SourceUrl">As WhatsApp gave it: somebody else's address, https or http; null otherwise.</param>
/// <param name="MediaType">image or video.</param>
public sealed record ReferralItem(string? SourceType, string? SourceUrl, string? Headline, string? Body, string? MediaType, string? WelcomeText);

public sealed record ProductItem(string? CatalogId, string ProductId);

/// <summary>What the customer wrote with it is the message's text.</summary>
public sealed record OrderItem(string? CatalogId, IReadOnlyList<OrderedItem> Items);

/// <param name="UnitPrice">In units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record OrderedItem(string? ProductId, decimal? Quantity, decimal? UnitPrice, string? Currency);

/// <param name="Name">flow or address_message.</param>
/// <param name="Fields">In the order of the answer; empty where it could not be taken apart.</param>
/// <param name="Raw">The answer as it came, where it could not be taken apart.</param>
public sealed record FormItem(string? Name, IReadOnlyList<FormField> Fields, string? Raw);

public sealed record FormField(string Name, string Value);

/// <param name="IsAutomatic">WhatsApp answered by itself, not the customer.</param>
public sealed record CallPermissionItem(bool IsAccepted, bool IsPermanent, DateTimeOffset? ExpiresAt, bool IsAutomatic);

public enum NoticeKind { NumberChanged, UserIdChanged, IdentityChanged, Other }

/// <param name="Before">The phone before, as people write it.</param>
/// <param name="After">The phone since, as people write it.</param>
public sealed record NoticeItem(NoticeKind Kind, string? Before, string? After);

/// <param name="Code">Balcao's stable code, for instance <c>send.windowClosed</c>.</param>
/// <param name="Reason">In the reader's language, with the next step.</param>
/// <param name="WhatsAppCode">Meta's own error code, where there was one.</param>
public sealed record MessageFailure(string Code, string Reason, int? WhatsAppCode);

/// <param name="MessageId">Null where the quoted message is older than our history.</param>
public sealed record QuotedMessage(MessageId? MessageId, MessageDirection? Direction, MessageKind? Kind, string? Text);

/// <param name="Url">Of the same origin, needs the same sign-in; null until stored.</param>
public sealed record MediaItem(MediaState State, string? Url, string MimeType, string? FileName, long? Size, bool IsAnimated)
{
    /// <summary>A copy of a sound as WAV, which every browser plays; null: none was made (yet), or none is needed.</summary>
    public string? PlayableUrl { get; init; }

    /// <summary>A small copy of a picture, without what its camera wrote beside it; null: none was made (yet).</summary>
    public string? ThumbnailUrl { get; init; }

    /// <summary>Pixels of the picture as it is seen.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>How loud a sound is along its length: one digit, 0 to 9, for each of its equal parts.</summary>
    public string? Waveform { get; init; }
}

public sealed record LocationItem(double Latitude, double Longitude, string? Name, string? Address);

public sealed record SharedContact(string Name, IReadOnlyList<string> Phones, IReadOnlyList<string> Emails, string? Organization);

/// <summary>Up to three buttons under a text. The one pressed comes back as a message with its <see cref="ReplyButtonItem.Id"/>.</summary>
public sealed record ReplyButtonsItem(IReadOnlyList<ReplyButtonItem> Buttons, string? Header = null, string? Footer = null);

/// <param name="Id">Comes back in <see cref="MessageItem.ReplyPayload"/>; null: the server gives one.</param>
public sealed record ReplyButtonItem(string Title, string? Id = null);

/// <summary>A list under a text, opened by a button. The row chosen comes back as a message with its <see cref="ReplyListRowItem.Id"/>.</summary>
public sealed record ReplyListItem(string Button, IReadOnlyList<ReplyListSectionItem> Sections, string? Header = null, string? Footer = null);

/// <param name="Title">Needed where there are several sections.</param>
public sealed record ReplyListSectionItem(string? Title, IReadOnlyList<ReplyListRowItem> Rows);

/// <param name="Id">Comes back in <see cref="MessageItem.ReplyPayload"/>; null: the server gives one.</param>
public sealed record ReplyListRowItem(string Title, string? Description = null, string? Id = null);

/// <param name="Agent">Null: the customer reacted.</param>
public sealed record ReactionItem(string Emoji, AgentName? Agent);

/// <summary>A text, or exactly one of upload, location, contacts, buttons and list.</summary>
public sealed record SendMessageRequest
{
    /// <summary>Made by the client, unique per message: sending again with the same key answers the first message.</summary>
    public required string ClientKey { get; init; }

    /// <summary>Text, the caption of the upload, or what stands above buttons and lists.</summary>
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
    /// <summary>One emoji; empty takes the reaction away.</summary>
    public required string Emoji { get; init; }
}

/// <summary>As what a file is to be sent, where its type alone does not say.</summary>
public enum SendAs
{
    /// <summary>A document, whatever it is.</summary>
    Document,
    /// <summary>A recording, in a format browsers record in; kept as the Ogg/Opus that WhatsApp plays.</summary>
    Voice,
    Sticker,
}

/// <summary>A file kept for a message to come.</summary>
public sealed record UploadItem(UploadId Id, MessageKind Kind, string MimeType, string FileName, long Size);

/// <summary>A message with where it is filed: the answer to <c>GET /api/messages?wamid=</c>.</summary>
public sealed record MessagePlace(MessageItem Message, ConversationId ConversationId, ContactItem Contact, NumberName Number);
