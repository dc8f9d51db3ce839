using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>
/// Where conversations are held: a WhatsApp number today. Conversations, messages, ledger lines and the outbox name the
/// channel alone; what only its kind has is in a table of that kind, under the same id (<see cref="Number"/>).
/// </summary>
public sealed class Channel : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId Id { get; init; }

    /// <summary>The origin of every chat in it.</summary>
    public required ChatOrigin Origin { get; init; }

    /// <summary>What people know it by; a number as they write it, for instance <c>+55 11 4000-0500</c>.</summary>
    public required string Display { get; set; }

    /// <summary>Nothing is sent from one that is not active.</summary>
    public NumberStatus Status { get; set; } = NumberStatus.Active;

    /// <summary>Counts the changes of what messages are decided by: the group that serves it.</summary>
    public int FactsVersion { get; set; }

    /// <summary>Whether free-form answers are allowed for a while after the customer's last message only, as on WhatsApp.</summary>
    public bool HasWindow => Origin is ChatOrigin.WhatsApp;
}
