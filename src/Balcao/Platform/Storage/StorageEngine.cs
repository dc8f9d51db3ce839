using System.Data.Common;
using Balcao.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Balcao.Platform.Storage;

/// <summary>Everything that differs between the databases. All other code is the same and has the same tests.</summary>
public abstract class StorageEngine
{
    public abstract string Name { get; }

    /// <summary>The number of lanes that process messages: PostgreSQL is faster with two on two cores, SQLite has one writer.</summary>
    public abstract int InboundLanes { get; }

    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Writes many rows at once.</summary>
    public abstract RowWriter Rows { get; }

    /// <summary>
    /// Gives the context a connection for repeated look-ups of rows by whole keys: its prepared statements are kept.
    /// Closed with the context.
    /// </summary>
    public abstract Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct);

    /// <summary>Discards the query plans of a kept connection, because tables have grown since they were made.</summary>
    public virtual Task ForgetPlansAsync(BalcaoDb db, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Migrates the database to the tables of <paramref name="db"/>, with the role that owns them.</summary>
    public abstract Task MigrateAsync(BalcaoDb db, CancellationToken ct);

    /// <summary>
    /// The newest migration in the database that this program does not know: from a later version, or from before the first
    /// release. Such a database can neither be used nor migrated. Null for an empty database.
    /// </summary>
    public virtual async Task<string?> FindUnknownMigrationAsync(CancellationToken ct)
    {
        await using var owner = NewOwner();
        try { return (await owner.Database.GetAppliedMigrationsAsync(ct)).Except(owner.Database.GetMigrations()).LastOrDefault(); }
        // Before the first release the columns of the migrations' table had other names.
        catch (DbException e) when (IsUndefinedColumn(e)) { return "before the first release"; }
    }

    private protected abstract bool IsUndefinedColumn(DbException exception);

    /// <summary>A context with the role that owns the tables.</summary>
    private protected abstract BalcaoDb NewOwner();

    /// <summary>
    /// Checks first whether anything is pending: without pending migrations EF would build its model again, which takes
    /// most of a second.
    /// </summary>
    private protected static async Task MigrateWherePendingAsync(BalcaoDb owner, CancellationToken ct)
    {
        if ((await owner.Database.GetPendingMigrationsAsync(ct)).Any()) await owner.Database.MigrateAsync(ct);
    }

    /// <summary>Opens a transaction that reads one state of the database, and only rows of <paramref name="scope"/>.</summary>
    public abstract Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Opens a transaction that writes. The returned object is released after the commit or the rollback.</summary>
    public abstract Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Changes which rows the open transaction may access.</summary>
    public abstract Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Executes look-ups one after the other; first sets <paramref name="scope"/> unless it is null.</summary>
    internal abstract Task LookUpAsync(BalcaoDb db, TenantScope? scope, IReadOnlyList<LookUp> asked, CancellationToken ct);

    /// <summary>A condition with the placeholders <c>{0}</c>, <c>{1}</c>… for the values.</summary>
    internal abstract (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys, string table);

    /// <summary>
    /// A further condition that lets SQLite use an index of the rows with a value: it does not conclude from the keys
    /// that the values are not null.
    /// </summary>
    private protected static string AllPresent(IEnumerable<Column> columns, string table) =>
        string.Concat(columns.Where(column => column.MayBeNull).Select(column => $" AND {table}.{column.Name} IS NOT NULL"));

    /// <summary>The open transaction as the database driver's object.</summary>
    internal static DbTransaction TransactionOf(BalcaoDb db) => ((IInfrastructure<DbTransaction>)db.Database.CurrentTransaction!).Instance;

    /// <summary>Takes the next numbers of a tenant's sequence in the open transaction: unique and without gaps.</summary>
    /// <returns>The last number taken, per tenant.</returns>
    public abstract Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct);

    /// <summary>Takes numbers for new rows of one type and assigns them in the order given.</summary>
    internal async Task NumberAsync(BalcaoDb db, Type type, IReadOnlyList<INumbered> rows, CancellationToken ct)
    {
        var (counter, wanted) = (Rows.TablesOf(db)[type].Map.Counter!, rows.CountBy(row => row.TenantId).ToDictionary());
        var next = (await TakeNumbersAsync(db, counter, wanted, ct)).ToDictionary(last => last.Key, last => last.Value - wanted[last.Key] + 1);
        foreach (var row in rows) row.SequenceNumber = next[row.TenantId]++;
    }

    /// <summary>
    /// Whether a bulk write leaves new numbered rows to the commit (<see cref="BalcaoDb.LeftToCommit"/>), so that two writers of a
    /// tenant wait for each other only while the commit runs.
    /// </summary>
    internal virtual bool NumbersAtCommit => false;

    /// <summary>
    /// Ends the open transaction: numbers and writes the rows left to it, adds to the totals, then writes the new feed entries, and
    /// commits. Nothing happens in between, because until the commit no other transaction can number entries of these tenants.
    /// </summary>
    internal virtual Task CommitAsync(BalcaoDb db, IReadOnlyList<FeedEntry> feed, CancellationToken ct) =>
        db.Database.CurrentTransaction!.CommitAsync(ct);

    /// <summary>
    /// Lets one writing transaction of the installation at a time go on from here; the others wait until it has ended. With one
    /// writer it is so already.
    /// </summary>
    public virtual Task LockAsync(BalcaoDb db, string name, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Locks rows of a tenant until the open transaction ends, in the order of their ids, so that two who lock some of the same rows do
    /// not wait for each other. With one writer nobody else can change them.
    /// </summary>
    public virtual Task LockRowsAsync<T>(BalcaoDb db, TenantId tenant, IReadOnlyCollection<Guid> ids, CancellationToken ct) where T : class, ITenantOwned =>
        Task.CompletedTask;

    /// <summary>A unique index refused the write: another writer was first; reload and try again.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>
    /// A foreign key refused the write: the row referred to was deleted in the meantime (two contacts were merged), or
    /// never existed.
    /// </summary>
    public abstract bool IsForeignKeyViolation(Exception exception);

    /// <summary>Whether another transaction may delete a row between a request's reading and its writing.</summary>
    public virtual bool HasConcurrentWriters => false;

    /// <summary>Deadlock, time-out, lost connection, full disk: the same work may succeed later.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>What the database says if it refuses whom the settings name, or what they name; null for any other failure.</summary>
    public virtual string? RefusalOf(Exception exception) => null;

    /// <summary>
    /// Why the database itself does not keep this role from other tenants' rows; null if it does, or if the engine has no such wall.
    /// </summary>
    public virtual Task<string?> FindOpenWallAsync(BalcaoDb db, CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>
    /// For each tenant and kind, the unclaimed job that is due longest. The query goes from tenant to tenant in the index, so that
    /// its time depends on the number of tenants with jobs, not on the number of jobs.
    /// </summary>
    internal static IQueryable<Job> LongestDueJobs(BalcaoDb db, DateTimeOffset now, IReadOnlyList<string> kinds)
    {
        var instant = now.ToUnixTimeMilliseconds();
        var values = string.Join(", ", kinds.Select((_, i) => $"({{{i}}})"));
        var due = $"{{{kinds.Count}}}";
        var sql = $$"""
            WITH RECURSIVE kinds (kind) AS (VALUES {{values}}), waiting (kind, tenant_id) AS (
                SELECT kind, (SELECT j.tenant_id FROM jobs j WHERE j.kind = kinds.kind AND j.given_up_at IS NULL ORDER BY j.tenant_id LIMIT 1)
                FROM kinds
                UNION ALL
                SELECT kind, (SELECT j.tenant_id FROM jobs j WHERE j.kind = waiting.kind AND j.given_up_at IS NULL AND j.tenant_id > waiting.tenant_id ORDER BY j.tenant_id LIMIT 1)
                FROM waiting WHERE tenant_id IS NOT NULL
            )
            SELECT jobs.* FROM waiting JOIN jobs ON jobs.tenant_id = waiting.tenant_id AND jobs.id = (
                SELECT j.id FROM jobs j
                WHERE j.kind = waiting.kind AND j.tenant_id = waiting.tenant_id AND j.given_up_at IS NULL
                    AND j.due_at <= {{due}} AND (j.claimed_until IS NULL OR j.claimed_until <= {{due}})
                ORDER BY j.due_at LIMIT 1)
            """;
        return db.Set<Job>().FromSqlRaw(sql, [.. kinds, instant]).IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking();
    }

    /// <summary>
    /// The tenant's unclaimed job of this kind that is due longest; no other node gets it before the open transaction
    /// ends.
    /// </summary>
    public virtual IQueryable<Job> DueJob(BalcaoDb db, TenantId tenant, string kind, DateTimeOffset now) => db.Set<Job>()
        .Where(j => j.TenantId == tenant && j.Kind == kind && j.GivenUpAt == null && j.DueAt <= now && (j.ClaimedUntil == null || j.ClaimedUntil <= now))
        .OrderBy(j => j.DueAt).Take(1);

    /// <summary>After the commit, tells every node that the tenants' feeds have new entries.</summary>
    public abstract Task RingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct);

    /// <summary>
    /// Calls <paramref name="heard"/> when any node rings, until cancelled. A ring may be lost, so readers also poll
    /// slowly.
    /// </summary>
    public abstract Task ListenAsync(Action<TenantId> heard, CancellationToken ct);

    /// <summary>Tries to become the only node that does the named work; null if another node is.</summary>
    public abstract Task<WorkLease?> TryLeaseAsync(string work, CancellationToken ct);
}

/// <summary>
/// Held while a node is the only one to do some work; <see cref="Lost"/> is cancelled when the database no longer
/// guarantees it.
/// </summary>
public abstract class WorkLease : IAsyncDisposable
{
    public abstract CancellationToken Lost { get; }

    public abstract ValueTask DisposeAsync();
}
