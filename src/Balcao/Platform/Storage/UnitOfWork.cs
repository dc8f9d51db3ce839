using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage;

/// <summary>
/// One transaction around one use case: begin, work on <see cref="BalcaoDb"/>, <see cref="CommitAsync"/>. For requests under
/// <c>/api</c> <see cref="UnitOfWorkFilter"/> opens it; workers open their own. Totals are added to and feed numbers taken
/// as the last steps before the commit, and the doorbell rings after it.
/// </summary>
public sealed class UnitOfWork(BalcaoDb db, StorageEngine engine, Feed feed, RowBells bells) : IAsyncDisposable
{
    private IDisposable? _gate;
    private readonly List<Func<CancellationToken, Task>> _afterCommit = [];

    /// <summary>Stored here, because asking the context would create a connection, even while the context is being disposed.</summary>
    public bool IsOpen { get; private set; }

    public async Task BeginReadAsync(TenantScope scope, CancellationToken ct)
    {
        db.Scope = scope;
        await engine.BeginReadAsync(db, scope, ct);
        IsOpen = true;
    }

    public async Task BeginWriteAsync(TenantScope scope, CancellationToken ct)
    {
        db.Scope = scope;
        _gate = await engine.BeginWriteAsync(db, scope, ct);
        db.IsWriting = true;
        IsOpen = true;
    }

    /// <summary>Changes which tenants' rows the open transaction may access.</summary>
    public async Task AllowAsync(TenantScope scope, CancellationToken ct)
    {
        db.Scope = scope;
        await engine.AllowAsync(db, scope, ct);
    }

    /// <summary>Look-ups to be executed together in the open transaction; a scope given here applies from then on.</summary>
    internal LookUps LookUps(TenantScope? scope = null) => new(db, engine, scope);

    /// <summary>
    /// Registers an action to run once the transaction is durable; it does not run after a rollback. Work that must
    /// survive a crash is a job row instead.
    /// </summary>
    public void AfterCommit(Func<CancellationToken, Task> act) => _afterCommit.Add(act);

    /// <summary>Writes what the context tracks; new rows first get the numbers of their tenants' sequences.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        foreach (var rows in db.ChangeTracker.Entries<INumbered>()
            .Where(entry => entry is { State: EntityState.Added, Entity.SequenceNumber: 0 }).GroupBy(entry => entry.Entity.GetType(), entry => entry.Entity).ToList())
            await engine.NumberAsync(db, rows.Key, [.. rows], ct);
        NumberInText.Fill(db.ChangeTracker.Entries<INamesNumber>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity));
        await db.SaveChangesAsync(ct);
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        if (!IsOpen) return;
        if (db.IsWriting) await SaveAsync(ct);
        var entries = db.IsWriting ? feed.Pending : [];
        if (entries.Count > 0) db.CheckWrites(entries);
        await engine.CommitAsync(db, entries, ct);
        feed.Clear();
        object[] waitedFor = [.. db.WaitedFor];
        await EndAsync();
        var changed = entries.Select(entry => entry.TenantId).ToHashSet();
        if (changed.Count > 0) await engine.RingAsync(changed, CancellationToken.None);
        if (waitedFor.Length > 0) bells.Ring(waitedFor);
        foreach (var act in _afterCommit) await act(CancellationToken.None);
        _afterCommit.Clear();
    }

    /// <summary>Discards everything since the beginning, so that the same work can be tried again.</summary>
    public async Task RollbackAsync()
    {
        if (db.Database.CurrentTransaction is { } transaction)
        {
            try { await transaction.RollbackAsync(CancellationToken.None); }
            catch (Exception e) when (e is System.Data.Common.DbException or InvalidOperationException) { /* the connection is lost, and with it the transaction */ }
        }
        await EndAsync();
        db.ChangeTracker.Clear();
        feed.Clear();
        _afterCommit.Clear();
    }

    private async Task EndAsync()
    {
        IsOpen = false;
        db.IsWriting = false;
        db.WaitedFor.Clear();
        db.LeftToCommit.Clear();
        db.NumbersToCome.Clear();
        db.Totals.Clear();
        try
        {
            if (db.Database.CurrentTransaction is { } transaction) await transaction.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
        finally
        {
            // Even if closing the connection fails, SQLite's next writer must not wait without end.
            Interlocked.Exchange(ref _gate, null)?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsOpen) await RollbackAsync();
    }
}
