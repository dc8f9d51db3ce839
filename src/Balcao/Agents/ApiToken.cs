using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Agents;

/// <summary>A secret with which a program acts for an agent, within its scopes. Only its hash is stored.</summary>
public sealed class ApiToken : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ApiTokenId Id { get; init; }

    public required AgentId AgentId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, hex. A secret has 256 random bits, so no slow hash is needed.</summary>
    public required string SecretHash { get; init; }

    /// <summary>Values of <see cref="Permission"/>, separated by spaces.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public IReadOnlyList<string> ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public ApiTokenItem ToItem(string agentName) => new(Id, Name, ScopeList, new AgentName(AgentId, agentName), CreatedAt, LastUsedAt, RevokedAt);

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string NewSecret() => "balcao_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
