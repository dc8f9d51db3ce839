using System.Globalization;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Macros;

namespace Balcao.Chats;

/// <summary>The messages of a macro: its text, and one message for each of its files.</summary>
internal static class MacroMessages
{
    /// <summary>As in an album of WhatsApp, the text is the first file's caption, if the file can have one and the text is short enough.</summary>
    public static IReadOnlyList<(Message Message, MacroFile? File)> New(
        Conversation conversation, ChatId chat, AgentId author, string? text, IReadOnlyList<MacroFile> files, string key, DateTimeOffset now)
    {
        var isCaption = text is { Length: <= MessageLimits.Caption } && files is [{ Kind: MessageKind.Image or MessageKind.Video or MessageKind.Document }, ..];
        var messages = new List<(Message, MacroFile?)>();
        if (text is not null && !isCaption) messages.Add((AgentMessage.NewText(conversation, chat, author, text, key, now), null));
        foreach (var (index, file) in files.Index())
        {
            var message = new Message
            {
                TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId, ChatId = chat,
                Direction = MessageDirection.Outbound, Kind = file.Kind, At = now, StoredAt = now, Text = isCaption && index == 0 ? text : null,
                AuthorId = author, ClientKey = KeyOf(key, messages.Count),
            };
            message.Advance(DeliveryStatus.Queued, now);
            messages.Add((message, file));
        }
        return messages;
    }

    public static MessageMedia MediaOf(Message message, MacroFile file) => new()
    {
        TenantId = message.TenantId, MessageId = message.Id, State = MediaState.Stored, MimeType = file.MimeType, FileName = file.FileName,
        Sha256 = file.Sha256, Size = file.Size,
    };

    /// <summary>The keys of the messages that a macro with so many files may have sent.</summary>
    public static string[] KeysOf(string key) => [.. Enumerable.Range(0, MacroLimits.Files + 1).Select(place => KeyOf(key, place))];

    private static string KeyOf(string key, int place) => place == 0 ? key : key + string.Create(CultureInfo.InvariantCulture, $"+{place}");
}
