using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>A person inside a tenant: an agent who serves or an administrator. Has the person's id.</summary>
public sealed class Agent : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required AgentId Id { get; init; }

    public required string Name { get; set; }

    public required Role Role { get; set; }

    /// <summary>A disabled agent keeps their history and cannot sign in.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>What the agent chose; counts only while a connection's lease says that they are there.</summary>
    public bool IsAvailable { get; set; } = true;

    public required DateTimeOffset CreatedAt { get; init; }
}
