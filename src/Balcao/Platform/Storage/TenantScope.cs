using Balcao.Contract;

namespace Balcao.Platform.Storage;

/// <summary>A row that belongs to one tenant; its key starts with the tenant.</summary>
public interface ITenantOwned
{
    TenantId TenantId { get; }
}

/// <summary>
/// A row that belongs to one tenant or, with null, to the installation. A row of the installation is changed by who may access
/// everyone's rows, and made only by who says so: <see cref="TenantScope.Operators"/>.
/// </summary>
public interface IPerhapsTenantOwned
{
    TenantId? TenantId { get; }
}

/// <summary>
/// Such a row of which each tenant reads its own, by the tenant filter. A row of the installation is read past the filter, and is made,
/// too, by who may access everyone's rows.
/// </summary>
public interface IReadByItsTenant : IPerhapsTenantOwned;

/// <summary>A row with optimistic concurrency: each save increments the version and fails if another save did so in the meantime.</summary>
public interface IVersioned
{
    int Version { get; set; }
}

/// <summary>Which tenants' rows a unit of work may access; none unless stated.</summary>
public sealed record TenantScope
{
    private readonly HashSet<TenantId> _tenants;

    private TenantScope(HashSet<TenantId> tenants, bool isEveryone, bool makesOperators = false) =>
        (_tenants, IsEveryone, MakesOperators) = (tenants, isEveryone, makesOperators);

    public static TenantScope Nobody { get; } = new([], false);

    /// <summary>All tenants: for the back office, and for finding the tenant of a number or a token.</summary>
    public static TenantScope Everyone { get; } = new([], true);

    /// <summary>Everyone, and the right to make operators, who belong to no tenant.</summary>
    public static TenantScope Operators { get; } = new([], true, makesOperators: true);

    /// <summary>For a person's own rows: their tenant's or, for an operator, who manages all, everyone's.</summary>
    public static TenantScope OfPerson(TenantId? tenant) => tenant is { } one ? Of(one) : Everyone;

    public static TenantScope Of(TenantId tenant) => new([tenant], false);

    /// <summary>Several tenants: for a lane's batch.</summary>
    public static TenantScope Of(IEnumerable<TenantId> tenants) => new([.. tenants], false);

    public bool IsEveryone { get; }

    public bool MakesOperators { get; }

    public IReadOnlyCollection<TenantId> Tenants => _tenants;

    /// <summary>The tenant by which reads are filtered; an id that no row has if the scope is not exactly one tenant.</summary>
    public TenantId OnlyTenant => _tenants.Count == 1 ? _tenants.First() : default;

    public bool Allows(TenantId tenant) => IsEveryone || _tenants.Contains(tenant);

    internal bool Allows(IPerhapsTenantOwned row, bool isNew) =>
        row.TenantId is { } tenant ? Allows(tenant) : isNew && row is not IReadByItsTenant ? MakesOperators : IsEveryone;
}

public sealed class CrossTenantWriteException(string table) : InvalidOperationException($"A row of {table} of a tenant outside the unit of work's scope.");
