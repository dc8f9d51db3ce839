using Balcao.Platform.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Balcao.Platform;

/// <summary>Work that is repeated while the server runs; registered by <see cref="PeriodicTasks.AddPeriodic"/>.</summary>
public interface IPeriodicTask
{
    /// <summary>One pass. Cancelled when the server stops, and when the lease is lost so that another node may do the work.</summary>
    Task RunAsync(CancellationToken ct);
}

public static class PeriodicTasks
{
    /// <summary>Runs one pass at the start and then one per interval. A pass that takes longer delays the next one.</summary>
    /// <param name="lease">The name of the work: only one node at a time does it. Null: every node does it for itself.</param>
    public static IServiceCollection AddPeriodic<T>(this IServiceCollection services, TimeSpan every, string? lease = null)
        where T : class, IPeriodicTask
    {
        services.TryAddSingleton<T>();
        return services.AddHostedService(provider => new PeriodicWorker<T>(
            provider.GetRequiredService<T>(), every, lease,
            provider.GetRequiredService<StorageEngine>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<T>>()));
    }
}

/// <summary>
/// Runs the passes of one task. A failed pass is logged in the task's category, by the type of the failure only; the next
/// pass runs as usual.
/// </summary>
internal sealed partial class PeriodicWorker<T>(
    T task, TimeSpan every, string? lease, StorageEngine engine, TimeProvider time, ILogger<T> log) : BackgroundService
    where T : IPeriodicTask
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            do
            {
                // If the lease is lost during a pass, it is requested again at once.
                while (!await PassAsync(stoppingToken)) { }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the server stops */ }
    }

    /// <returns>False if the lease was lost before the pass had ended.</returns>
    private async Task<bool> PassAsync(CancellationToken stoppingToken)
    {
        var lost = CancellationToken.None;
        try
        {
            if (lease is null)
            {
                await task.RunAsync(stoppingToken);
                return true;
            }
            await using var held = await engine.TryLeaseAsync(lease, stoppingToken);
            if (held is null) return true; // another node does it
            lost = held.Lost;
            using var mine = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lost);
            await task.RunAsync(mine.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(log, e.GetType().Name);
        }
        return true;
    }

    [LoggerMessage(1301, LogLevel.Warning, "A pass failed ({Failure}); the next one comes as usual")]
    private static partial void LogFailed(ILogger log, string failure);
}
