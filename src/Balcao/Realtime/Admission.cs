using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Realtime;

/// <summary>Which persons, sign-ins and tokens of some connections of a tenant may still be used, read together.</summary>
/// <param name="SignIns">Those that are alive.</param>
/// <param name="Tokens">Those that are not revoked.</param>
internal sealed record Admission(IReadOnlyDictionary<AgentId, Viewer> Viewers, IReadOnlySet<SignInId> SignIns, IReadOnlySet<ApiTokenId> Tokens)
{
    public static async Task<Admission> LoadAsync(BalcaoDb db, IReadOnlyCollection<Connection> connections, DateTimeOffset now, CancellationToken ct)
    {
        var viewers = await Viewer.LoadAsync(db, [.. connections.Select(c => c.Agent.Id).Distinct()], ct);
        SignInId[] signIns = [.. connections.Select(c => c.SignedIn.SignIn).OfType<SignInId>().Distinct()];
        ApiTokenId[] tokens = [.. connections.Select(c => c.SignedIn.Token).OfType<ApiTokenId>().Distinct()];
        return new(
            viewers,
            signIns.Length == 0 ? new HashSet<SignInId>()
                : await db.SignIns.Alive(now).Where(s => signIns.Contains(s.Id)).Select(s => s.Id).ToHashSetAsync(ct),
            tokens.Length == 0 ? new HashSet<ApiTokenId>()
                : await db.ApiTokens.Where(t => tokens.Contains(t.Id) && t.RevokedAt == null).Select(t => t.Id).ToHashSetAsync(ct));
    }

    /// <summary>
    /// Whether the person still belongs to the tenant and is enabled, and the sign-in or token that opened the connection is still valid.
    /// A program whose agent has another role now must connect again; a screen is told of the change instead.
    /// </summary>
    public bool Allows(Connection connection)
    {
        if (!Viewers.TryGetValue(connection.Agent.Id, out var viewer) || !viewer.IsEnabled) return false;
        return connection.SignedIn switch
        {
            { SignIn: { } signIn } screen => SignIns.Contains(signIn) && screen.Stamp == viewer.Stamp,
            { Token: { } token } => Tokens.Contains(token) && connection.Agent.Role == viewer.Access.Role,
            _ => false,
        };
    }
}

/// <summary>What opened a connection: a cookie's sign-in with the person's security stamp at that time, or an API token.</summary>
internal sealed record SignedIn(SignInId? SignIn, string? Stamp, ApiTokenId? Token);
