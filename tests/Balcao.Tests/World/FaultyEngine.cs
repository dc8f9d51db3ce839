using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Balcao.Platform.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.World;

/// <summary>The real engine, with a database that a test can make unavailable or slow.</summary>
public sealed class FaultyEngine(StorageEngine real) : StorageEngine, IAsyncDisposable
{
    private TaskCompletionSource? _stall;
    private CancellationTokenSource _lost = new();
    private int _refusedLeases;

    /// <summary>While true no unit of work that writes can begin.</summary>
    public bool IsDown { get; set; }

    /// <summary>Thrown by every reading that begins; null: none.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Every commit that announces a change of this record fails, as if somebody else had saved it first; null: none does.</summary>
    public Guid? Contested { get; set; }

    /// <summary>Every write waits until <see cref="GoOn"/>.</summary>
    public void Stall() => _stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => Interlocked.Exchange(ref _stall, null)?.SetResult();

    /// <summary>Makes this node lose its leases.</summary>
    public async Task LoseLeasesAsync()
    {
        using var lost = Interlocked.Exchange(ref _lost, new CancellationTokenSource());
        await lost.CancelAsync();
    }

    /// <summary>How many requested leases were refused because another node had them.</summary>
    public int RefusedLeases => Volatile.Read(ref _refusedLeases);

    public override string Name => real.Name;

    public override int InboundLanes => real.InboundLanes;

    public override RowWriter Rows => real.Rows;

    public override Task KeepConnectionAsync(BalcaoDb db, CancellationToken ct) => real.KeepConnectionAsync(db, ct);

    public override Task ForgetPlansAsync(BalcaoDb db, CancellationToken ct) => real.ForgetPlansAsync(db, ct);

    public override void Configure(DbContextOptionsBuilder options) => real.Configure(options);

    public override Task MigrateAsync(BalcaoDb db, CancellationToken ct) => real.MigrateAsync(db, ct);

    public override Task<string?> FindUnknownMigrationAsync(CancellationToken ct) =>
        IsDown ? throw new TimeoutException("The database is away.") : real.FindUnknownMigrationAsync(ct);

    public override string? RefusalOf(Exception exception) => real.RefusalOf(exception);

    private protected override bool IsUndefinedColumn(System.Data.Common.DbException exception) => throw new NotSupportedException("The real engine finds it.");

    private protected override BalcaoDb NewOwner() => throw new NotSupportedException("The real engine makes it.");

    public override Task BeginReadAsync(BalcaoDb db, TenantScope scope, CancellationToken ct) =>
        Failure is { } failure ? Task.FromException(failure) : real.BeginReadAsync(db, scope, ct);

    public override async Task<IDisposable?> BeginWriteAsync(BalcaoDb db, TenantScope scope, CancellationToken ct)
    {
        if (_stall is { } stall) await stall.Task.WaitAsync(ct);
        if (IsDown) throw new TimeoutException("The database is away.");
        return await real.BeginWriteAsync(db, scope, ct);
    }

    public override Task AllowAsync(BalcaoDb db, TenantScope scope, CancellationToken ct) => real.AllowAsync(db, scope, ct);

    internal override Task LookUpAsync(BalcaoDb db, TenantScope? scope, IReadOnlyList<LookUp> asked, CancellationToken ct) =>
        real.LookUpAsync(db, scope, asked, ct);

    internal override (string Condition, object[] Values) HavingKeys(IReadOnlyList<Column> columns, IReadOnlyList<object[]> keys, string table) =>
        real.HavingKeys(columns, keys, table);

    public override Task<IReadOnlyDictionary<TenantId, long>> TakeNumbersAsync(
        BalcaoDb db, string counter, IReadOnlyDictionary<TenantId, int> wanted, CancellationToken ct) => real.TakeNumbersAsync(db, counter, wanted, ct);

    internal override bool NumbersAtCommit => real.NumbersAtCommit;

    internal override Task CommitAsync(BalcaoDb db, IReadOnlyList<FeedEntry> feed, CancellationToken ct) =>
        feed.Any(entry => entry.RecordId == Contested) ? Task.FromException(new DbUpdateConcurrencyException("Somebody else saved it.")) : real.CommitAsync(db, feed, ct);

    public override Task LockRowsAsync<T>(BalcaoDb db, TenantId tenant, IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        real.LockRowsAsync<T>(db, tenant, ids, ct);

    public override bool IsUniqueViolation(Exception exception) => real.IsUniqueViolation(exception);

    public override bool IsForeignKeyViolation(Exception exception) => real.IsForeignKeyViolation(exception);

    public override bool HasConcurrentWriters => real.HasConcurrentWriters;

    public override bool IsTransient(Exception exception) => real.IsTransient(exception);

    public override IQueryable<Job> DueJob(BalcaoDb db, TenantId tenant, string kind, DateTimeOffset now) => real.DueJob(db, tenant, kind, now);

    public override Task RingAsync(IReadOnlyCollection<TenantId> tenants, CancellationToken ct) => real.RingAsync(tenants, ct);

    public override Task ListenAsync(Action<TenantId> heard, CancellationToken ct) => real.ListenAsync(heard, ct);

    public override async Task<WorkLease?> TryLeaseAsync(string work, CancellationToken ct)
    {
        var lost = _lost.Token;
        if (await real.TryLeaseAsync(work, ct) is { } lease) return new LosableLease(lease, lost);
        Interlocked.Increment(ref _refusedLeases);
        return null;
    }

    private sealed class LosableLease(WorkLease real, CancellationToken lost) : WorkLease
    {
        public override CancellationToken Lost => lost;

        public override ValueTask DisposeAsync() => real.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _lost.Dispose();
        if (real is IAsyncDisposable async) await async.DisposeAsync();
        else (real as IDisposable)?.Dispose();
    }
}

/// <summary>An app whose database can fail, with a small lane capacity.</summary>
public sealed class FaultyApp : BalcaoApp
{
    public const int LaneCapacity = 40;

    public FaultyEngine Engine => (FaultyEngine)Services.GetRequiredService<StorageEngine>();

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["Balcao:WhatsApp:LaneCapacity"] = LaneCapacity.ToString(null, null);
        var settings = builder.Configuration.GetSection("Balcao").Get<Settings>()!;
        builder.Services.AddSingleton<StorageEngine>(services => new FaultyEngine(settings.IsPostgres
            ? new PostgresEngine(settings, services.GetRequiredService<ILogger<PostgresEngine>>())
            : new SqliteEngine(settings)));
    }
}
