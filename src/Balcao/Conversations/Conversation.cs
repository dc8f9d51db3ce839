using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>Everything ever said between one contact and one channel.</summary>
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

    /// <summary>The greatest of WhatsApp's timestamps of what the contact sent: lateness and disorder never shorten the window.</summary>
    public DateTimeOffset? LastInboundAt { get; private set; }

    public required DateTimeOffset LastActivityAt { get; set; }

    public MessageId? LastMessageId { get; private set; }

    /// <summary>The instant of <see cref="LastMessageId"/>.</summary>
    public DateTimeOffset? LastMessageAt { get; private set; }

    /// <summary>Messages of the contact that no agent has read.</summary>
    public int Unread { get; set; }

    public int Version { get; set; }

    public DateTimeOffset? WindowEndsAt => LastInboundAt + CustomerServiceWindow;

    public bool CanReplyFreely(DateTimeOffset now) => now < WindowEndsAt;

    /// <summary>A message of the contact has come in, perhaps late.</summary>
    public void Received(Message message)
    {
        if (message.OpensWindow && (LastInboundAt is null || message.At > LastInboundAt)) LastInboundAt = message.At;
        Unread++;
        Added(message);
    }

    /// <summary>The thread has grown; its newest message is the one that sorts last, not the one that came last.</summary>
    public void Added(Message message)
    {
        if (message.At > LastActivityAt) LastActivityAt = message.At;
        if (LastMessageId is { } last && (message.At < LastMessageAt || (message.At == LastMessageAt && message.Id.Value.CompareTo(last.Value) < 0))) return;
        LastMessageId = message.Id;
        LastMessageAt = message.At;
    }

    /// <summary>Takes over what another conversation of the same number was, which turned out to be the same person's.</summary>
    public void Absorb(Conversation other)
    {
        if (LastInboundAt is null || other.LastInboundAt > LastInboundAt) LastInboundAt = other.LastInboundAt;
        if (other.LastActivityAt > LastActivityAt) LastActivityAt = other.LastActivityAt;
        if (LastMessageAt is null || other.LastMessageAt > LastMessageAt) (LastMessageId, LastMessageAt) = (other.LastMessageId, other.LastMessageAt);
        Unread += other.Unread;
    }
}
