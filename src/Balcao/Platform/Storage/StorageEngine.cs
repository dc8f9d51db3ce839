using System.Data.Common;
using System.Runtime.CompilerServices;
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
    /// Gives the context a connection for a lane to keep, so that statements prepared on it stay. Closed with the context.
    /// </summary>
    public abstract Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct);

    /// <summary>Has the statements of a kept connection planned anew: tables have grown since.</summary>
    public virtual Task ForgetPlansAsync(BalcaoDb db, CancellationToken ct) => Task.CompletedTask;

    public abstract Task MigrateAsync(IServiceProvider services, CancellationToken ct);

    /// <summary>Opens a transaction that sees one state and may touch <paramref name="scope"/>'s rows only.</summary>
    public abstract Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Opens a transaction that writes. What is returned is released after the commit or the rollback.</summary>
    public abstract Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>Changes whose rows the open transaction may touch.</summary>
    public abstract Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct);

    /// <summary>
    /// The rows whose values of these properties, taken together, are one of <paramref name="keys"/>: as many look-ups in
    /// an index as there are keys, however many tenants a batch is of. (A list for each column would be looked up in all
    /// combinations.)
    /// </summary>
    /// <param name="properties">In the order of the index that has them.</param>
    internal IQueryable<T> HavingKeys<T>(BalcaoDb db, IReadOnlyList<string> properties, IReadOnlyList<object[]> keys) where T : class
    {
        var map = Rows.TablesOf(db)[typeof(T)].Map;
        var (condition, values) = HavingKeys([.. properties.Select(map.ColumnOf)], keys);
        // Names from the model, values as parameters.
        var sql = $"SELECT * FROM {map.Name} WHERE {condition}";
        return db.Set<T>().FromSqlRaw(sql, values);
    }

    /// <summary>The same rows at once, read past EF, which takes longer over its query than the database over its answer.</summary>
    /// <param name="besides">A condition of an index, word for word.</param>
    internal async Task<List<T>> LookUpAsync<T>(
        BalcaoDb db, IReadOnlyList<string> properties, IReadOnlyList<object[]> keys, string? besides, CancellationToken ct) where T : class
    {
        if (keys.Count == 0) return [];
        var map = Rows.TablesOf(db)[typeof(T)].Map;
        var (condition, values) = HavingKeys([.. properties.Select(map.ColumnOf)], keys);
        var sql = $"SELECT {string.Join(", ", map.Columns.Select(column => column.Name))} FROM {map.Name} WHERE {condition}{(besides is null ? "" : $" AND {besides}")}";
        var command = KeptCommand(db, sql, values);
        var rows = new List<T>(keys.Count);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add((T)map.Read(reader));
        return rows;
    }

    /// <summary>Kept for as long as the connection, so that it is prepared once.</summary>
    private DbCommand KeptCommand(BalcaoDb db, string sql, object[] values)
    {
        var connection = db.Database.GetDbConnection();
        var kept = _commands.GetOrCreateValue(connection);
        if (!kept.TryGetValue(sql, out var command))
        {
            kept[sql] = command = connection.CreateCommand();
            command.CommandText = string.Format(null, sql, [.. values.Select((_, i) => Placeholder(i).InSql)]);
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = Placeholder(i).Name;
                command.Parameters.Add(parameter);
            }
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.Transaction = TransactionOf(db);
        return command;
    }

    private readonly ConditionalWeakTable<DbConnection, Dictionary<string, DbCommand>> _commands = new();

    /// <summary>How the n-th parameter is called, and how a statement names it.</summary>
    internal abstract (string Name, string InSql) Placeholder(int n);

    /// <summary>A condition with <c>{0}</c>, <c>{1}</c>… for the values.</summary>
    internal abstract (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys);

    /// <summary>What, said besides, lets SQLite use an index of the rows that have a value: it does not see that a key has one.</summary>
    private protected static string AllPresent(IEnumerable<Column> columns) =>
        string.Concat(columns.Where(column => column.MayBeNull).Select(column => $" AND {column.Name} IS NOT NULL"));

    /// <summary>The open transaction, as the database's driver has it.</summary>
    internal static DbTransaction TransactionOf(BalcaoDb db) => ((IInfrastructure<DbTransaction>)db.Database.CurrentTransaction!).Instance;

    /// <summary>Takes the next numbers of a tenant's sequence, in the open transaction: no gap, no double.</summary>
    /// <returns>The last number taken, per tenant.</returns>
    public abstract Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct);

    /// <summary>
    /// Ends the open transaction: numbers what the tenants' feeds have grown by and commits, with nothing between the two,
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

    /// <summary>Jobs that are due and nobody's, the longest due first.</summary>
    /// <param name="claim">In a unit of work that writes: no other node may see the same rows until it ends.</param>
    public virtual IQueryable<Job> DueJobs(BalcaoDb db, DateTimeOffset now, int most, bool claim) => db.Set<Job>()
        .IgnoreQueryFilters([BalcaoDb.TenantFilter])
        .Where(j => j.GivenUpAt == null && j.DueAt <= now && (j.ClaimedUntil == null || j.ClaimedUntil <= now))
        .OrderBy(j => j.DueAt)
        .Take(most);

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
