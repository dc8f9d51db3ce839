using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>What every message of ours causes, whoever wrote it: its row, its ledger line, its place in the outbox, the conversation moved on.</summary>
public static class OutgoingMessage
{
    /// <summary>The rows. <see cref="Conversation.Added"/> is the caller's, who knows whether somebody else changes the conversation meanwhile.</summary>
    public static void Into(IRowSink rows, Feed feed, Message message, MessageMedia? media, ContactId contact)
    {
        rows.Add(message);
        if (media is not null) rows.Add(media);
        rows.Add(DefaultTariff.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Send, message.StoredAt, message.At));
        rows.Add(OutboxItem.New(OutboxKind.Message, message.Id, message.Place, message.StoredAt));
        feed.MessageChanged(message.TenantId, message.Id, contact);
        if (message.ChatId is { } chat) feed.ChatChanged(message.TenantId, chat, contact);
    }

    /// <summary>
    /// Writes it into the open unit of work and saves. Throws what <see cref="StorageEngine.IsUniqueViolation"/> knows
    /// when the conversation has a message of the same client key: the index decides, however close the race.
    /// </summary>
    public static async Task SaveAsync(BalcaoDb db, Feed feed, Message message, MessageMedia? media, ContactId contact, CancellationToken ct)
    {
        Into(db, feed, message, media, contact);
        await db.SaveChangesAsync(ct);
        await MoveOnAsync(db, message, ct);
    }

    /// <summary><see cref="Conversation.Added"/> as one statement: lanes change the same row meanwhile, and neither may lose.</summary>
    private static Task<int> MoveOnAsync(BalcaoDb db, Message message, CancellationToken ct)
    {
        var (at, id) = (message.At, (MessageId?)message.Id);
        return db.Conversations.Where(c => c.Id == message.ConversationId).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LastActivityAt, c => c.LastActivityAt > at ? c.LastActivityAt : at)
            .SetProperty(c => c.LastMessageId, c => c.LastMessageAt > at ? c.LastMessageId : id)
            .SetProperty(c => c.LastMessageAt, c => c.LastMessageAt > at ? c.LastMessageAt : at)
            .SetProperty(c => c.Version, c => c.Version + 1), ct);
    }
}
