using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>What somebody said on a channel, in Balcao's words: the channel's own names stop where this is made.</summary>
/// <param name="Text">What is read as text, or stands under a file.</param>
/// <param name="Content">What the kind needs beyond text.</param>
public sealed record ReceivedContent(MessageKind Kind, string? Text, MessageContent? Content = null, RemoteFile? File = null)
{
    /// <summary>A customer who says something is served; a reaction or a deletion asks for nobody.</summary>
    public bool OpensChat { get; init; } = true;

    /// <summary>Whether the ledger counts it as received.</summary>
    public bool IsCharged { get; init; } = true;

    /// <summary>The channel's own name of the type where there is no more than a placeholder.</summary>
    public string? RawType { get; init; }

    public string? ContentJson => Content?.ToJson();

    /// <summary>The first words, for a ticket's subject.</summary>
    public string Subject(string contactName) => string.IsNullOrWhiteSpace(Text) ? contactName : Text.ReplaceLineEndings(" ").Trim();
}

/// <summary>A file that the channel keeps until it is fetched.</summary>
/// <param name="Id">The channel's id of the file.</param>
/// <param name="Sha256">What it is checked by, in hex; null where the channel announced none.</param>
public sealed record RemoteFile(string Id, string MimeType, string? FileName, string? Sha256, bool IsAnimated)
{
    /// <summary>The message's file, not there yet, and the job that fetches it.</summary>
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

/// <summary>One message as a channel brings it.</summary>
/// <param name="At">When it was written, by the channel's clock.</param>
public sealed record ReceivedMessage(ReceivedContent Content, DateTimeOffset At)
{
    /// <summary>The channel's id of it.</summary>
    public string? Wamid { get; init; }

    /// <summary>The channel's id of the message it answers or changes, which may not be here.</summary>
    public string? QuotedWamid { get; init; }

    public MessageId? QuotedId { get; init; }

    /// <param name="conversation">Where it was said.</param>
    /// <param name="direction">Who said it.</param>
    /// <param name="chat">The attendance it belongs to, if one is open.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="source">Null: it came in or left through the API.</param>
    public Message ToMessage(Conversation conversation, MessageDirection direction, ChatId? chat, DateTimeOffset now, MessageSource? source = null) => new()
    {
        TenantId = conversation.TenantId, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = conversation.ChannelId, ChatId = chat,
        Direction = direction, Kind = Content.Kind, Source = source, At = At, StoredAt = now, Text = Content.Text, Wamid = Wamid,
        QuotedWamid = QuotedWamid, QuotedId = QuotedId, Content = Content.ContentJson, RawType = Content.RawType,
    };
}
