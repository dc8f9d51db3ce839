using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>A WhatsApp number, released to one tenant.</summary>
public sealed class Number : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The channel that it is.</summary>
    public required ChannelId Id { get; init; }

    /// <summary>WhatsApp's id of the number; one row in the whole installation has it.</summary>
    public required string PhoneNumberId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Wrapped by Data Protection; only the sender and the media fetcher unwrap it.</summary>
    public required string ProtectedAccessToken { get; set; }

    /// <summary>Since when nothing is sent from it: its token no longer works, or WhatsApp has locked it. The queue is kept meanwhile.</summary>
    public DateTimeOffset? SendingHeldSince { get; private set; }

    /// <summary>Why, as a stable code, for instance <c>send.tokenExpired</c>.</summary>
    public string? SendingHeldReason { get; private set; }

    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>The row of its channel, to be written with a new number.</summary>
    /// <param name="display">As people write it.</param>
    public Channel NewChannel(string display) => new() { TenantId = TenantId, Id = Id, Origin = ChatOrigin.WhatsApp, Display = display };

    /// <summary>False where it was held for the same reason before.</summary>
    public bool HoldSending(string reason, DateTimeOffset now)
    {
        if (SendingHeldReason == reason) return false;
        SendingHeldSince ??= now;
        SendingHeldReason = reason;
        return true;
    }

    public void ReleaseSending() => (SendingHeldSince, SendingHeldReason) = (null, null);

    /// <summary>What the old token held up goes on with the new one; tell the sender by <see cref="OutboxBell"/>.</summary>
    public void ReplaceAccessToken(string protectedToken)
    {
        ProtectedAccessToken = protectedToken;
        ReleaseSending();
    }
}
