using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>One open screen of an agent. Its node renews it; an expired lease does not count.</summary>
public sealed class PresenceLease : ITenantOwned
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(45);

    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);

    public required TenantId TenantId { get; init; }

    public required AgentId AgentId { get; init; }

    /// <summary>SignalR's connection id.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>The process that holds the connection: it renews all of its leases in one statement.</summary>
    public required Guid NodeId { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
