using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

public static class ConversationQueries
{
    /// <summary>The conversations that <see cref="Visibility"/> shows the agent.</summary>
    public static IQueryable<Conversation> VisibleTo(this IQueryable<Conversation> all, CurrentAgent agent, BalcaoDb db) =>
        all.OfHistoryVisibleTo(agent, db);

    /// <summary>
    /// Call it before the conversation's chat or ticket ends, in the same transaction. A lane that has loaded them as open writes the
    /// conversation with every message of the contact: one of the two finds another version, and decides again.
    /// </summary>
    public static Task<int> EndingAsync(this IQueryable<Conversation> conversations, CancellationToken ct) =>
        conversations.ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct);
}
