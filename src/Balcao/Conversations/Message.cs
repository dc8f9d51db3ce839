using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>One message of a conversation, or a note beside them. Sorts by <see cref="At"/>, then <see cref="Id"/>.</summary>
public sealed class Message : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required MessageId Id { get; init; }

    public required ConversationId ConversationId { get; init; }

    /// <summary>The conversation's channel again, so that the database refuses a message filed under another channel's conversation.</summary>
    public required ChannelId ChannelId { get; init; }

    /// <summary>The attendance it belongs to; null where none was open (a reaction's placeholder, for instance).</summary>
    public ChatId? ChatId { get; init; }

    public required MessageDirection Direction { get; init; }

    public required MessageKind Kind { get; set; }

    /// <summary>Null: it came in or left through the API, as nearly all do.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>WhatsApp's timestamp of what came in (whole seconds); our clock for what goes out.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>Where it is, as the outbox names it.</summary>
    internal (TenantId Tenant, ChannelId Channel, ConversationId Conversation) Place => (TenantId, ChannelId, ConversationId);

    public string? Text { get; set; }

    public AgentId? AuthorId { get; init; }

    /// <summary>WhatsApp's id of the message; unique per number. Null until WhatsApp has taken ours.</summary>
    public string? Wamid { get; set; }

    /// <summary>The client's own key: the same key is the same message.</summary>
    public string? ClientKey { get; init; }

    /// <summary>WhatsApp's id of the quoted message, which may be older than our history.</summary>
    public string? QuotedWamid { get; init; }

    public MessageId? QuotedId { get; set; }

    /// <summary>What the kind needs beyond text, as JSON: see <see cref="MessageContent"/>.</summary>
    public string? Content { get; set; }

    /// <summary>WhatsApp's own name of the type, where we have no kind for it.</summary>
    public string? RawType { get; set; }

    /// <summary>When whoever wrote it last changed it: there are <see cref="MessageVersion"/>s then.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>When whoever wrote it deleted it for everyone. What it said stays.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public DeliveryStatus Delivery { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Balcao's code, for instance <c>send.windowClosed</c>; kept beside what was delivered.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>Meta's own error code.</summary>
    public int? FailureWhatsAppCode { get; private set; }

    /// <summary>What WhatsApp charges for it, in WhatsApp's words: per message (<c>PMP</c>) or per conversation (<c>CBP</c>, until July 2025).</summary>
    public string? PricingModel { get; private set; }

    /// <summary><c>regular</c>, <c>free_customer_service</c>, <c>free_entry_point</c>, or what Meta adds.</summary>
    public string? PricingType { get; private set; }

    /// <summary><c>service</c>, <c>utility</c>, <c>marketing</c>, <c>authentication</c>, or what Meta adds.</summary>
    public string? PricingCategory { get; private set; }

    /// <summary>Meta is retiring it in favour of <see cref="PricingType"/>: null where it was not told.</summary>
    public bool? IsBillable { get; private set; }

    public int Version { get; set; }

    /// <summary>Whether the contact's sending of it opens the 24-hour window. A reaction does not surely (Meta does not say, Dec 2025); what we were told of afterwards does not.</summary>
    public bool OpensWindow => Direction is MessageDirection.Inbound && Kind is not MessageKind.Reaction && Source is null;

    /// <summary>Receipts arrive late, twice and out of order; a read message never becomes delivered again.</summary>
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
    /// What WhatsApp says it charges. It comes with "sent" and with one of "delivered" and "read", in any order: what
    /// was told by the status that reached furthest holds.
    /// </summary>
    /// <param name="price">WhatsApp's own words.</param>
    /// <param name="advanced">Whether its status brought the message further than it was.</param>
    public bool Price(MessagePrice price, bool advanced)
    {
        var known = new MessagePrice(PricingModel, PricingType, PricingCategory, IsBillable);
        if (known == price || (!advanced && known != MessagePrice.Unknown)) return false;
        (PricingModel, PricingType, PricingCategory, IsBillable) = (price.Model, price.Type, price.Category, price.IsBillable);
        return true;
    }

    /// <summary>
    /// Another text since <paramref name="at"/>. Changes come late, twice and out of order: all are kept, the newest is what it says now.
    /// </summary>
    /// <param name="known">The versions there are already.</param>
    /// <param name="wamid">WhatsApp's id of the change.</param>
    /// <returns>The versions to add; none where the change is known.</returns>
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

    /// <summary>False where it was known.</summary>
    public bool Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null) return false;
        RevokedAt = at;
        return true;
    }

    /// <summary>Back in the queue, for another try that the agent asked for.</summary>
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

    /// <summary>WhatsApp, or we, gave it up. What was delivered stays said (WhatsApp may report both, Dec 2025).</summary>
    public bool Fail(string code, int? whatsAppCode, DateTimeOffset at)
    {
        if (FailedAt is not null) return false;
        (FailedAt, FailureCode, FailureWhatsAppCode) = (at, code, whatsAppCode);
        return true;
    }
}

/// <summary>What WhatsApp charges for a message (Meta, pricing of the WhatsApp Business Platform and status webhooks, 2026).</summary>
public sealed record MessagePrice(string? Model, string? Type, string? Category, bool? IsBillable)
{
    /// <summary>As wide as the columns.</summary>
    public const int Longest = 40;

    public static MessagePrice Unknown { get; } = new(null, null, null, null);
}

/// <summary>What a message said from one instant on: the first text and each change of a message that was changed.</summary>
public sealed class MessageVersion : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>UUIDv7: which of one second came first.</summary>
    public required Guid Id { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>WhatsApp's id of the change; the message's own for its first text.</summary>
    public required string Wamid { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Text { get; init; }
}

/// <summary>Who reacted to a message and how: the contact once, our side once.</summary>
public sealed class MessageReaction : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>True: ours. WhatsApp keeps one reaction per side.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>Empty: taken away. The row stays, so that an older one arriving late does not bring it back.</summary>
    public required string Emoji { get; set; }

    public required DateTimeOffset At { get; set; }

    public AgentId? AgentId { get; set; }
}
