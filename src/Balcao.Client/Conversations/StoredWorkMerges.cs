using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Drafts and unsent messages of an earlier visit, whose conversation may have been merged while no page was open. The
/// lists show this for open chats. For the others, which are few, each chat is requested from the server.
/// </summary>
public sealed class StoredWorkMerges(BalcaoApi api, ChatStore store, Drafts drafts, UnsentMessages outbox)
{
    /// <summary>Called after each reading of the lists.</summary>
    public async Task FollowAsync()
    {
        var kept = drafts.Kept().Concat(outbox.Kept()).ToList();
        foreach (var (chat, conversation) in kept) store.Moves.Remembered(chat, conversation);
        var open = store.OpenChats.Select(c => c.ConversationId).ToHashSet();
        foreach (var (chat, conversation) in kept.DistinctBy(k => k.Conversation))
        {
            if (open.Contains(store.Moves.Now(conversation))) continue;
            try
            {
                store.Moves.Saw(chat, (await api.GetChatAsync(chat)).ConversationId);
            }
            catch (Exception refused) when (Failure.Is(refused))
            {
                // No longer visible, or a lost request: nothing changes, and the next reading of the lists tries again.
            }
        }
    }
}
