using System.Text.Json.Serialization;

namespace Balcao.Client.Conversations;

public enum UnsentState { Waiting, Refused }

/// <summary>
/// A message that this browser sends to the server. Its key is the same in every attempt, so that it is stored only once.
/// </summary>
public sealed record UnsentMessage
{
    public required string ClientKey { get; init; }

    public required ChatId ChatId { get; init; }

    public required ConversationId ConversationId { get; init; }

    public bool IsNote { get; init; }

    public string? Text { get; init; }

    /// <summary>The file, which is uploaded before the message is sent.</summary>
    public UploadItem? Upload { get; init; }

    public LocationItem? Location { get; init; }

    public IReadOnlyList<SharedContact>? Contacts { get; init; }

    public ReplyButtonsItem? Buttons { get; init; }

    public ReplyListItem? List { get; init; }

    public MessageId? ReplyTo { get; init; }

    public QuotedMessage? Quote { get; init; }

    public required DateTimeOffset At { get; init; }

    public UnsentState State { get; init; }

    /// <summary>Why the server refused, in the reader's language; null if it failed instead of answering.</summary>
    public string? Reason { get; init; }

    /// <summary>Orders the messages of one person in the browser: each has a greater one than those written before.</summary>
    public long Place { get; init; }

    /// <summary>The image in the browser's memory; lost after a reload.</summary>
    [JsonIgnore]
    public string? PreviewUrl { get; init; }

    /// <summary>How the message is shown until the server has confirmed it.</summary>
    public MessageItem ToMessage(AgentName? author) => new(
        new MessageId(Guid.Empty), ConversationId, ChatId,
        IsNote ? MessageDirection.Internal : MessageDirection.Outbound,
        IsNote ? MessageKind.Note : Kind,
        At, Text, author, IsNote ? DeliveryStatus.None : DeliveryStatus.Queued,
        State == UnsentState.Refused ? new MessageFailure("client.refused", Reason ?? "", null) : null,
        Quote,
        Upload is null ? null : new MediaItem(PreviewUrl is null ? MediaState.Pending : MediaState.Stored, PreviewUrl, Upload.MimeType, Upload.FileName, Upload.Size, false),
        Location, Contacts ?? [], null, null, [], null, ClientKey)
        {
            Buttons = Buttons,
            List = List,
        };

    private MessageKind Kind => this switch
    {
        { Location: not null } => MessageKind.Location,
        { Contacts: not null } => MessageKind.Contacts,
        { Buttons: not null } => MessageKind.Buttons,
        { List: not null } => MessageKind.List,
        _ => Upload?.Kind ?? MessageKind.Text,
    };
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UnsentMessage))]
internal sealed partial class UnsentMessageJson : JsonSerializerContext;
