using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>One claimed row of the outbox with everything needed to send it without the database.</summary>
/// <param name="Epoch">The number of the claim; the answer is written only if it is still the row's claim.</param>
internal sealed record SendOrder(Guid OutboxId, int Epoch, int Attempts, OutboxKind Kind, TenantId Tenant, MessageId MessageId, NumberCredentials Number)
{
    /// <summary>Null for a read receipt.</summary>
    public Recipient? To { get; init; }

    /// <summary>The wamid of the message replied to, reacted to or read.</summary>
    public string? Wamid { get; init; }

    public string? Emoji { get; init; }

    public string? Text { get; init; }

    public MessageKind MessageKind { get; init; }

    public SendFile? File { get; init; }

    /// <summary>What the kind has besides text.</summary>
    public MessageContent? More { get; init; }

    /// <summary>The message for WhatsApp, with the file's id if there is a file.</summary>
    public OutboundMessage ToMessage(string? mediaId)
    {
        var file = mediaId is null ? null : MediaReference.OfId(mediaId);
        OutboundContent content = (Kind, MessageKind) switch
        {
            (OutboxKind.Reaction, _) => new ReactionContent(Wamid!, Emoji),
            (_, MessageKind.Text) => new TextContent(Text!, PreviewUrl: true),
            (_, MessageKind.Image) => new ImageContent(file!, Text),
            (_, MessageKind.Video) => new VideoContent(file!, Text),
            (_, MessageKind.Audio) => new AudioContent(file!),
            (_, MessageKind.Voice) => new AudioContent(file!, Voice: true),
            (_, MessageKind.Sticker) => new StickerContent(file!),
            (_, MessageKind.Document) => new DocumentContent(file!, File!.FileName, Text),
            (_, MessageKind.Location) => OutboundParts.Of(More!.Location!),
            (_, MessageKind.Contacts) => OutboundParts.Of(More!.Contacts!),
            (_, MessageKind.Buttons) => OutboundParts.Of(Text!, More!.Buttons!),
            (_, MessageKind.List) => OutboundParts.Of(Text!, More!.List!),
            _ => throw new InvalidOperationException($"A {MessageKind} is not sent."),
        };
        return new OutboundMessage
        {
            To = To!, Content = content,
            ReplyTo = Kind is OutboxKind.Message ? Wamid : null,
            // Otherwise the status of a reaction would be applied to the message.
            CallbackData = Kind is OutboxKind.Message ? MessageId.ToString() : null,
        };
    }

    /// <summary>The phone if known, because it is more reliable, otherwise the user id; null if neither is known.</summary>
    public static Recipient? RecipientOf(Contact contact)
    {
        if (contact.Phone is { } phone && PhoneNumberFolding.Digits(phone) is not null) return Recipient.OfPhone(phone);
        return string.IsNullOrWhiteSpace(contact.UserId) ? null : Recipient.OfUserId(contact.UserId);
    }
}

/// <param name="WhatsAppId">From an earlier upload that WhatsApp still has.</param>
internal sealed record SendFile(string Sha256, string FileName, string MimeType, string? WhatsAppId);

/// <param name="Uploaded">The id of an upload made for this order.</param>
/// <param name="ForgetUpload">The stored id of an upload is no longer valid.</param>
internal sealed record SendAnswer(SendOrder Order, SendVerdict Verdict, string? Uploaded = null, bool ForgetUpload = false);
