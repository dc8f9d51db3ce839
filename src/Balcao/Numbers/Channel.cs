using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>
/// Where conversations take place: today always a WhatsApp number. Conversations, messages, ledger lines and the outbox refer
/// to the channel only; data of one kind of channel is in a table of that kind, with the same id (<see cref="Number"/>).
/// </summary>
public sealed class Channel : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId Id { get; init; }

    /// <summary>The origin of every chat in the channel.</summary>
    public required ChatOrigin Origin { get; init; }

    /// <summary>The name that people see; for a number as they write it, for instance <c>+55 11 4000-0500</c>.</summary>
    public required string Display { get; set; }

    /// <summary>Nothing is sent from a channel that is not active.</summary>
    public NumberStatus Status { get; set; } = NumberStatus.Active;

    /// <summary>Incremented when the facts that decide about messages change: the group that serves the channel, its texts, the hours.</summary>
    public int FactsVersion { get; set; }

    /// <summary>Whether free-form answers are allowed only for some time after the customer's last message, as on WhatsApp.</summary>
    public bool HasWindow => Origin is ChatOrigin.WhatsApp;
}
