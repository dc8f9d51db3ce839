using System.Text.Json;
using System.Text.Json.Serialization;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>One message of a conversation, or a note beside them. Sorts by <see cref="At"/>, then <see cref="Id"/>.</summary>
public sealed class Message : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required MessageId Id { get; init; }

    public required ConversationId ConversationId { get; init; }

    /// <summary>The conversation's number again, so that the database refuses a message filed under another number's conversation.</summary>
    public required NumberId NumberId { get; init; }

    /// <summary>The attendance it belongs to; null where none was open (a reaction's placeholder, for instance).</summary>
    public ChatId? ChatId { get; init; }

    public required MessageDirection Direction { get; init; }

    public required MessageKind Kind { get; set; }

    /// <summary>Null: it came in or left through the API, as nearly all do.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>WhatsApp's timestamp of what came in (whole seconds); our clock for what goes out.</summary>
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    public string? Text { get; set; }

    public AgentId? AuthorId { get; init; }

    /// <summary>WhatsApp's id of the message; unique per number. Null until WhatsApp has taken ours.</summary>
    public string? Wamid { get; set; }

    /// <summary>The client's own key: the same key is the same message.</summary>
    public string? ClientKey { get; init; }

    /// <summary>WhatsApp's id of the quoted message, which may be older than our history.</summary>
    public string? QuotedWamid { get; init; }

    public MessageId? QuotedId { get; set; }

    /// <summary>What the kind needs beyond text, as JSON: see <see cref="MessageContent"/>.</summary>
    public string? Content { get; set; }

    /// <summary>WhatsApp's own name of the type, where we have no kind for it.</summary>
    public string? RawType { get; set; }

    /// <summary>When whoever wrote it last changed it: there are <see cref="MessageVersion"/>s then.</summary>
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>When whoever wrote it deleted it for everyone. What it said stays.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public DeliveryStatus Delivery { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Balcao's code, for instance <c>send.windowClosed</c>; kept beside what was delivered.</summary>
    public string? FailureCode { get; private set; }

    /// <summary>Meta's own error code.</summary>
    public int? FailureWhatsAppCode { get; private set; }

    public int Version { get; set; }

    /// <summary>Whether the contact's sending of it opens the 24-hour window. A reaction does not surely (Meta does not say, Dec 2025); what we were told of afterwards does not.</summary>
    public bool OpensWindow => Direction is MessageDirection.Inbound && Kind is not MessageKind.Reaction && Source is null;

    /// <summary>Receipts arrive late, twice and out of order; a read message never becomes delivered again.</summary>
    public bool Advance(DeliveryStatus next, DateTimeOffset at)
    {
        switch (next)
        {
            case DeliveryStatus.Sent: SentAt ??= at; break;
            case DeliveryStatus.Delivered: DeliveredAt ??= at; break;
            case DeliveryStatus.Read or DeliveryStatus.Played: ReadAt ??= at; break;
        }
        if (next <= Delivery) return false;
        Delivery = next;
        return true;
    }

    /// <summary>
    /// Another text since <paramref name="at"/>. Changes come late, twice and out of order: all are kept, the newest is what it says now.
    /// </summary>
    /// <param name="known">The versions there are already.</param>
    /// <param name="wamid">WhatsApp's id of the change.</param>
    /// <returns>The versions to add; none where the change is known.</returns>
    public IReadOnlyList<MessageVersion> Edit(IReadOnlyCollection<MessageVersion> known, string wamid, string? text, DateTimeOffset at, DateTimeOffset now)
    {
        if (known.Any(version => version.Wamid == wamid)) return [];
        List<MessageVersion> added = [];
        if (known.Count == 0) added.Add(Version(Wamid ?? "", Text, At));
        added.Add(Version(wamid, text, at));
        if (at >= (EditedAt ?? At)) (Text, EditedAt) = (text, at);
        EditedAt ??= at;
        return added;

        MessageVersion Version(string id, string? said, DateTimeOffset since) =>
            new() { TenantId = TenantId, Id = Uuid7.New(now), MessageId = Id, Wamid = id, At = since, Text = said };
    }

    /// <summary>False where it was known.</summary>
    public bool Revoke(DateTimeOffset at)
    {
        if (RevokedAt is not null) return false;
        RevokedAt = at;
        return true;
    }

    /// <summary>Back in the queue, for another try that the agent asked for.</summary>
    public void QueueAgain()
    {
        Delivery = DeliveryStatus.Queued;
        Wamid = null;
        SentAt = null;
        FailedAt = null;
        FailureCode = null;
        FailureWhatsAppCode = null;
    }

    /// <summary>WhatsApp, or we, gave it up. What was delivered stays said (WhatsApp may report both, Dec 2025).</summary>
    public bool Fail(string code, int? whatsAppCode, DateTimeOffset at)
    {
        if (FailedAt is not null) return false;
        (FailedAt, FailureCode, FailureWhatsAppCode) = (at, code, whatsAppCode);
        return true;
    }
}

/// <summary>What a message said from one instant on: the first text and each change of a message that was changed.</summary>
public sealed class MessageVersion : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>UUIDv7: which of one second came first.</summary>
    public required Guid Id { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>WhatsApp's id of the change; the message's own for its first text.</summary>
    public required string Wamid { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Text { get; init; }
}

/// <summary>The parts of a message beyond its text.</summary>
public sealed record MessageContent
{
    public LocationItem? Location { get; init; }

    public IReadOnlyList<SharedContact>? Contacts { get; init; }

    public ReplyButtonsItem? Buttons { get; init; }

    public ReplyListItem? List { get; init; }

    /// <summary>The id or payload behind a pressed button or list row.</summary>
    public string? ReplyPayload { get; init; }

    public OrderItem? Order { get; init; }

    public FormItem? Form { get; init; }

    public CallPermissionItem? CallPermission { get; init; }

    public ReferralItem? Referral { get; init; }

    public ProductItem? Product { get; init; }

    public ForwardMark? Forwarded { get; init; }

    public NoticeItem? Notice { get; init; }

    /// <summary>Meta's code of why it is a placeholder.</summary>
    public int? PlaceholderCode { get; init; }

    public static MessageContent? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, MessageContentJson.Default.MessageContent);

    public string ToJson() => JsonSerializer.Serialize(this, MessageContentJson.Default.MessageContent);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageContent))]
internal sealed partial class MessageContentJson : JsonSerializerContext;

/// <summary>The file of a message.</summary>
public sealed class MessageMedia : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public MediaState State { get; set; }

    /// <summary>WhatsApp's id of an inbound file (kept 7 days there), or of ours once uploaded (30 days).</summary>
    public string? WhatsAppMediaId { get; set; }

    public required string MimeType { get; set; }

    /// <summary>When ours was last uploaded: WhatsApp forgets it after 30 days.</summary>
    public DateTimeOffset? UploadedAt { get; set; }

    /// <summary>The customer's own name for it: untrusted.</summary>
    public string? FileName { get; init; }

    /// <summary>SHA-256 in lower-case hex, as WhatsApp announced it and as the content is stored by.</summary>
    public string? Sha256 { get; set; }

    public long? Size { get; set; }

    public bool IsAnimated { get; init; }

    /// <summary>Why it failed, as a stable code.</summary>
    public string? FailureCode { get; set; }

    /// <summary>The content of the copy that every browser plays: see <see cref="MediaCopies"/>.</summary>
    public string? PlayableSha256 { get; set; }

    public string? ThumbnailSha256 { get; set; }

    /// <summary>Pixels of a picture as it is seen, turned as its camera says.</summary>
    public int? Width { get; set; }

    public int? Height { get; set; }

    public long? DurationMs { get; set; }

    /// <summary>One digit for each equal part of a sound.</summary>
    public string? Waveform { get; set; }
}

/// <summary>Who reacted to a message and how: the contact once, our side once.</summary>
public sealed class MessageReaction : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    /// <summary>True: ours. WhatsApp keeps one reaction per side.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>Empty: taken away. The row stays, so that an older one arriving late does not bring it back.</summary>
    public required string Emoji { get; set; }

    public required DateTimeOffset At { get; set; }

    public AgentId? AgentId { get; set; }
}

/// <summary>A file kept for a message to come.</summary>
public sealed class Upload : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required UploadId Id { get; init; }

    public required AgentId AgentId { get; init; }

    public required MessageKind Kind { get; init; }

    public required string MimeType { get; init; }

    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
