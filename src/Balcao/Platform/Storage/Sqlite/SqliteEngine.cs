using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Balcao.Contract;
using Balcao.Platform.Files;
using Balcao.Platform.Search;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Balcao.Platform.Storage.Sqlite;

/// <summary>
/// SQLite: one folder, one process, one writer at a time. With WAL readers are not blocked by the writer;
/// <c>synchronous=FULL</c> makes a commit durable before it is answered.
/// </summary>
public sealed class SqliteEngine : StorageEngine, IDisposable
{
    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _leases = new();
    private readonly FileStream _ownsFolder;
    private event Action<TenantId>? Rung;

    public SqliteEngine(Settings settings)
    {
        PrivateFiles.MakeFolder(settings.DataFolder);
        _ownsFolder = OwnFolder(settings.DataFolder);
        var file = Path.Combine(settings.DataFolder, DataFolder.Database);
        // SQLite gives the files beside it the rights of this one, and would make it readable for everybody.
        if (!File.Exists(file)) PrivateFiles.Open(file, FileMode.CreateNew, FileAccess.Write).Dispose();
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <summary>Allows one process per folder, because the writer's gate, leases and doorbell exist only within the process.</summary>
    private static FileStream OwnFolder(string folder)
    {
        try { return PrivateFiles.Open(Path.Combine(folder, DataFolder.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite); }
        catch (IOException) { throw new StartRefusedException($"Another Balcao already uses the data folder {Path.GetFullPath(folder)}."); }
    }

    public override string Name => "sqlite";

    public override int InboundLanes => 1;

    public override RowWriter Rows { get; } = new SqliteRowWriter();

    public override Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct) => db.Database.OpenConnectionAsync(ct);

    public override void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite(_connectionString).AddInterceptors(new Pragmas(), new WriteGuard());

    public override async Task MigrateAsync(BalcaoDb db, CancellationToken ct)
    {
        await using var owner = NewOwner();
        // EF marks a running migration by a row; one left by a killed process would be waited for without end.
        // Only this process uses the folder, so an existing row is a leftover.
        await owner.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
        // A property of the file. EF sets it for a file that it makes, but this one is made above.
        await owner.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
        await MigrateWherePendingAsync(owner, ct);
        var script = SqliteSearchIndex.ScriptFor(db) + AppendOnly.TriggersFor(db);
        await owner.Database.ExecuteSqlRawAsync(script, ct);
    }

    private protected override BalcaoDb NewOwner() =>
        new SqliteBalcaoDb(new DbContextOptionsBuilder<SqliteBalcaoDb>().UseSqlite(_connectionString).AddInterceptors(new Pragmas()).Options);

    public override async Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        // Deferred: EF's own BeginTransaction would take the write lock.
        await db.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), ct);
    }

    public override async Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        await _writer.WaitAsync(ct);
        try
        {
            await db.Database.OpenConnectionAsync(ct);
            await db.Database.BeginTransactionAsync(ct);
            return new Release(_writer);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    public override Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct) => Task.CompletedTask;

    internal override async Task LookUpAsync(BalcaoDb db, TenantScope? scope, IReadOnlyList<LookUp> asked, CancellationToken ct)
    {
        foreach (var (sql, values, take) in asked)
        {
            await using var reader = await KeptCommand(db, sql, values).ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) take(reader);
        }
    }

    /// <summary>A command that is kept with its connection, so that it is prepared only once.</summary>
    private SqliteCommand KeptCommand(BalcaoDb db, string sql, object[] values)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var kept = _commands.GetOrCreateValue(connection);
        if (!kept.TryGetValue(sql, out var command))
        {
            kept[sql] = command = connection.CreateCommand();
            command.CommandText = string.Format(null, sql, [.. values.Select((_, i) => $"$k{i}")]);
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"$k{i}" });
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.Transaction = (SqliteTransaction)TransactionOf(db);
        return command;
    }

    private readonly ConditionalWeakTable<DbConnection, Dictionary<string, SqliteCommand>> _commands = [];

    internal override (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys, string table)
    {
        // All keys in one parameter: SQLite finds each parameter by its name, by comparing it with all names before it.
        var json = JsonSerializer.Serialize(keys.Select(key => key.Select((value, i) => columns[i].ToStored(value) switch
        {
            byte[] id => Convert.ToHexString(id),
            bool flag => flag ? 1 : 0,
            var other => other,
        })));
        var names = string.Join(", ", columns.Select(column => $"{table}.{column.Name}"));
        var values = string.Join(", ", columns.Select((column, i) => column.StoreType is "BLOB" ? $"unhex(value ->> {i})" : $"value ->> {i}"));
        return ($"({names}) IN (SELECT {values} FROM json_each({{0}})){AllPresent(columns, table)}", [json]);
    }

    public override async Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
        command.Transaction = (SqliteTransaction)TransactionOf(db);
        var sql = new StringBuilder("INSERT INTO counters (tenant_id, name, value) VALUES ");
        var index = 0;
        foreach (var (tenant, count) in wanted)
        {
            sql.Append(index > 0 ? ", " : "").Append(null, $"($t{index}, $name, $n{index})");
            command.Parameters.AddWithValue($"$t{index}", tenant.Value.ToByteArray(true));
            command.Parameters.AddWithValue($"$n{index++}", count);
        }
        command.Parameters.AddWithValue("$name", counter);
        command.CommandText = sql.Append(
            " ON CONFLICT (tenant_id, name) DO UPDATE SET value = value + excluded.value RETURNING tenant_id, value").ToString();
        var last = new Dictionary<TenantId, long>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            last[new TenantId(new Guid(reader.GetFieldValue<byte[]>(0), bigEndian: true))] = reader.GetInt64(1);
        return last;
    }

    private const string AddToTotals = """
        INSERT INTO day_totals (tenant_id, channel_id, day, name, count, amount)
        SELECT unhex(value ->> 0), unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each({0}) WHERE true
        ON CONFLICT (tenant_id, channel_id, day, name) DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount
        """;

    internal override async Task CommitAsync(BalcaoDb db, IReadOnlyList<FeedEntry> feed, CancellationToken ct)
    {
        if (db.Totals.InOrder() is { Count: > 0 } totals)
        {
            var json = JsonSerializer.Serialize(totals.Select(t => new object[]
            {
                Convert.ToHexString(t.TenantId.Value.ToByteArray(true)), Convert.ToHexString(t.ChannelId.Value.ToByteArray(true)), t.Day, t.Name, t.Count, t.Amount,
            }));
            await KeptCommand(db, AddToTotals, [json]).ExecuteNonQueryAsync(ct);
        }
        if (feed.Count > 0)
        {
            var next = (await TakeNumbersAsync(db, Feed.Counter, feed.CountBy(entry => entry.TenantId).ToDictionary(), ct)).ToDictionary();
            foreach (var entry in feed.Reverse()) entry.Sequence = next[entry.TenantId]--;
            await Rows.WriteAsync(db, [new TableRows(Rows.TablesOf(db)[typeof(FeedEntry)].Map, [.. feed], [], [])], ct);
        }
        await base.CommitAsync(db, feed, ct);
    }

    private protected override bool IsUndefinedColumn(DbException exception) =>
        exception is SqliteException { SqliteErrorCode: 1 } && exception.Message.Contains("no such column", StringComparison.Ordinal); // SQLITE_ERROR is not specific

    public override bool IsUniqueViolation(Exception exception) =>
        Find(exception) is { SqliteExtendedErrorCode: 2067 or 1555 }; // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY

    public override bool IsForeignKeyViolation(Exception exception) =>
        Find(exception) is { SqliteExtendedErrorCode: 787 }; // SQLITE_CONSTRAINT_FOREIGNKEY

    public override bool IsTransient(Exception exception) => exception switch
    {
        OperationCanceledException or TimeoutException => true,
        _ => Find(exception) is { SqliteErrorCode: 5 or 6 or 7 or 10 or 13 or 14 }, // busy, locked, no memory, I/O, full, cannot open
    };

    private static SqliteException? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is SqliteException found) return found;
        return null;
    }

    public override Task RingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct)
    {
        foreach (var tenant in tenants) Rung?.Invoke(tenant);
        return Task.CompletedTask;
    }

    public override async Task ListenAsync(Action<TenantId> heard, CancellationToken ct)
    {
        Rung += heard;
        try { await Task.Delay(Timeout.Infinite, ct); }
        catch (OperationCanceledException) { /* the listener left */ }
        finally { Rung -= heard; }
    }

    public override Task<WorkLease?> TryLeaseAsync(string work, CancellationToken ct) =>
        Task.FromResult<WorkLease?>(_leases.TryAdd(work, true) ? new InProcessLease(() => _leases.TryRemove(work, out _)) : null);

    public void Dispose()
    {
        _writer.Dispose();
        _ownsFolder.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private sealed class Release(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private sealed class InProcessLease(Action end) : WorkLease
    {
        public override CancellationToken Lost => CancellationToken.None;

        public override ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pragmas : DbConnectionInterceptor
    {
        private const string Sql = "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }

    /// <summary>
    /// Throws for a write without the writer's gate. Otherwise it would fail only sometimes, with "database is locked",
    /// when two writes coincide.
    /// </summary>
    private sealed class WriteGuard : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            eventData.Context is BalcaoDb { IsWriting: false }
                ? throw new InvalidOperationException("A write outside a unit of work.")
                : ValueTask.FromResult(result);
    }
}
