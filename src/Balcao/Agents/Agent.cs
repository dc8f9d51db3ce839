using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>A person inside a tenant: an agent who serves, or an administrator. Has the person's id.</summary>
public sealed class Agent : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required AgentId Id { get; init; }

    public required string Name { get; set; }

    public required Role Role { get; set; }

    /// <summary>A disabled agent cannot sign in; the chats they served wait again, and their messages stay.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The agent's choice; it counts only while a presence lease shows that a screen of theirs is open.</summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>When the last of the agent's screens that are gone gave a sign of life. Null: there was none.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>How many chats of all groups the agent serves at most at the same time. Null: no limit.</summary>
    public int? MostChats { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
