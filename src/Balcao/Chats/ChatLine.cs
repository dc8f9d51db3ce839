using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Adds lines to the thread about what agents do with a chat. Customers never see them.</summary>
internal static class ChatLine
{
    public static async Task AddAsync(BalcaoDb db, Feed feed, Chat chat, NoticeItem notice, DateTimeOffset now, CancellationToken ct)
    {
        var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.ConversationId, ct);
        RecordMessage.Into(db, feed, conversation, New(conversation, chat, MessageKind.System, now, content: new MessageContent { Notice = notice }));
        feed.ChatChanged(chat.TenantId, chat.Id, conversation.ContactId);
    }

    public static async Task AddNoteAsync(BalcaoDb db, Feed feed, Chat chat, AgentId author, string? note, DateTimeOffset now, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(note)) return;
        var conversation = await db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.ConversationId, ct);
        RecordMessage.Into(db, feed, conversation, New(conversation, chat, MessageKind.Note, now, note.Trim(), author));
    }

    private static Message New(
        Conversation conversation, Chat chat, MessageKind kind, DateTimeOffset now, string? text = null, AgentId? author = null, MessageContent? content = null) => new()
    {
        TenantId = chat.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId, ChatId = chat.Id,
        Direction = MessageDirection.Internal, Kind = kind, At = now, StoredAt = now, Text = text, AuthorId = author, Content = content?.ToJson(),
    };

    public static Task<string> NameOfAsync(BalcaoDb db, AgentId agent, CancellationToken ct) =>
        db.Agents.Where(a => a.Id == agent).Select(a => a.Name).SingleAsync(ct);
}
