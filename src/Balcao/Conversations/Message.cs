using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>One message of a conversation, or an internal note. Sorts by <see cref="At"/>, then <see cref="Id"/>.</summary>
public sealed class Message : IVersioned, INamesNumber
{
    public required TenantId TenantId { get; init; }

    public required MessageId Id { get; init; }

    public required ConversationId ConversationId { get; init; }

    /// <summary>The conversation's channel, repeated so that the database refuses a message in a conversation of another channel.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The message's chat; null if none was open (a reaction's placeholder, for instance).</summary>
    public ChatId? ChatId { get; init; }

    public required MessageDirection Direction { get; init; }

    public required MessageKind Kind { get; set; }

    /// <summary>Null if it came in or a person sent it through the API, as nearly all messages are.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>WhatsApp's timestamp for received messages (whole seconds); our clock for those we send.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Tenant, channel and conversation, as the outbox stores them.</summary>
    internal (TenantId Tenant, ChannelId Channel, ConversationId Conversation) Place => (TenantId, ChannelId, ConversationId);

    public string? Text { get; set; }

    public AgentId? AuthorId { get; init; }

    /// <summary>WhatsApp's id of the message; unique per number. Null on ours until WhatsApp has accepted it.</summary>
    public string? Wamid { get; set; }

    /// <summary>The key given by the client: the same key means the same message.</summary>
    public string? ClientKey { get; init; }

    /// <summary>WhatsApp's id of the quoted message, which may be older than our history.</summary>
    public string? QuotedWamid { get; init; }

    public MessageId? QuotedId { get; set; }

    /// <summary>What the kind has besides text, as JSON: see <see cref="MessageContent"/>.</summary>
    public string? Content { get; set; }

    /// <summary>WhatsApp's name of the type, if we have no kind for it.</summary>
    public string? RawType { get; set; }

    /// <summary>When its author last edited it; an edited message has <see cref="MessageVersion"/>s.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>When its author deleted it for everyone. Its text is kept.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public DeliveryStatus Delivery { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Balcao's code, for instance <c>send.windowClosed</c>; kept beside a delivery.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>Meta's own error code.</summary>
    public int? FailureWhatsAppCode { get; private set; }

    /// <summary>
    /// How WhatsApp charges for it, in WhatsApp's terms: per message (<c>PMP</c>) or per conversation (<c>CBP</c>, until
    /// July 2025).
    /// </summary>
    public string? PricingModel { get; private set; }

    /// <summary><c>regular</c>, <c>free_customer_service</c>, <c>free_entry_point</c>, or what Meta adds.</summary>
    public string? PricingType { get; private set; }

    /// <summary><c>service</c>, <c>utility</c>, <c>marketing</c>, <c>authentication</c>, or what Meta adds.</summary>
    public string? PricingCategory { get; private set; }

    /// <summary>Meta is replacing it by <see cref="PricingType"/>: null if WhatsApp did not send it.</summary>
    public bool? IsBillable { get; private set; }

    public int Version { get; set; }

    /// <summary>The new ticket whose protocol the text names; see <see cref="INamesNumber"/>.</summary>
    internal INumbered? Names { get; init; }

    INumbered? INamesNumber.Named => Names;

    /// <summary>
    /// Whether it opens the 24-hour window. Only the contact's messages do, whichever app answers them. For a reaction Meta
    /// does not say (Dec 2025), so it does not; nor does a message of the phone app's history.
    /// </summary>
    public bool OpensWindow => Direction is MessageDirection.Inbound && Kind is not MessageKind.Reaction && Source is not MessageSource.History;

    /// <summary>Receipts arrive late, repeated and out of order: the delivery never goes backwards.</summary>
    public bool Advance(DeliveryStatus next, DateTimeOffset at)
    {
        switch (next)
        {
            case DeliveryStatus.Sent: SentAt ??= at; break;
            case DeliveryStatus.Delivered: DeliveredAt ??= at; break;
            case DeliveryStatus.Read or DeliveryStatus.Played: ReadAt ??= at; break;
        }
        if (next <= Delivery) return false;
        Delivery = next;
        return true;
    }

    /// <summary>
    /// Stores what WhatsApp says it charges. This comes with "sent" and with one of "delivered" and "read", in any order: the value
    /// from the furthest delivery status is kept.
    /// </summary>
    /// <param name="price">In WhatsApp's terms.</param>
    /// <param name="advanced">Whether the status moved the message's delivery forward.</param>
    public bool Price(MessagePrice price, bool advanced)
    {
        var known = new MessagePrice(PricingModel, PricingType, PricingCategory, IsBillable);
        if (known == price || (!advanced && known != MessagePrice.Unknown)) return false;
        (PricingModel, PricingType, PricingCategory, IsBillable) = (price.Model, price.Type, price.Category, price.IsBillable);
        return true;
    }

    /// <summary>
    /// The author changed the text at <paramref name="at"/>. Edits arrive late, repeated and out of order: all are kept,
    /// and the newest is the message's text.
    /// </summary>
    /// <param name="known">The versions already stored.</param>
    /// <param name="wamid">WhatsApp's id of the edit.</param>
    /// <returns>The versions to add; none if the edit is known.</returns>
    public IReadOnlyList<MessageVersion> Edit(IReadOnlyCollection<MessageVersion> known, string wamid, string? text, DateTimeOffset at, DateTimeOffset now)
    {
        if (known.Any(version => version.Wamid == wamid)) return [];
        List<MessageVersion> added = [];
        if (known.Count == 0) added.Add(Version(Wamid ?? "", Text, At));
        added.Add(Version(wamid, text, at));
        if (at >= (EditedAt ?? At)) (Text, EditedAt) = (text, at);
        EditedAt ??= at;
        return added;

        MessageVersion Version(string id, string? said, DateTimeOffset since) =>
            new() { TenantId = TenantId, Id = Uuid7.New(now), MessageId = Id, Wamid = id, At = since, Text = said };
    }

    /// <summary>Returns false if it was deleted already.</summary>
    public bool Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null) return false;
        RevokedAt = at;
        return true;
    }

    /// <summary>Puts it back into the queue, for another try that an agent asked for.</summary>
    public void QueueAgain()
    {
        Delivery = DeliveryStatus.Queued;
        Wamid = null;
        SentAt = null;
        FailedAt = null;
        FailureCode = null;
        FailureWhatsAppCode = null;
        Price(MessagePrice.Unknown, advanced: true);
    }

    /// <summary>WhatsApp, or we, gave up sending. A delivery reported before stays (WhatsApp may report both, Dec 2025).</summary>
    public bool Fail(string code, int? whatsAppCode, DateTimeOffset at)
    {
        if (FailedAt is not null) return false;
        (FailedAt, FailureCode, FailureWhatsAppCode) = (at, code, whatsAppCode);
        return true;
    }
}

/// <summary>How WhatsApp charges for a message (Meta, pricing of the WhatsApp Business Platform and status webhooks, 2026).</summary>
public sealed record MessagePrice(string? Model, string? Type, string? Category, bool? IsBillable)
{
    /// <summary>As wide as the columns.</summary>
    public const int Longest = 40;

    public static MessagePrice Unknown { get; } = new(null, null, null, null);
}

/// <summary>One text of an edited message: its first text, or one of the edits.</summary>
public sealed class MessageVersion : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>UUIDv7: orders versions of the same second.</summary>
    public required Guid Id { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>WhatsApp's id of the edit; for the first text, the message's own.</summary>
    public required string Wamid { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Text { get; init; }
}

/// <summary>A reaction to a message: at most one by the contact and one by us.</summary>
public sealed class MessageReaction : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>True for our reaction. WhatsApp keeps one reaction per side.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>
    /// Empty if the reaction was removed. The row stays, so that an older reaction that arrives late does not restore it.
    /// </summary>
    public required string Emoji { get; set; }

    public required DateTimeOffset At { get; set; }

    public AgentId? AgentId { get; set; }
}
