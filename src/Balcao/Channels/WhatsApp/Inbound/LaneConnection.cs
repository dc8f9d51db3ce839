using Balcao.Platform.Storage;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// What a lane keeps from batch to batch: one context on one connection, whose statements stay prepared. After a failure it
/// is discarded and made again.
/// </summary>
internal sealed class LaneConnection(IServiceScopeFactory scopes, StorageEngine engine) : IAsyncDisposable
{
    /// <summary>
    /// Query plans are discarded after this many batches at the latest; before that, each time the number of batches has
    /// doubled.
    /// </summary>
    private const int PlansKeptFor = 1024;

    private AsyncServiceScope? _scope;
    private int _batches;

    public async Task<InboundBatch> NewBatchAsync(CancellationToken ct)
    {
        if (_scope is { } kept)
        {
            // Rows that EF tracks from an earlier batch (templates to be read again) may have changed since.
            var known = kept.ServiceProvider.GetRequiredService<BalcaoDb>();
            known.ChangeTracker.Clear();
            if (int.IsPow2(++_batches) || _batches % PlansKeptFor == 0) await engine.ForgetPlansAsync(known, ct);
            return ActivatorUtilities.CreateInstance<InboundBatch>(kept.ServiceProvider);
        }
        var scope = scopes.CreateAsyncScope();
        _scope = scope;
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        await engine.KeepConnectionAsync(db, ct);
        return ActivatorUtilities.CreateInstance<InboundBatch>(scope.ServiceProvider);
    }

    public async Task ClearAsync()
    {
        if (_scope is not { } scope) return;
        _scope = null;
        await scope.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await ClearAsync();
}
