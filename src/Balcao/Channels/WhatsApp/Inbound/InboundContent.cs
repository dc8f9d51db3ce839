using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Translates WhatsApp's message into Balcao's types. WhatsApp's names are not used beyond this class; an unknown type
/// becomes a visible placeholder.
/// </summary>
internal static class InboundContent
{
    /// <summary>
    /// Meta, error codes, Dec 2025 and Sep 2026: the customer's content is not available, whatever type the payload names.
    /// </summary>
    private const int MediaNotDownloadable = 131052, MessageUnavailable = 131060;

    /// <summary>The most fields of a form that are kept.</summary>
    private const int MostFields = 200;

    public static ReceivedContent Of(InboundMessage message)
    {
        var content = message.Errors.Any(e => e.Code is MediaNotDownloadable or MessageUnavailable) ? Placeholder(message) : Read(message);
        return Around(message) is { } around ? content with { Content = Join(content.Content, around) } : content;
    }

    private static ReceivedContent Read(InboundMessage message) => message.Type switch
    {
        MessageTypes.Text when message.Text?.Body is { } body => Said(MessageKind.Text, body),
        MessageTypes.Image when HasFile(message.Image) => File(MessageKind.Image, message.Image!),
        MessageTypes.Video when HasFile(message.Video) => File(MessageKind.Video, message.Video!),
        MessageTypes.Audio when HasFile(message.Audio) => File(message.Audio!.Voice ? MessageKind.Voice : MessageKind.Audio, message.Audio),
        MessageTypes.Document when HasFile(message.Document) => File(MessageKind.Document, message.Document!),
        MessageTypes.Sticker when HasFile(message.Sticker) => File(MessageKind.Sticker, message.Sticker!),
        MessageTypes.Location when message.Location is { Latitude: { } latitude, Longitude: { } longitude } place => Said(
            MessageKind.Location, null, new MessageContent { Location = new LocationItem(latitude, longitude, place.Name, place.Address) }),
        MessageTypes.Contacts when message.Contacts.Count > 0 => Said(
            MessageKind.Contacts, null, new MessageContent { Contacts = [.. message.Contacts.Select(Shared)] }),
        MessageTypes.Interactive when message.Interactive?.Button is { } button => Said(
            MessageKind.ButtonReply, button.Title, new MessageContent { ReplyPayload = button.Id }),
        MessageTypes.Interactive when message.Interactive?.List is { } row => Said(
            MessageKind.ListReply, row.Title, new MessageContent { ReplyPayload = row.Id }),
        MessageTypes.Interactive when message.Interactive?.Form is { } form => Said(
            MessageKind.FormReply, form.Body, new MessageContent { Form = Filled(form) }),
        MessageTypes.Interactive when message.Interactive?.CallPermission is { } permission => Said(
            MessageKind.CallPermission, null, new MessageContent { CallPermission = Answered(permission) }),
        MessageTypes.Interactive when message.SentInteractive is { } asked => Asked(message, asked),
        MessageTypes.Template when message.SentTemplate is { Text: { } text } => Said(MessageKind.Text, text),
        MessageTypes.Template => Placeholder(message) with { Text = message.SentTemplate?.Name },
        MessageTypes.Button when message.Button is { } pressed => Said(
            MessageKind.ButtonReply, pressed.Text, new MessageContent { ReplyPayload = pressed.Payload }),
        MessageTypes.Order when message.Order is { Products.Count: > 0 } order => Said(
            MessageKind.Order, order.Text, new MessageContent { Order = Ordered(order) }),
        MessageTypes.Reaction when message.Reaction is { } reaction => NeedsNobodyAndIsFree(MessageKind.Reaction, reaction.Emoji),
        // These change another message and need no agent; shown as a placeholder if they cannot be applied.
        MessageTypes.Edit => Unapplied(message, message.Edit?.NewText),
        MessageTypes.Revoke => Unapplied(message, null),
        _ => Placeholder(message),
    };

    private static ReceivedContent Said(MessageKind kind, string? text, MessageContent? content = null) =>
        new(kind, text, content);

    /// <summary>A question of another app: what it says and offers. A kind that agents do not send is shown by its text.</summary>
    private static ReceivedContent Asked(InboundMessage message, SentInteractive asked) => asked switch
    {
        { Type: "button", Body: { } body, Buttons.Count: > 0 } => Said(MessageKind.Buttons, body, new MessageContent
        {
            Buttons = new ReplyButtonsItem([.. asked.Buttons.Take(MostFields).Select(b => new ReplyButtonItem(b.Title ?? "", b.Id))], asked.Header, asked.Footer),
        }),
        { Type: "list", Body: { } body, Sections.Count: > 0 } => Said(MessageKind.List, body, new MessageContent
        {
            List = new ReplyListItem(asked.ListButton ?? "", [.. asked.Sections.Take(MostFields).Select(SectionOf)], asked.Header, asked.Footer),
        }),
        { Body: { } body } => Said(MessageKind.Text, body),
        _ => Placeholder(message),
    };

    private static ReplyListSectionItem SectionOf(SentListSection section) =>
        new(section.Title, [.. section.Rows.Take(MostFields).Select(row => new ReplyListRowItem(row.Title ?? "", row.Description, row.Id))]);

    private static ReceivedContent File(MessageKind kind, MediaPart file) =>
        new(kind, file.Caption, File: new RemoteFile(
            file.Id!, Clip.To(file.MimeType ?? "application/octet-stream", 160), file.Filename is { } name ? Clip.To(name, 400) : null,
            Sha256Of(file.Sha256), file.Animated));

    private static ReceivedContent NeedsNobodyAndIsFree(MessageKind kind, string? text) => new(kind, text) { OpensChat = false, IsCharged = false };

    /// <summary>The hash is Base64 in webhooks and hex in our rows. Anything else is not used for checking.</summary>
    private static string? Sha256Of(string? announced)
    {
        Span<byte> hash = stackalloc byte[32];
        if (announced is null) return null;
        if (Convert.TryFromBase64String(announced, hash, out var written) && written == hash.Length) return Convert.ToHexStringLower(hash);
        return announced.Length == 64 && announced.All(char.IsAsciiHexDigit) ? announced.ToLowerInvariant() : null;
    }

    /// <summary>The customer sent something that we cannot show: the agent sees that, and may ask.</summary>
    private static ReceivedContent Placeholder(InboundMessage message) =>
        Said(MessageKind.Unsupported, message.Media?.Caption, message.Errors is [{ Code: { } code }, ..] ? new MessageContent { PlaceholderCode = code } : null)
            with { RawType = Clip.To(message.UnsupportedType ?? (message.Type is MessageTypes.Interactive ? message.Interactive?.Type ?? message.SentInteractive?.Type : null) ?? message.Type, 64) };

    private static ReceivedContent Unapplied(InboundMessage message, string? text) =>
        NeedsNobodyAndIsFree(MessageKind.Unsupported, text) with { RawType = message.Type };

    // Without an id no file can be fetched: a placeholder is shown instead of a file that never arrives.
    private static bool HasFile(MediaPart? part) => part?.Id is { Length: > 0 and <= 128 };

    /// <summary>What may accompany a message of any kind; null for nearly all messages.</summary>
    private static MessageContent? Around(InboundMessage message)
    {
        var context = message.Context;
        ForwardMark? forwarded = context switch
        {
            { FrequentlyForwarded: true } => ForwardMark.Frequently,
            { Forwarded: true } => ForwardMark.Once,
            _ => null,
        };
        if (forwarded is null && context?.ReferredProductId is null && message.Referral is null) return null;
        return new MessageContent
        {
            Forwarded = forwarded,
            Product = context?.ReferredProductId is { } product ? new ProductItem(context.ReferredCatalogId, product) : null,
            Referral = message.Referral is { } ad
                ? new ReferralItem(ad.SourceType, SafeLink(ad.SourceUrl), ad.Headline, ad.Body, ad.MediaType, ad.WelcomeText) : null,
        };
    }

    private static MessageContent Join(MessageContent? content, MessageContent around) => (content ?? new MessageContent()) with
    {
        Forwarded = around.Forwarded, Product = around.Product, Referral = around.Referral,
    };

    /// <summary>Only http and https addresses become links; null for any other scheme.</summary>
    private static string? SafeLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address.AbsoluteUri : null;

    private static FormItem Filled(FormReply form) => new(
        form.Name, [.. form.Answers.Take(MostFields).Select(a => new FormField(a.Name, a.Value))], form.Answers.Count > 0 ? null : form.ResponseJson);

    private static CallPermissionItem Answered(CallPermissionReply permission) => new(
        permission.Response == "accept", permission.IsPermanent, permission.ExpiresAt, permission.ResponseSource == "automatic");

    private static OrderItem Ordered(OrderPart order) => new(
        order.CatalogId, [.. order.Products.Select(p => new OrderedItem(p.ProductId, p.Quantity, p.ItemPrice, p.Currency))]);

    private static SharedContact Shared(Balcao.WhatsApp.Webhooks.ContactCard card)
    {
        var phones = card.Phones.Select(p => p.Phone ?? p.WaId).OfType<string>().ToList();
        var emails = card.Emails.Select(e => e.Email).OfType<string>().ToList();
        var name = card.Name?.Formatted ?? card.Name?.First ?? phones.FirstOrDefault() ?? emails.FirstOrDefault() ?? "?";
        return new SharedContact(name, phones, emails, card.Organization?.Company);
    }
}
