using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>PostgreSQL: any number of nodes share it, and its locks, doorbell and leases.</summary>
public sealed class PostgresEngine : StorageEngine, IAsyncDisposable
{
    /// <summary>
    /// EF's table of applied migrations; its comment holds the hash of the script that was last run after the migrations.
    /// </summary>
    private const string History = "\"__EFMigrationsHistory\"";

    private readonly Settings _settings;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _lanes;
    private readonly PostgresLeases _leases;
    private readonly PostgresDoorbell _doorbell;

    public PostgresEngine(Settings settings, ILogger<PostgresEngine> log)
    {
        _settings = settings;
        // A search makes small look-ups in very many segments. PostgreSQL estimates a high cost and compiles the query (JIT), which takes
        // a tenth of a second for a query of 5 ms.
        var everyday = new NpgsqlConnectionStringBuilder(settings.Database);
        everyday.Options = $"{everyday.Options} -c jit=off".TrimStart();
        _source = new NpgsqlDataSourceBuilder(everyday.ConnectionString).Build();
        // Lanes only look up rows by whole keys, so no plan may scan a whole table or index. Such a plan is best while a table is empty,
        // and would be kept while the table grows.
        _lanes = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(settings.Database)
        {
            MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, ApplicationName = "balcao lanes",
            Options = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c jit=off",
        }.ConnectionString).Build();
        _leases = new PostgresLeases(_source);
        _doorbell = new PostgresDoorbell(_source, log);
    }

    public override string Name => "postgres";

    public override RowWriter Rows { get; } = new PostgresRowWriter();

    public override async Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct)
    {
        var connection = await _lanes.OpenConnectionAsync(ct);
        db.Database.SetDbConnection(connection, contextOwnsConnection: true);
    }

    // Also discards the plans by which PostgreSQL checks foreign keys: if made while a table was almost empty, they use the wrong
    // one of its indexes.
    public override async Task ForgetPlansAsync(BalcaoDb db, CancellationToken ct)
    {
        await using var command = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        command.CommandText = "DISCARD PLANS";
        await command.ExecuteNonQueryAsync(ct);
    }

    public override int InboundLanes => 2;

    internal override bool NumbersAtCommit => true;

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(
        _source, npgsql => npgsql.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));

    public override async Task MigrateAsync(BalcaoDb db, CancellationToken ct)
    {
        var appRole = new NpgsqlConnectionStringBuilder(_settings.Database).Username!;
        await using var owner = NewOwner();
        // Nodes may start at the same time. The lock is taken before anything is read, and released with the connection.
        await owner.Database.OpenConnectionAsync(ct);
        owner.Database.SetCommandTimeout(TimeSpan.Zero);
        await owner.Database.ExecuteSqlRawAsync("SELECT pg_advisory_lock(hashtext('balcao.migration'))", ct);
        await MigrateWherePendingAsync(owner, ct);
        var script = PostgresSearchIndex.ScriptFor(db) + PostgresNumbered.ScriptFor(db) + RowLevelSecurity.ScriptFor(db, appRole);
        // Only if something is new: each ALTER waits for all users of its table and blocks new ones meanwhile.
        // The script grants rights on all existing tables, so a migration counts as new too.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script + owner.Database.GetMigrations().Last())));
        if (await owner.Database.SqlQueryRaw<string?>($"SELECT obj_description('{History}'::regclass, 'pg_class') AS \"Value\"").SingleAsync(ct) == mark) return;
        await using var transaction = await owner.Database.BeginTransactionAsync(ct);
        script += $"COMMENT ON TABLE {History} IS '{mark}'";
        await owner.Database.ExecuteSqlRawAsync(script, ct);
        await transaction.CommitAsync(ct);
    }

    // Not pooled: closing the connection releases its locks.
    private protected override BalcaoDb NewOwner() => new PostgresBalcaoDb(new DbContextOptionsBuilder<PostgresBalcaoDb>().UseNpgsql(
        new NpgsqlConnectionStringBuilder(_settings.DatabaseOwner.Length > 0 ? _settings.DatabaseOwner : _settings.Database) { Pooling = false }.ConnectionString).Options);

    public override async Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        // Repeatable read: a page and its feed number come from one state of the database.
        await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await AllowAsync(db, scope, ct);
    }

    public override async Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        // Every transaction begins without access to any tenant's rows.
        if (scope != TenantScope.Nobody) await AllowAsync(db, scope, ct);
        return null;
    }

    public override async Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        await using var batch = BatchOf(db);
        batch.BatchCommands.Add(Allow(scope));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Allow(TenantScope scope) =>
        new($"SELECT set_config('{RowLevelSecurity.TenantsSetting}', $1, true), set_config('{RowLevelSecurity.EveryoneSetting}', $2, true)")
        {
            Parameters =
            {
                new() { Value = string.Join(',', scope.Tenants.Select(t => t.Value)) },
                new() { Value = scope.MakesOperators ? RowLevelSecurity.WithOperators : scope.IsEveryone ? "on" : "off" },
            },
        };

    internal override async Task LookUpAsync(BalcaoDb db, TenantScope? scope, IReadOnlyList<LookUp> asked, CancellationToken ct)
    {
        await using var batch = BatchOf(db);
        if (scope is not null) batch.BatchCommands.Add(Allow(scope));
        foreach (var (sql, values, _) in asked)
        {
            var command = new NpgsqlBatchCommand(string.Format(null, sql, [.. values.Select((_, i) => $"${i + 1}")]));
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (scope is not null) await reader.NextResultAsync(ct);
        foreach (var (_, _, take) in asked)
        {
            while (await reader.ReadAsync(ct)) take(reader);
            await reader.NextResultAsync(ct);
        }
    }

    private static NpgsqlBatch BatchOf(BalcaoDb db) =>
        new((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)TransactionOf(db));

    internal override (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys, string table)
    {
        var lists = columns.Select((column, i) => (object)column.ToStored([.. keys.Select(key => key[i])]));
        var names = string.Join(", ", columns.Select(column => $"{table}.{column.Name}"));
        var unnested = string.Join(", ", columns.Select((column, i) => $"{{{i}}}::{PostgresRowWriter.ArrayTypeOf(column)}"));
        return ($"({names}) IN (SELECT * FROM unnest({unnested})){AllPresent(columns, table)}", [.. lists]);
    }

    public override async Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct)
    {
        await using var command = CommandOf(db);
        // In key order, so that two batches of several tenants cannot deadlock.
        command.CommandText = """
            INSERT INTO counters (tenant_id, name, value)
            SELECT t, $2, n FROM unnest($1::uuid[], $3::int[]) AS wanted (t, n) ORDER BY t
            ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value
            RETURNING tenant_id, value
            """;
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.Keys.Select(t => t.Value).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = counter });
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.Values.ToArray() });
        var last = new Dictionary<TenantId, long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) last[new TenantId(reader.GetGuid(0))] = reader.GetInt64(1);
        return last;
    }

    internal override async Task CommitAsync(BalcaoDb db, IReadOnlyList<FeedEntry> feed, CancellationToken ct)
    {
        var totals = db.Totals.InOrder();
        if (feed.Count == 0 && db.LeftToCommit.Count == 0 && totals.Count == 0)
        {
            await base.CommitAsync(db, feed, ct);
            return;
        }
        // In one message to the server: the counters are locked only while the server works, not for a round trip.
        // All writers lock them in this order: sequences, totals, then the feed.
        await using var batch = BatchOf(db);
        foreach (var rows in db.LeftToCommit) batch.BatchCommands.Add(PostgresNumbered.Insert(rows));
        foreach (var command in PostgresNumbered.FillTexts(db, Rows)) batch.BatchCommands.Add(command);
        if (totals.Count > 0) batch.BatchCommands.Add(PostgresTotals.Add(totals));
        if (feed.Count > 0) batch.BatchCommands.Add(PostgresFeed.Append(feed));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync(ct);
    }

    public override Task LockAsync(BalcaoDb db, string name, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", ct);

    public override async Task LockRowsAsync<T>(BalcaoDb db, TenantId tenant, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        await using var command = CommandOf(db);
        command.CommandText = $"SELECT 1 FROM {Rows.TablesOf(db)[typeof(T)].Map.Name} WHERE tenant_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE";
        command.Parameters.Add(new NpgsqlParameter { Value = tenant.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
        await command.ExecuteNonQueryAsync(ct);
    }

    public override IQueryable<Job> DueJob(BalcaoDb db, TenantId tenant, string kind, DateTimeOffset now)
    {
        var (id, instant) = (tenant.Value, now.ToUnixTimeMilliseconds());
        return db.Set<Job>().FromSql($"""
            SELECT * FROM jobs
            WHERE kind = {kind} AND tenant_id = {id} AND given_up_at IS NULL
                AND due_at <= {instant} AND (claimed_until IS NULL OR claimed_until <= {instant})
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """).IgnoreQueryFilters([BalcaoDb.TenantFilter]);
    }

    private static NpgsqlCommand CommandOf(BalcaoDb db)
    {
        var command = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (NpgsqlTransaction)TransactionOf(db);
        return command;
    }

    private protected override bool IsUndefinedColumn(DbException exception) => exception.SqlState is PostgresErrorCodes.UndefinedColumn;

    public override bool IsUniqueViolation(Exception exception) =>
        Find<PostgresException>(exception) is { SqlState: PostgresErrorCodes.UniqueViolation };

    public override bool HasConcurrentWriters => true;

    public override bool IsForeignKeyViolation(Exception exception) =>
        Find<PostgresException>(exception) is { SqlState: PostgresErrorCodes.ForeignKeyViolation };

    public override bool IsTransient(Exception exception) =>
        Find<NpgsqlException>(exception) is { IsTransient: true }
        || Find<PostgresException>(exception) is
        {
            SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.DiskFull or PostgresErrorCodes.QueryCanceled,
        }
        || exception is OperationCanceledException or TimeoutException
        || Find<NpgsqlException>(exception) is not null and not PostgresException; // an error of the connection, not of the statement

    public override string? RefusalOf(Exception exception) =>
        Find<PostgresException>(exception) is
        {
            SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege,
        } refused ? refused.MessageText : null;

    public override async Task<string?> FindOpenWallAsync(BalcaoDb db, CancellationToken ct) => await db.Database.SqlQueryRaw<string?>("""
        SELECT CASE
            WHEN rolsuper THEN 'is a superuser'
            WHEN rolbypassrls THEN 'has BYPASSRLS'
            WHEN EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relname = 'tenants' AND relkind = 'r') THEN 'owns the tables'
            END AS "Value"
        FROM pg_roles WHERE rolname = current_user
        """).SingleAsync(ct);

    private static T? Find<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is T found) return found;
        return null;
    }

    public override Task RingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct)
    {
        foreach (var tenant in tenants) _doorbell.Ring(tenant);
        return Task.CompletedTask;
    }

    public override Task ListenAsync(Action<TenantId> heard, CancellationToken ct) => _doorbell.ListenAsync(heard, ct);

    public override Task<WorkLease?> TryLeaseAsync(string work, CancellationToken ct) => _leases.TryTakeAsync(work, ct);

    public async ValueTask DisposeAsync()
    {
        await _doorbell.DisposeAsync();
        await _leases.DisposeAsync();
        await _lanes.DisposeAsync();
        await _source.DisposeAsync();
    }
}
