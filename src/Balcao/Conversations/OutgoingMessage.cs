using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// What every message of ours causes, of a person or of a rule: its row, its ledger line, its row in the outbox, the
/// conversation's update.
/// </summary>
public static class OutgoingMessage
{
    /// <summary>
    /// Adds the rows. The caller calls <see cref="Conversation.Added"/>, because only the caller knows whether others
    /// change the conversation at the same time.
    /// </summary>
    public static void Into(IRowSink rows, Feed feed, ContractFacts contract, Message message, MessageMedia? media, ContactId contact)
    {
        rows.Add(message);
        if (media is not null) rows.Add(media);
        rows.Add(contract.Charge(message.TenantId, message.ChannelId, message.Id, ChargeType.Send, message.StoredAt, message.At));
        rows.Add(OutboxItem.New(OutboxKind.Message, message.Id, message.Place, message.StoredAt));
        feed.MessageChanged(message.TenantId, message.Id, contact);
        if (message.ChatId is { } chat) feed.ChatChanged(message.TenantId, chat, contact);
    }

    /// <summary>
    /// Writes it into the open unit of work and saves. Throws an exception that
    /// <see cref="StorageEngine.IsUniqueViolation"/> recognises if the conversation has a message with the same client
    /// key: the unique index decides, even for simultaneous calls. The conversation is written first, because lanes too lock it before
    /// its ticket and its chat.
    /// </summary>
    public static async Task SaveAsync(BalcaoDb db, Feed feed, ContractFacts contract, Message message, MessageMedia? media, ContactId contact, CancellationToken ct)
    {
        Into(db, feed, contract, message, media, contact);
        await MoveOnAsync(db, message, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// <see cref="Conversation.Added"/> as one statement: lanes change the same row at the same time, and no change may
    /// be lost.
    /// </summary>
    internal static Task<int> MoveOnAsync(BalcaoDb db, Message message, CancellationToken ct)
    {
        var (at, id) = (message.At, (MessageId?)message.Id);
        return db.Conversations.Where(c => c.Id == message.ConversationId).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LastActivityAt, c => c.LastActivityAt > at ? c.LastActivityAt : at)
            .SetProperty(c => c.LastMessageId, c => c.LastMessageAt > at ? c.LastMessageId : id)
            .SetProperty(c => c.LastMessageAt, c => c.LastMessageAt > at ? c.LastMessageAt : at)
            .SetProperty(c => c.Version, c => c.Version + 1), ct);
    }

    /// <summary>The same for messages of rules, all of one instant and at most one of a conversation: one statement, however many they are.</summary>
    internal static async Task MoveOnAsync(BalcaoDb db, IReadOnlyList<Message> automatic, CancellationToken ct)
    {
        if (automatic.Count == 0) return;
        var (at, messages, conversations) = (automatic[0].At, db.Messages, automatic.Select(m => m.ConversationId).ToList());
        await db.Conversations.Where(c => conversations.Contains(c.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.LastActivityAt, c => c.LastActivityAt > at ? c.LastActivityAt : at)
            .SetProperty(c => c.LastMessageId, c => c.LastMessageAt > at ? c.LastMessageId
                : messages.Where(m => m.ConversationId == c.Id && m.At == at && m.Source == MessageSource.Automatic).OrderByDescending(m => m.Id).Select(m => (MessageId?)m.Id).FirstOrDefault())
            .SetProperty(c => c.LastMessageAt, c => c.LastMessageAt > at ? c.LastMessageAt : at)
            .SetProperty(c => c.Version, c => c.Version + 1), ct);
    }
}
