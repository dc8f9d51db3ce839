using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>What every message of ours causes, whoever wrote it: its row, its ledger line, its place in the outbox, the conversation moved on.</summary>
public static class OutgoingMessage
{
    /// <summary>
    /// Writes it into the open unit of work and saves. Throws what <see cref="StorageEngine.IsUniqueViolation"/> knows
    /// when the conversation has a message of the same client key: the index decides, however close the race.
    /// </summary>
    public static async Task AddAsync(BalcaoDb db, OutboxWriter outbox, Feed feed, Message message, MessageMedia? media, ContactId contact, CancellationToken ct)
    {
        db.Add(message);
        if (media is not null) db.Add(media);
        db.Add(DefaultTariff.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Send, message.StoredAt, message.At));
        outbox.Add(message.TenantId, message.ChannelId, message.ConversationId, OutboxKind.Message, message.Id);
        await db.SaveChangesAsync(ct);
        await MoveOnAsync(db, message, ct);
        feed.MessageChanged(message.TenantId, message.Id, contact);
        if (message.ChatId is { } chat) feed.ChatChanged(message.TenantId, chat, contact);
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
