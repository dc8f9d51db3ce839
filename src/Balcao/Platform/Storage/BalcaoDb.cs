using System.Linq.Expressions;
using System.Reflection;
using Balcao.Contract;
using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Balcao.Platform.Storage;

/// <summary>
/// The model of the whole database. Each module maps its own tables (<c>…Tables.cs</c>) and names its sets there.
/// Reads of tenant-owned rows are filtered by the unit of work's tenant, and writes are checked against its scope. The keys let
/// the database itself refuse a row whose parent belongs to another tenant.
/// </summary>
public abstract class BalcaoDb(DbContextOptions options) : DbContext(options), IRowSink
{
    /// <summary>The name of the filter; lanes and operators bypass it by <c>IgnoreQueryFilters([BalcaoDb.TenantFilter])</c>.</summary>
    public const string TenantFilter = "Tenant";

    /// <summary>Set by the unit of work; only the unit of work opens transactions.</summary>
    public TenantScope Scope { get; internal set; } = TenantScope.Nobody;

    /// <summary>True between the beginning and the commit of a unit of work that writes.</summary>
    internal bool IsWriting { get; set; }

    /// <summary>New rows of the open transaction for which a worker waits; see <see cref="RowBells"/>.</summary>
    internal List<object> WaitedFor { get; } = [];

    /// <summary>New rows that the commit numbers and writes.</summary>
    internal List<TableRows> LeftToCommit { get; } = [];

    /// <summary>What the commit adds to the totals of channels and days.</summary>
    internal PendingTotals Totals { get; } = new();

    /// <summary>New rows with texts that the commit completes.</summary>
    internal List<INamesNumber> NumbersToCome { get; } = [];

    void IRowSink.Add(object row) => Add(row);

    /// <summary>The value that the tenant filter compares with.</summary>
    protected TenantId CurrentTenant => Scope.OnlyTenant;

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        CheckWrites();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        CheckWrites();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    private void CheckWrites()
    {
        var changed = ChangeTracker.Entries().Where(entry => entry.State is not (EntityState.Unchanged or EntityState.Detached)).ToList();
        CheckWrites(changed.Select(entry => entry.Entity));
        foreach (var entry in changed)
        {
            if (entry.Entity is IPerhapsTenantOwned row && !Scope.Allows(row, isNew: entry.State is EntityState.Added))
                throw new CrossTenantWriteException(entry.Entity.GetType().Name);
            if (entry is { Entity: IVersioned versioned, State: EntityState.Modified }) versioned.Version++;
            if (entry.State is not EntityState.Added) continue;
            if (entry.Entity is INumbered { SequenceNumber: 0 })
                throw new InvalidOperationException($"A {entry.Entity.GetType().Name} without its number: save by the unit of work.");
            NoteMade(entry.Entity);
        }
    }

    /// <summary>Throws for a write outside a writing unit of work, or for a tenant that is not in its scope.</summary>
    internal void CheckWrites(IEnumerable<object> rows)
    {
        if (!IsWriting) throw new InvalidOperationException("A write outside a unit of work.");
        foreach (var row in rows)
            if (row is ITenantOwned owned && !Scope.Allows(owned.TenantId)) throw new CrossTenantWriteException(row.GetType().Name);
    }

    internal void NoteMade(object row)
    {
        if (RowBells.IsWaitedFor(row)) WaitedFor.Add(row);
        if (row is IAddsToDayTotal adds) Totals.Add(adds);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BalcaoDb).Assembly);
        foreach (var type in modelBuilder.Model.GetEntityTypes().ToList())
        {
            if (typeof(ITenantOwned).IsAssignableFrom(type.ClrType))
                FilterMethod.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
            if (typeof(IReadByItsTenant).IsAssignableFrom(type.ClrType))
                FilterPerhapsMethod.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
            if (typeof(IVersioned).IsAssignableFrom(type.ClrType))
                modelBuilder.Entity(type.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
            if (typeof(ISearchRow).IsAssignableFrom(type.ClrType))
                MapSearchRow(modelBuilder.Entity(type.ClrType));
        }
    }

    private static readonly MethodInfo FilterMethod =
        typeof(BalcaoDb).GetMethod(nameof(FilterByTenant), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static readonly MethodInfo FilterPerhapsMethod =
        typeof(BalcaoDb).GetMethod(nameof(FilterByPerhapsTenant), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private void FilterByPerhapsTenant<T>(ModelBuilder modelBuilder) where T : class, IReadByItsTenant
    {
        Expression<Func<T, bool>> ofTenant = row => row.TenantId == CurrentTenant;
        modelBuilder.Entity<T>().HasQueryFilter(TenantFilter, ofTenant);
    }

    private void FilterByTenant<T>(ModelBuilder modelBuilder) where T : class, ITenantOwned
    {
        Expression<Func<T, bool>> ofTenant = row => row.TenantId == CurrentTenant;
        modelBuilder.Entity<T>().HasQueryFilter(TenantFilter, ofTenant);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Each index is declared in a module's tables: an automatic one for each foreign key would make every message slower to write.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        // By name, because the order of an enum's members may change.
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
        foreach (var id in IdTypes)
            configurationBuilder.Properties(id).HaveConversion(IdConverter.MakeGenericType(id));
    }

    /// <summary>How this engine stores an id: an open generic <c>ValueConverter</c> over the id type.</summary>
    protected abstract Type IdConverter { get; }

    /// <summary>The rows whose property has the value <c>{0}</c>, in whatever tenant, as SQL for FROM.</summary>
    internal virtual string AcrossTenantsSource(IReadOnlyProperty property) => $"{property.DeclaringType.GetTableName()} WHERE {property.GetColumnName()} = {{0}}";

    /// <summary>Maps the key of the rows that this engine's search index refers to.</summary>
    protected abstract void MapSearchRow(EntityTypeBuilder row);

    /// <summary>Names in snake_case need no quotes in SQL.</summary>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSnakeCaseNamingConvention();

    private static readonly Type[] IdTypes =
    [
        .. typeof(TenantId).Assembly.GetTypes().Where(type =>
            type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))),
    ];
}
