using Balcao.Platform.Storage;

namespace Balcao.Platform;

/// <summary>
/// Work written on one node may be for another node (a number has one sender): every node listens to the feed's doorbell and
/// looks for work. With SQLite there is one node, whose own commits ring its bells already.
/// </summary>
internal sealed class OtherNodesBell(StorageEngine engine, Settings settings, JobsBell jobs, OutboxBell outbox, TimeProvider time) : BackgroundService
{
    /// <summary>Under load the doorbell rings all the time; looking this often is enough.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsPostgres) return;
        var heard = new Bell(time);
        var listening = engine.ListenAsync(_ => heard.Ring(), stoppingToken);
        try
        {
            while (true)
            {
                await heard.WaitAsync(DateTimeOffset.MaxValue, stoppingToken);
                jobs.Ring();
                outbox.Ring();
                await Task.Delay(Between, stoppingToken);
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
        await listening;
    }
}
