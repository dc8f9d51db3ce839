using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>All messages ever exchanged between one contact and one channel.</summary>
public sealed class Conversation : ITenantOwned, IVersioned, IOfHistory
{
    /// <summary>
    /// How long free-form replies are allowed after the contact's last message
    /// (Meta, customer service windows, Dec 2025).
    /// </summary>
    public static readonly TimeSpan CustomerServiceWindow = TimeSpan.FromHours(24);

    public required TenantId TenantId { get; init; }

    public required ConversationId Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required ContactId ContactId { get; set; }

    /// <summary>
    /// The latest of WhatsApp's timestamps of the contact's messages: a message that arrives late never shortens the
    /// window.
    /// </summary>
    public DateTimeOffset? LastInboundAt { get; private set; }

    public required DateTimeOffset LastActivityAt { get; set; }

    public MessageId? LastMessageId { get; private set; }

    /// <summary>The instant of <see cref="LastMessageId"/>.</summary>
    public DateTimeOffset? LastMessageAt { get; private set; }

    /// <summary>Messages of the contact that no agent has read.</summary>
    public int Unread { get; set; }

    /// <summary>The start of the latest closed period in which the contact was told that nobody is there.</summary>
    public DateTimeOffset? ToldClosedSince { get; private set; }

    public int Version { get; set; }

    public DateTimeOffset? WindowEndsAt => LastInboundAt + CustomerServiceWindow;

    public bool CanReplyFreely(DateTimeOffset now) => now < WindowEndsAt;

    /// <summary>A message of the contact has arrived, perhaps late.</summary>
    public void Received(Message message)
    {
        Unread++;
        Added(message);
    }

    /// <summary>
    /// Whether the contact is still to be told about the closed period. Only ever a later one than before: if the hours are changed
    /// and changed back, no period comes twice, and the key made of it is new each time.
    /// </summary>
    public bool TellClosed(DateTimeOffset since)
    {
        if (since <= ToldClosedSince) return false;
        ToldClosedSince = since;
        return true;
    }

    /// <summary>A message was added. The last message is the one that sorts last, not the one that arrived last.</summary>
    public void Added(Message message)
    {
        if (message.OpensWindow && (LastInboundAt is null || message.At > LastInboundAt)) LastInboundAt = message.At;
        if (message.At > LastActivityAt) LastActivityAt = message.At;
        if (LastMessageId is { } last && (message.At < LastMessageAt || (message.At == LastMessageAt && message.Id.Value.CompareTo(last.Value) < 0))) return;
        LastMessageId = message.Id;
        LastMessageAt = message.At;
    }

    /// <summary>Takes over the values of another conversation with the same number, when their contacts are merged.</summary>
    public void Absorb(Conversation other)
    {
        if (LastInboundAt is null || other.LastInboundAt > LastInboundAt) LastInboundAt = other.LastInboundAt;
        if (other.LastActivityAt > LastActivityAt) LastActivityAt = other.LastActivityAt;
        if (LastMessageAt is null || other.LastMessageAt > LastMessageAt) (LastMessageId, LastMessageAt) = (other.LastMessageId, other.LastMessageAt);
        if (ToldClosedSince is null || other.ToldClosedSince > ToldClosedSince) ToldClosedSince = other.ToldClosedSince;
        Unread += other.Unread;
    }
}
