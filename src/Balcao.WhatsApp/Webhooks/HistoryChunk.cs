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
    /// <summary>Digits of the customer's phone, or their business-scoped id.</summary>
    public string? ThreadId { get; init; }
    public IReadOnlyList<InboundMessage> Messages { get; init; } = [];
    public IReadOnlyList<WebhookError> Errors { get; init; } = [];

    internal static HistoryChunk Read(JsonElement chunk)
    {
        var metadata = chunk.TryMember("metadata"u8, out var found) ? found : default;
        var thread = chunk.TryMember("thread"u8, out var foundThread) ? foundThread : default;
        return new()
        {
            Phase = metadata.SmallInteger("phase"u8),
            ChunkOrder = metadata.SmallInteger("chunk_order"u8),
            Progress = metadata.SmallInteger("progress"u8),
            ThreadId = thread.Text("id"u8),
            Messages = ReadMessages(thread),
            Errors = chunk.List("errors"u8, WebhookError.Read),
        };
    }

    private static List<InboundMessage> ReadMessages(JsonElement thread)
    {
        var messages = new List<InboundMessage>();
        foreach (var json in thread.Elements("messages"u8))
            if (json.Text("id"u8) is { Length: > 0 } id)
                messages.Add(InboundMessage.Read(json, id));
        return messages;
    }
}
