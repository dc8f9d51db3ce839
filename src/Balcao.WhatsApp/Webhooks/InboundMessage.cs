using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// A message from a customer, an echo of a message sent with the phone app, or a message of a history thread. The part
/// named by <see cref="Type"/> is read if its shape is known; id, sender, time and type are read in any case.
/// </summary>
public sealed record InboundMessage
{
    public required string Id { get; init; }
    /// <summary>One of <see cref="MessageTypes"/>, or a value Meta added since; "unknown" if absent.</summary>
    public required string Type { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>
    /// Digits of the sender's phone; absent for customers known only by a business-scoped id. For "system" the old
    /// number.
    /// </summary>
    public string? From { get; init; }
    public string? FromUserId { get; init; }
    public string? FromParentUserId { get; init; }
    /// <summary>Echoes and history only: the customer to whom the business wrote.</summary>
    public string? To { get; init; }
    public string? ToUserId { get; init; }
    public string? GroupId { get; init; }

    public MessageContext? Context { get; init; }
    /// <summary>
    /// The ad or post from which the customer came; on the first message after the click, whatever its type.
    /// </summary>
    public AdReferral? Referral { get; init; }
    public IReadOnlyList<WebhookError> Errors { get; init; } = [];

    public TextPart? Text { get; init; }
    public MediaPart? Image { get; init; }
    public MediaPart? Video { get; init; }
    public MediaPart? Audio { get; init; }
    public MediaPart? Document { get; init; }
    public MediaPart? Sticker { get; init; }
    public LocationPart? Location { get; init; }
    public IReadOnlyList<ContactCard> Contacts { get; init; } = [];
    public InteractiveReply? Interactive { get; init; }
    /// <summary>Only in the echo of a message that another app sent.</summary>
    public SentInteractive? SentInteractive { get; init; }
    /// <summary>Only in the echo of a message that another app sent.</summary>
    public SentTemplate? SentTemplate { get; init; }
    public TemplateButtonReply? Button { get; init; }
    public OrderPart? Order { get; init; }
    public ReactionPart? Reaction { get; init; }
    public SystemNotice? System { get; init; }
    /// <summary>The kind of an unsupported message (edit, poll, gif, …), if WhatsApp reports it.</summary>
    public string? UnsupportedType { get; init; }
    public MessageEdit? Edit { get; init; }
    /// <summary>The message deleted for everyone.</summary>
    public string? RevokedMessageId { get; init; }
    /// <summary>History only: sent, delivered, read, …</summary>
    public string? HistoryStatus { get; init; }

    /// <summary>The one media part, whatever its type.</summary>
    public MediaPart? Media => Image ?? Video ?? Audio ?? Document ?? Sticker;

    /// <summary>Whether the business wrote it, as far as the message itself says.</summary>
    public bool IsFrom(string? businessPhone) =>
        PhoneNumberFolding.Fold(From) is { } from ? from == PhoneNumberFolding.Fold(businessPhone)
        : string.IsNullOrEmpty(FromUserId) && NamesRecipient;

    internal bool NamesRecipient => !string.IsNullOrEmpty(To) || !string.IsNullOrEmpty(ToUserId);

    internal static InboundMessage Read(JsonElement json, string id)
    {
        var type = json.Text("type"u8);
        return new()
        {
            Id = id,
            Type = string.IsNullOrEmpty(type) ? MessageTypes.Unknown : type,
            Timestamp = json.Instant("timestamp"u8),
            From = json.Text("from"u8),
            FromUserId = json.Text("from_user_id"u8),
            FromParentUserId = json.Text("from_parent_user_id"u8),
            To = json.Text("to"u8),
            ToUserId = json.Text("to_user_id"u8),
            GroupId = json.Text("group_id"u8),
            Context = json.Part("context"u8, MessageContext.Read),
            Referral = json.Part("referral"u8, AdReferral.Read),
            Errors = json.List("errors"u8, WebhookError.Read),
            Text = json.Part("text"u8, TextPart.Read),
            Image = json.Part("image"u8, MediaPart.Read),
            Video = json.Part("video"u8, MediaPart.Read),
            Audio = json.Part("audio"u8, MediaPart.Read),
            Document = json.Part("document"u8, MediaPart.Read),
            Sticker = json.Part("sticker"u8, MediaPart.Read),
            Location = json.Part("location"u8, LocationPart.Read),
            Contacts = json.List("contacts"u8, ContactCard.Read),
            Interactive = json.Part("interactive"u8, InteractiveReply.Read),
            Button = json.Part("button"u8, TemplateButtonReply.Read),
            Order = json.Part("order"u8, OrderPart.Read),
            Reaction = json.Part("reaction"u8, ReactionPart.Read),
            System = json.Part("system"u8, SystemNotice.Read),
            UnsupportedType = json.TryMember("unsupported"u8, out var unsupported) ? unsupported.Text("type"u8) : null,
            Edit = json.Part("edit"u8, MessageEdit.Read),
            RevokedMessageId = json.TryMember("revoke"u8, out var revoke) ? revoke.Text("original_message_id"u8) : null,
            HistoryStatus = json.TryMember("history_context"u8, out var history) ? history.Text("status"u8) : null,
        };
    }
}

public static class MessageTypes
{
    public const string Text = "text";
    public const string Image = "image";
    public const string Video = "video";
    public const string Audio = "audio";
    public const string Document = "document";
    public const string Sticker = "sticker";
    public const string Location = "location";
    public const string Contacts = "contacts";
    public const string Interactive = "interactive";
    /// <summary>A quick reply of a template.</summary>
    public const string Button = "button";
    /// <summary>Only in the echo of a message that another app sent.</summary>
    public const string Template = "template";
    public const string Order = "order";
    public const string Reaction = "reaction";
    public const string System = "system";
    public const string Unsupported = "unsupported";
    public const string Edit = "edit";
    public const string Revoke = "revoke";
    /// <summary>Removed by Meta on 27 Mar 2026.</summary>
    public const string RequestWelcome = "request_welcome";
    /// <summary>History only: the media itself follows in a separate webhook.</summary>
    public const string MediaPlaceholder = "media_placeholder";
    public const string Ephemeral = "ephemeral";
    public const string Unknown = "unknown";
}
