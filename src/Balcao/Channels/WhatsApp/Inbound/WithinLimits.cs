using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Removes values that no genuine update has: ids longer than WhatsApp's, names longer than we store, instants before WhatsApp
/// existed or after tomorrow. One bad value must not lose a message, or sort it last for ever.
/// </summary>
internal static class WithinLimits
{
    // As wide as the columns they are stored in.
    private const int LongestWamid = 512, LongestUserId = 160, LongestMediaId = 128, LongestMimeType = 160, LongestFileName = 400;
    private const int LongestName = 256, LongestUsername = 64, LongestType = 64, LongestEmoji = 64;

    // Stored as JSON, where no column is too narrow.
    private const int LongestReference = 256, LongestCurrency = 8;

    /// <summary>WhatsApp's first year.</summary>
    private static readonly DateTimeOffset First = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far Meta's clock and ours may differ.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    public static WebhookUpdate Of(WebhookUpdate update, DateTimeOffset receivedAt)
    {
        // With a shortened id the message could not be told from another; the journal keeps the update as received.
        if (update.Message?.Id.Length > LongestWamid || update.Status?.Id.Length > LongestWamid)
            return update with { Kind = WebhookUpdateKind.Unreadable, Message = null, Status = null };
        if (update.History is { } history)
            return update with { History = Of(history, receivedAt) };
        if (update is { Message: null, Status: null }) return OfField(update, receivedAt);
        return update with
        {
            Message = update.Message is { } message ? Of(message, receivedAt) : null,
            Status = update.Status is { } status
                ? status with { Timestamp = Plausible(status.Timestamp, receivedAt), Pricing = Of(status.Pricing), Payment = Of(status.Payment) } : null,
            Contact = update.Contact is { } contact ? Of(contact) : null,
        };
    }

    private static HistoryChunk Of(HistoryChunk history, DateTimeOffset receivedAt) => history with
    {
        ThreadId = Id(history.ThreadId, LongestUserId), UserId = Id(history.UserId, LongestUserId),
        Messages = [.. history.Messages.Where(m => m.Id.Length <= LongestWamid).Select(m => Of(m, receivedAt))],
    };

    private static WebhookUpdate OfField(WebhookUpdate update, DateTimeOffset receivedAt) => update with
    {
        EntryTime = Plausible(update.EntryTime, receivedAt),
        Change = Of(update.Change, receivedAt),
        Contact = update.Contact is { } contact ? Of(contact) : null,
    };

    private static FieldChange? Of(FieldChange? change, DateTimeOffset receivedAt) => change switch
    {
        UserIdChange ids => ids with
        {
            WaId = Id(ids.WaId, LongestUserId), CurrentUserId = Id(ids.CurrentUserId, LongestUserId), PreviousUserId = Id(ids.PreviousUserId, LongestUserId),
            Timestamp = Plausible(ids.Timestamp, receivedAt),
        },
        UserPreferenceChange preference => preference with
        {
            WaId = Id(preference.WaId, LongestUserId), UserId = Id(preference.UserId, LongestUserId), Timestamp = Plausible(preference.Timestamp, receivedAt),
        },
        HandoverChange handover => handover with
        {
            Phone = Id(handover.Phone, LongestUserId), UserId = Id(handover.UserId, LongestUserId), Timestamp = Plausible(handover.Timestamp, receivedAt),
        },
        PhoneAppContactChange entry => entry with
        {
            PhoneNumber = Id(entry.PhoneNumber, LongestUserId), UserId = Id(entry.UserId, LongestUserId), Timestamp = Plausible(entry.Timestamp, receivedAt),
        },
        _ => change,
    };

    private static InboundMessage Of(InboundMessage message, DateTimeOffset receivedAt) => message with
    {
        Timestamp = Plausible(message.Timestamp, receivedAt),
        Type = Cut(message.Type, LongestType)!,
        UnsupportedType = Cut(message.UnsupportedType, LongestType),
        From = Id(message.From, LongestUserId),
        FromUserId = Id(message.FromUserId, LongestUserId),
        To = Id(message.To, LongestUserId),
        ToUserId = Id(message.ToUserId, LongestUserId),
        System = message.System is { } notice ? Of(notice) : null,
        Edit = message.Edit is { } edit ? edit with { OriginalMessageId = Id(edit.OriginalMessageId, LongestWamid), Media = Of(edit.Media) } : null,
        Context = message.Context is { } context ? context with { MessageId = Id(context.MessageId, LongestWamid) } : null,
        Reaction = message.Reaction is { } reaction
            ? reaction with { MessageId = Id(reaction.MessageId, LongestWamid), Emoji = Cut(reaction.Emoji, LongestEmoji) } : null,
        Image = Of(message.Image),
        Video = Of(message.Video),
        Audio = Of(message.Audio),
        Document = Of(message.Document),
        Sticker = Of(message.Sticker),
    };

    private static SystemNotice Of(SystemNotice notice) => notice with
    {
        NewWaId = Id(notice.NewWaId, LongestUserId), UserId = Id(notice.UserId, LongestUserId), PreviousUserId = Id(notice.PreviousUserId, LongestUserId),
    };

    private static MediaPart? Of(MediaPart? file) => file is null ? null : file with
    {
        Id = Id(file.Id, LongestMediaId), MimeType = Cut(file.MimeType, LongestMimeType), Filename = Cut(file.Filename, LongestFileName),
    };

    private static MessagePricing? Of(MessagePricing? price) => price is null ? null : price with
    {
        Model = Cut(price.Model, MessagePrice.Longest), Type = Cut(price.Type, MessagePrice.Longest), Category = Cut(price.Category, MessagePrice.Longest),
    };

    private static PaymentPart? Of(PaymentPart? payment) => payment is null ? null : payment with
    {
        ReferenceId = Cut(payment.ReferenceId, LongestReference), Currency = Cut(payment.Currency, LongestCurrency),
        FailureReason = Cut(payment.FailureReason, LongestName),
    };

    private static WebhookContact Of(WebhookContact contact) => contact with
    {
        WaId = Id(contact.WaId, LongestUserId), UserId = Id(contact.UserId, LongestUserId),
        ProfileName = Cut(contact.ProfileName?.Trim(), LongestName), Username = Cut(contact.Username, LongestUsername),
    };

    private static DateTimeOffset? Plausible(DateTimeOffset? at, DateTimeOffset receivedAt) => at >= First && at <= receivedAt + Ahead ? at : null;

    /// <summary>An id that is too long is dropped, not cut: a part of an id would be another id.</summary>
    private static string? Id(string? id, int most) => id?.Length <= most ? id : null;

    private static string? Cut(string? text, int most) => text is null ? null : Clip.To(text, most);
}
