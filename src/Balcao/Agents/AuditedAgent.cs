using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Agents;

/// <summary>The fields of an agent for the audit trail. The role, and whether they may sign in, are security events of their own.</summary>
public sealed record AuditedAgent(string Name, int? MostChats)
{
    public static AuditedAgent Of(Agent agent) => new(agent.Name, agent.MostChats);
}

/// <summary>The fields of an agent who was created, for the audit trail.</summary>
public sealed record AuditedNewAgent(string Name, string Email, Role Role);

/// <summary>The role of an agent for the audit trail.</summary>
public sealed record AuditedRole(Role Role);

/// <summary>The fields of an API token for the audit trail.</summary>
public sealed record AuditedToken(string Name, string Scopes, [property: Secret] string Secret)
{
    public static AuditedToken Of(ApiToken token) => new(token.Name, token.Scopes, token.SecretHash);
}
