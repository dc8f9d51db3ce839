using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Drafts and unsent messages of an earlier visit: while no page was open, their conversation may have become part of
/// another. The lists tell it of open chats; of the others the server is asked, chat by chat, for they are few.
/// </summary>
public sealed class KeptFromBefore(BalcaoApi api, ChatStore store, Drafts drafts, Outbox outbox)
{
    /// <summary>After each reading of the lists.</summary>
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
                // Not to be seen any more, or not now: it stays where it is and is asked for at the next reading.
            }
        }
    }
}
