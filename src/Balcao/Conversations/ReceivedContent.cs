using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;

namespace Balcao.Conversations;

/// <summary>The content of a received message in Balcao's types; the channel has translated its own names.</summary>
/// <param name="Text">The text, or the caption of a file.</param>
/// <param name="Content">What the kind has besides text.</param>
public sealed record ReceivedContent(MessageKind Kind, string? Text, MessageContent? Content = null, RemoteFile? File = null)
{
    /// <summary>Whether the message needs an agent; a reaction or a deletion does not.</summary>
    public bool OpensChat { get; init; } = true;

    /// <summary>Whether it is charged as a received message.</summary>
    public bool IsCharged { get; init; } = true;

    /// <summary>The channel's name of the type, for a message shown as a placeholder.</summary>
    public string? RawType { get; init; }

    public string? ContentJson => Content?.ToJson();

    /// <summary>The first words, for a ticket's subject.</summary>
    public string Subject(string contactName) => string.IsNullOrWhiteSpace(Text) ? contactName : Text.ReplaceLineEndings(" ").Trim();
}

/// <summary>A file that the channel stores until it is fetched.</summary>
/// <param name="Id">The channel's id of the file.</param>
/// <param name="Sha256">The hash to check it by, in hex; null if the channel announced none.</param>
public sealed record RemoteFile(string Id, string MimeType, string? FileName, string? Sha256, bool IsAnimated)
{
    /// <summary>Adds the message's file, still pending, and the job that fetches it.</summary>
    public void AddTo(IRowSink rows, Message message, DateTimeOffset now)
    {
        rows.Add(new MessageMedia
        {
            TenantId = message.TenantId, MessageId = message.Id, State = MediaState.Pending, WhatsAppMediaId = Id,
            MimeType = MimeType, FileName = FileName, Sha256 = Sha256, IsAnimated = IsAnimated,
        });
        rows.Add(Job.New(JobKinds.FetchMedia, message.TenantId, message.Id.Value, now));
    }
}

/// <summary>One message as the channel delivers it.</summary>
/// <param name="At">When it was written, by the channel's clock.</param>
public sealed record ReceivedMessage(ReceivedContent Content, DateTimeOffset At)
{
    /// <summary>The channel's id of the message.</summary>
    public string? Wamid { get; init; }

    /// <summary>The channel's id of the message it answers or changes, which may not be stored here.</summary>
    public string? QuotedWamid { get; init; }

    public MessageId? QuotedId { get; init; }

    /// <summary>By which it is decided; unless stated, it was taken in as it was written.</summary>
    public MessageTiming Timing { get; init; } = new(At, IsLive: true);

    /// <param name="conversation">The message's conversation.</param>
    /// <param name="direction">Received, sent or internal.</param>
    /// <param name="chat">The message's chat, if one is open.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="source">Null if it came in or was sent through the API.</param>
    public Message ToMessage(Conversation conversation, MessageDirection direction, ChatId? chat, DateTimeOffset now, MessageSource? source = null) => new()
    {
        TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId, ChatId = chat,
        Direction = direction, Kind = Content.Kind, Source = source, At = At, StoredAt = now, Text = Content.Text, Wamid = Wamid,
        QuotedWamid = QuotedWamid, QuotedId = QuotedId, Content = Content.ContentJson, RawType = Content.RawType,
    };
}
