using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>
/// Adds a message that needs no agent: one sent elsewhere, one that another app answers, one of the phone app's history, or a
/// notice. No chat opens, nothing is charged, counted as unread or sent.
/// </summary>
public static class RecordMessage
{
    /// <param name="rows">Receives the new rows.</param>
    /// <param name="feed">Receives the change.</param>
    /// <param name="conversation">The message's conversation; updated unless the message is internal.</param>
    /// <param name="message">Made by the caller.</param>
    /// <param name="file">The file to be fetched for it.</param>
    public static void Into(IRowSink rows, Feed feed, Conversation conversation, Message message, RemoteFile? file = null)
    {
        rows.Add(message);
        if (message.Direction is not MessageDirection.Internal) conversation.Added(message);
        file?.AddTo(rows, message, message.StoredAt);
        feed.MessageChanged(message.TenantId, message.Id, conversation.ContactId);
    }
}
