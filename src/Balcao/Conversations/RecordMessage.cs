using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>
/// Files what is part of a thread and asks for nobody: what left elsewhere, what was told afterwards, a line beside the
/// messages. No chat opens, nothing is charged, nothing becomes unread and nothing is sent.
/// </summary>
public static class RecordMessage
{
    /// <param name="rows">Takes what it makes.</param>
    /// <param name="feed">Hears of the message.</param>
    /// <param name="conversation">The message's; it moves on, unless the message is internal.</param>
    /// <param name="message">Made by the caller.</param>
    /// <param name="file">What is to be fetched for it.</param>
    public static void Into(IRowSink rows, Feed feed, Conversation conversation, Message message, RemoteFile? file = null)
    {
        rows.Add(message);
        if (message.Direction is not MessageDirection.Internal) conversation.Added(message);
        file?.AddTo(rows, message, message.StoredAt);
        feed.MessageChanged(message.TenantId, message.Id, conversation.ContactId);
    }
}
