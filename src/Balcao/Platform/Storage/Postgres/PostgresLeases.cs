using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>
/// Leases for work that only one node may do, as advisory locks on one connection of this node: if the node dies or its connection
/// breaks, all of them are released at once. The connection is monitored while a lease is held.
/// </summary>
internal sealed class PostgresLeases(NpgsqlDataSource source) : IAsyncDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection? _connection;
    private CancellationTokenSource _lost = new();
    private Task? _watch;

    public async Task<WorkLease?> TryTakeAsync(string work, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_connection is null)
            {
                _connection = await source.OpenConnectionAsync(ct);
                _lost = new CancellationTokenSource();
            }
            // An advisory lock is counted within its connection and must be released as often as it was taken.
            if (!await AskAsync("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", work, ct)) return null;
            _watch ??= WatchAsync();
            return new Lease(this, work, _lost.Token);
        }
        catch (NpgsqlException)
        {
            await LoseAsync();
            return null;
        }
        finally { _gate.Release(); }
    }

    private async Task<bool> AskAsync(string sql, string work, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = work });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(CheckEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await _gate.WaitAsync(_stop.Token);
                try
                {
                    if (_connection is null) continue;
                    await using var command = new NpgsqlCommand("SELECT 1", _connection) { CommandTimeout = 5 };
                    await command.ExecuteScalarAsync(_stop.Token);
                }
                catch (NpgsqlException) { await LoseAsync(); }
                finally { _gate.Release(); }
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    private async Task LoseAsync()
    {
        await _lost.CancelAsync();
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_watch is not null) await _watch;
        await LoseAsync();
        _stop.Dispose();
        _gate.Dispose();
    }

    private sealed class Lease(PostgresLeases leases, string work, CancellationToken lost) : WorkLease
    {
        public override CancellationToken Lost => lost;

        public override async ValueTask DisposeAsync()
        {
            if (lost.IsCancellationRequested) return;
            await leases._gate.WaitAsync();
            try
            {
                if (leases._connection is not null)
                    await leases.AskAsync("SELECT pg_advisory_unlock(hashtextextended($1, 0))", work, CancellationToken.None);
            }
            catch (NpgsqlException) { await leases.LoseAsync(); }
            finally { leases._gate.Release(); }
        }
    }
}
