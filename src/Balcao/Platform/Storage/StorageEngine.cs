using System.Data.Common;
using Balcao.Contract;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Balcao.Platform.Storage;

/// <summary>What differs between the databases. Everything else is the same code, run by the same tests.</summary>
public abstract class StorageEngine
{
    public abstract string Name { get; }

    /// <summary>How many lanes take in messages: PostgreSQL gains from two on two cores, SQLite has one writer.</summary>
    public abstract int InboundLanes { get; }

    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Writes many rows at once.</summary>
    public abstract RowWriter Rows { get; }

    /// <summary>
    /// Gives the context a connection for work that looks up rows by whole keys again and again: statements prepared on it
    /// stay. Closed with the context.
    /// </summary>
    public abstract Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct);

    /// <summary>Has the statements of a kept connection planned anew: tables have grown since.</summary>
    public virtual Task ForgetPlansAsync(BalcaoDb db, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Brings the database to the tables that <paramref name="db"/> knows, as the role that owns them.</summary>
    public abstract Task MigrateAsync(BalcaoDb db, CancellationToken ct);

    /// <summary>
    /// The newest migration of a database that this program does not know: a later version made it, or one before the first
    /// release. It can neither be used nor migrated. Null for an empty database, and for one that does not answer.
    /// </summary>
    public async Task<string?> FindUnknownMigrationAsync(CancellationToken ct)
    {
        await using var owner = NewOwner();
        try { return (await owner.Database.GetAppliedMigrationsAsync(ct)).Except(owner.Database.GetMigrations()).LastOrDefault(); }
        // Before the first release its columns had other names.
        catch (DbException e) when (IsUndefinedColumn(e)) { return "before the first release"; }
        catch (DbException e) when (IsTransient(e)) { return null; }
    }

    private protected abstract bool IsUndefinedColumn(DbException exception);

    /// <summary>A context of the role that owns the tables.</summary>
    private protected abstract BalcaoDb NewOwner();

    /// <summary>Where nothing is to be done EF would make its model anew to find that out: most of a second.</summary>
    private protected static async Task MigrateWherePendingAsync(BalcaoDb owner, CancellationToken ct)
    {
        if ((await owner.Database.GetPendingMigrationsAsync(ct)).Any()) await owner.Database.MigrateAsync(ct);
    }

    /// <summary>Opens a transaction that sees one state and may touch <paramref name="scope"/>'s rows only.</summary>
    public abstract Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Opens a transaction that writes. What is returned is released after the commit or the rollback.</summary>
    public abstract Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Changes whose rows the open transaction may touch.</summary>
    public abstract Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Asks one after the other what was asked together, <paramref name="scope"/> before all where it is not null.</summary>
    internal abstract Task LookUpAsync(BalcaoDb db, TenantScope? scope, IReadOnlyList<LookUp> asked, CancellationToken ct);

    /// <summary>A condition with <c>{0}</c>, <c>{1}</c>… for the values.</summary>
    internal abstract (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys, string table);

    /// <summary>What, said besides, lets SQLite use an index of the rows that have a value: it does not see that a key has one.</summary>
    private protected static string AllPresent(IEnumerable<Column> columns, string table) =>
        string.Concat(columns.Where(column => column.MayBeNull).Select(column => $" AND {table}.{column.Name} IS NOT NULL"));

    /// <summary>The open transaction, as the database's driver has it.</summary>
    internal static DbTransaction TransactionOf(BalcaoDb db) => ((IInfrastructure<DbTransaction>)db.Database.CurrentTransaction!).Instance;

    /// <summary>Takes the next numbers of a tenant's sequence, in the open transaction: no gap, no double.</summary>
    /// <returns>The last number taken, per tenant.</returns>
    public abstract Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct);

    /// <summary>Takes the numbers of new rows of one type and puts them in, in the order given.</summary>
    internal async Task NumberAsync(BalcaoDb db, Type type, IReadOnlyList<INumbered> rows, CancellationToken ct)
    {
        var (counter, wanted) = (Rows.TablesOf(db)[type].Map.Counter!, rows.CountBy(row => row.TenantId).ToDictionary());
        var next = (await TakeNumbersAsync(db, counter, wanted, ct)).ToDictionary(last => last.Key, last => last.Value - wanted[last.Key] + 1);
        foreach (var row in rows) row.SequenceNumber = next[row.TenantId]++;
    }

    /// <summary>
    /// Whether a bulk write leaves new rows with numbers of a sequence to the commit (<see cref="BalcaoDb.LeftToCommit"/>),
    /// so that two writers of a tenant wait for each other no longer than the commit takes.
    /// </summary>
    internal virtual bool NumbersAtCommit => false;

    /// <summary>
    /// Ends the open transaction: numbers what was left to it, numbers what the tenants' feeds have grown by and commits, with nothing between the two,
    /// since until the commit nobody else's entries of these tenants can be numbered.
    /// </summary>
    internal virtual Task CommitAsync(BalcaoDb db, IReadOnlyList<FeedEntry> feed, CancellationToken ct) =>
        db.Database.CurrentTransaction!.CommitAsync(ct);

    /// <summary>A unique index refused: somebody else was first, reload and try again.</summary>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>A foreign key refused: what the row refers to went while it was being written (two contacts became one), or never was.</summary>
    public abstract bool IsForeignKeyViolation(Exception exception);

    /// <summary>Deadlock, time-out, lost connection, full disk: the same work may succeed later.</summary>
    public abstract bool IsTransient(Exception exception);

    /// <summary>
    /// Of each tenant and kind the job that is due longest and nobody's. Goes from tenant to tenant in the index, so that
    /// it takes as long as there are tenants with jobs, however many jobs each of them has.
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

    /// <summary>A tenant's job of that kind that is due longest and nobody's; no other node gets it before the open transaction ends.</summary>
    public virtual IQueryable<Job> DueJob(BalcaoDb db, TenantId tenant, string kind, DateTimeOffset now) => db.Set<Job>()
        .Where(j => j.TenantId == tenant && j.Kind == kind && j.GivenUpAt == null && j.DueAt <= now && (j.ClaimedUntil == null || j.ClaimedUntil <= now))
        .OrderBy(j => j.DueAt).Take(1);

    /// <summary>Tells every node, after the commit, that the tenants' feeds have grown.</summary>
    public abstract Task RingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct);

    /// <summary>Calls <paramref name="heard"/> whenever some node rang, until cancelled. May miss a ring: readers poll slowly too.</summary>
    public abstract Task ListenAsync(Action<TenantId> heard, CancellationToken ct);

    /// <summary>Tries to become the only node that does the named work; null: another one is. Lost with the returned lease.</summary>
    public abstract Task<WorkLease?> TryLeaseAsync(string work, CancellationToken ct);
}

/// <summary>Held while a node is the only one to do a work; <see cref="Lost"/> fires when the database no longer says so.</summary>
public abstract class WorkLease : IAsyncDisposable
{
    public abstract CancellationToken Lost { get; }

    public abstract ValueTask DisposeAsync();
}
