using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Part of the phone app's history: one customer's thread of one chunk, or the error which says that the business
/// declined to share it (2593109).
/// </summary>
public sealed record HistoryChunk
{
    /// <summary>0: the last day; 1: days 1 to 90; 2: days 90 to 180.</summary>
    public int? Phase { get; init; }
    public int? ChunkOrder { get; init; }
    /// <summary>Percent of the whole synchronisation.</summary>
    public int? Progress { get; init; }
    /// <summary>
    /// Digits of the customer's phone, or their business-scoped id. A thread with a customer who hides the phone has no
    /// id; its messages may name the phone nevertheless.
    /// </summary>
    public string? ThreadId { get; init; }
    /// <summary>The customer's business-scoped id, from the thread's context or its messages.</summary>
    public string? UserId { get; init; }
    public string? Username { get; init; }
    public IReadOnlyList<InboundMessage> Messages { get; init; } = [];
    public IReadOnlyList<WebhookError> Errors { get; init; } = [];

    /// <param name="chunk">The chunk with one thread.</param>
    /// <param name="businessPhone">Tells the customer's messages of the thread from those of the business.</param>
    internal static HistoryChunk Read(JsonElement chunk, string? businessPhone)
    {
        var metadata = chunk.TryMember("metadata"u8, out var found) ? found : default;
        var thread = chunk.TryMember("thread"u8, out var foundThread) ? foundThread : default;
        var context = thread.TryMember("context"u8, out var foundContext) ? foundContext : default;
        var messages = ReadMessages(thread);
        return new()
        {
            Phase = metadata.SmallInteger("phase"u8),
            ChunkOrder = metadata.SmallInteger("chunk_order"u8),
            Progress = metadata.SmallInteger("progress"u8),
            ThreadId = NotEmpty(thread.Text("id"u8)) ?? NotEmpty(context.Text("wa_id"u8)) ?? First(messages, businessPhone, m => m.From, m => m.To),
            UserId = NotEmpty(context.Text("user_id"u8)) ?? First(messages, businessPhone, m => m.FromUserId, m => m.ToUserId),
            Username = context.Text("username"u8),
            Messages = messages,
            Errors = chunk.List("errors"u8, WebhookError.Read),
        };
    }

    /// <summary>What the first message that tells it says of the customer: its sender or its recipient.</summary>
    private static string? First(
        List<InboundMessage> messages, string? businessPhone, Func<InboundMessage, string?> sender, Func<InboundMessage, string?> recipient)
    {
        foreach (var message in messages)
            if (NotEmpty(message.IsFrom(businessPhone) ? recipient(message) : sender(message)) is { } found)
                return found;
        return null;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static List<InboundMessage> ReadMessages(JsonElement thread)
    {
        var messages = new List<InboundMessage>();
        foreach (var json in thread.Elements("messages"u8))
            if (json.Text("id"u8) is { Length: > 0 } id)
                messages.Add(InboundMessage.Read(json, id));
        return messages;
    }
}
