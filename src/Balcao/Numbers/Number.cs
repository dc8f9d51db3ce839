using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>A WhatsApp number, released to one tenant.</summary>
public sealed class Number : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The id of its channel.</summary>
    public required ChannelId Id { get; init; }

    /// <summary>WhatsApp's id of the number; unique in the whole installation.</summary>
    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Encrypted by Data Protection; only sending and fetching decrypt it.</summary>
    public required string ProtectedAccessToken { get; set; }

    /// <summary>
    /// Since when nothing is sent, because the token no longer works or WhatsApp has locked the number. The queue is
    /// kept.
    /// </summary>
    public DateTimeOffset? SendingHeldSince { get; private set; }

    /// <summary>The reason as a stable code, for instance <c>send.tokenExpired</c>.</summary>
    public string? SendingHeldReason { get; private set; }

    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>The channel's row, to be added together with a new number.</summary>
    /// <param name="display">The number as people write it.</param>
    public Channel NewChannel(string display) => new() { TenantId = TenantId, Id = Id, Origin = ChatOrigin.WhatsApp, Display = display };

    /// <summary>Returns false if sending was held for the same reason already.</summary>
    public bool HoldSending(string reason, DateTimeOffset now)
    {
        if (SendingHeldReason == reason) return false;
        SendingHeldSince ??= now;
        SendingHeldReason = reason;
        return true;
    }

    public void ReleaseSending() => (SendingHeldSince, SendingHeldReason) = (null, null);

    /// <summary>Sending continues with the new token; the caller wakes the sender by <see cref="OutboxBell"/>.</summary>
    public void ReplaceAccessToken(string protectedToken)
    {
        ProtectedAccessToken = protectedToken;
        ReleaseSending();
    }
}
