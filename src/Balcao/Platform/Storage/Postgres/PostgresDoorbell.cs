using System.Threading.Channels;
using Balcao.Contract;
using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>Tells this node at once, and the others by <c>NOTIFY</c>, which tenant's feed has new entries.</summary>
internal sealed partial class PostgresDoorbell : IAsyncDisposable
{
    private const string DoorbellChannel = "balcao_feed";

    /// <summary>Rings within this time are sent in one statement.</summary>
    private static readonly TimeSpan Coalescing = TimeSpan.FromMilliseconds(20);

    private readonly NpgsqlDataSource _source;
    private readonly ILogger _log;
    private readonly Channel<TenantId> _rings = Channel.CreateBounded<TenantId>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _ringer;
    private event Action<TenantId>? Rung;

    public PostgresDoorbell(NpgsqlDataSource source, ILogger log)
    {
        (_source, _log) = (source, log);
        _ringer = Task.Run(RingOthersAsync);
    }

    public void Ring(TenantId tenant)
    {
        Rung?.Invoke(tenant);
        _rings.Writer.TryWrite(tenant);
    }

    private async Task RingOthersAsync()
    {
        try
        {
            while (await _rings.Reader.WaitToReadAsync(_stop.Token))
            {
                await Task.Delay(Coalescing, _stop.Token);
                var tenants = new HashSet<Guid>();
                while (_rings.Reader.TryRead(out var tenant)) tenants.Add(tenant.Value);
                try
                {
                    await using var command = _source.CreateCommand($"SELECT pg_notify('{DoorbellChannel}', t::text) FROM unnest($1::uuid[]) AS t");
                    command.Parameters.Add(new NpgsqlParameter { Value = tenants.ToArray() });
                    await command.ExecuteNonQueryAsync(_stop.Token);
                }
                catch (NpgsqlException e)
                {
                    LogRingLost(_log, e.Message); // the other nodes also poll slowly
                }
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    public async Task ListenAsync(Action<TenantId> heard, CancellationToken ct)
    {
        Rung += heard;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await using var connection = await _source.OpenConnectionAsync(ct);
                    connection.Notification += (_, e) =>
                    {
                        if (Guid.TryParse(e.Payload, out var tenant)) heard(new TenantId(tenant));
                    };
                    await using (var listen = new NpgsqlCommand($"LISTEN {DoorbellChannel}", connection)) await listen.ExecuteNonQueryAsync(ct);
                    while (true) await connection.WaitAsync(ct);
                }
                catch (NpgsqlException e)
                {
                    LogRingLost(_log, e.Message);
                    await Task.Delay(TimeSpan.FromSeconds(1), ct);
                }
            }
        }
        catch (OperationCanceledException) { /* the listener left */ }
        finally { Rung -= heard; }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ringer;
        _stop.Dispose();
    }

    [LoggerMessage(1101, LogLevel.Warning, "The doorbell's connection failed: {Reason}")]
    private static partial void LogRingLost(ILogger log, string reason);
}
