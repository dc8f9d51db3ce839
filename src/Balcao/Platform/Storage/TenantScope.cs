using Balcao.Contract;

namespace Balcao.Platform.Storage;

/// <summary>A row that belongs to one tenant; its key starts with the tenant.</summary>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}

/// <summary>A row whose concurrent changes are noticed: each save counts up and checks that nobody did so meanwhile.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>Whose rows a unit of work may touch. Nobody's, unless it says.</summary>
public sealed record TenantScope
{
    private readonly HashSet<TenantId> _tenants;

    private TenantScope(HashSet<TenantId> tenants, bool isEveryone) => (_tenants, IsEveryone) = (tenants, isEveryone);

    public static TenantScope Nobody { get; } = new([], false);

    /// <summary>All tenants: the back office, and looking up whose a number or a token is.</summary>
    public static TenantScope Everyone { get; } = new([], true);

    public static TenantScope Of(TenantId tenant) => new([tenant], false);

    /// <summary>Several: a lane's batch.</summary>
    public static TenantScope Of(IEnumerable<TenantId> tenants) => new([.. tenants], false);

    public bool IsEveryone { get; }

    public IReadOnlyCollection<TenantId> Tenants => _tenants;

    /// <summary>The one tenant that reads are filtered by; none (an id no row has) for a scope of several.</summary>
    public TenantId OnlyTenant => _tenants.Count == 1 ? _tenants.First() : default;

    public bool Allows(TenantId tenant) => IsEveryone || _tenants.Contains(tenant);
}

public sealed class CrossTenantWriteException(string table) : InvalidOperationException($"A row of {table} of a tenant outside the unit of work's scope.");
