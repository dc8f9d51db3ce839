using System.Threading.RateLimiting;
using Balcao.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Agents;

/// <summary>
/// Where passwords are hashed, which takes a core a tenth of a second: few at a time, on threads of their own, so that the threads that
/// serve other requests stay free.
/// </summary>
public sealed class PasswordWork : IDisposable
{
    /// <summary>When a full queue may have room again.</summary>
    private static readonly TimeSpan WorthTryingAfter = TimeSpan.FromSeconds(2);

    private readonly PartitionedRateLimiter<HttpContext> _queue;

    public PasswordWork(Limits limits)
    {
        var atOnce = limits.Hashes > 0 ? limits.Hashes : Math.Max(1, Environment.ProcessorCount / 2);
        // Requests of one address wait in a queue of their own for its one place in the common queue: they delay those of another
        // address by one hash.
        _queue = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetConcurrencyLimiter(
                ClientAddress.Of(http), _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = limits.HashesWaitingPerAddress })),
            PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter(
                "", _ => new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = limits.HashesWaiting })));
    }

    /// <summary>Runs the work, which is not cancelled once it has begun.</summary>
    /// <returns>Null if too many wait already and the work was not done: answer <see cref="Busy"/>.</returns>
    public async Task<T?> TryRunAsync<T>(HttpContext http, Func<T> work, CancellationToken ct) where T : class
    {
        using var lease = await _queue.AcquireAsync(http, 1, ct);
        if (!lease.IsAcquired) return null;
        const TaskCreationOptions ownThread = TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously;
        return await Task.Factory.StartNew(work, CancellationToken.None, ownThread, TaskScheduler.Default);
    }

    public static ProblemHttpResult Busy(HttpContext http) => AgentRefusals.PasswordsBusy.After(http, WorthTryingAfter);

    public void Dispose() => _queue.Dispose();
}
