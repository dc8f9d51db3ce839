using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>Rung after a commit that wrote a job due at once.</summary>
public sealed class JobsBell(TimeProvider time) : Bell(time);

/// <summary>
/// Claims due jobs and runs their handlers. A claim belongs to one node, by a row lock, and expires unless the node renews it.
/// Each pool runs as many jobs as it has places; of the tenants that may start one, the job due longest comes first.
/// </summary>
internal sealed partial class JobsWorker(
    UnitsOfWork units, StorageEngine engine, JobsBell bell, IEnumerable<IJobHandler> handlers, TimeProvider time, ILogger<JobsWorker> log)
    : BackgroundService
{
    /// <summary>A job is given up after this many failures that its handler did not foresee.</summary>
    private const int MostFailures = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimedFor = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);
    private readonly IReadOnlyList<(JobPool Pool, string[] Kinds)> _pools =
        [.. handlers.GroupBy(handler => handler.Pool, handler => handler.Kind).Select(pool => (pool.Key, pool.ToArray()))];
    private readonly ConcurrentDictionary<(TenantId Tenant, Guid Id), (JobPool Pool, Task Task)> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewing = RenewClaimsAsync(stoppingToken);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await StartDueAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogFailed(log, e);
                }
                await bell.WaitAsync(time.GetUtcNow() + Poll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the server stops */ }
        await Task.WhenAll([renewing, .. _running.Values.Select(running => running.Task)]);
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        foreach (var (pool, kinds) in _pools)
            while (await StartOneAsync(pool, kinds, ct)) { /* until no job may start; a job that ends rings the bell */ }
    }

    /// <returns>False if there is nothing to start.</returns>
    private async Task<bool> StartOneAsync(JobPool pool, string[] kinds, CancellationToken ct)
    {
        var running = _running.Where(entry => entry.Value.Pool == pool).CountBy(entry => entry.Key.Tenant).ToDictionary();
        var ofAll = running.Values.Sum();
        if (!pool.HasPlaceFor(0, ofAll)) return false;
        var now = time.GetUtcNow();
        // A read transaction does not block writers, and usually no job is due.
        var waiting = await units.ReadAsync(TenantScope.Everyone, open => StorageEngine.LongestDueJobs(open.Db, now, kinds).ToListAsync(ct), ct);
        foreach (var next in waiting.Where(job => pool.HasPlaceFor(running.GetValueOrDefault(job.TenantId), ofAll)).OrderBy(job => job.DueAt))
        {
            if (await ClaimAsync(next.TenantId, next.Kind, now, ct) is not { } job) continue; // other nodes were first
            // The job must be in the dictionary before it can end.
            var registered = new TaskCompletionSource();
            _running[(job.TenantId, job.Id)] = (pool, RunAsync(job, registered.Task, ct));
            registered.SetResult();
            return true;
        }
        return false;
    }

    private Task<Job?> ClaimAsync(TenantId tenant, string kind, DateTimeOffset now, CancellationToken ct) =>
        units.WriteAsync(TenantScope.Of(tenant), async open =>
        {
            if (await engine.DueJob(open.Db, tenant, kind, now).ToListAsync(ct) is not [var job]) return null;
            job.ClaimedUntil = now + ClaimedFor;
            job.Attempts++;
            return job;
        }, ct);

    private async Task RunAsync(Job job, Task registered, CancellationToken ct)
    {
        await registered;
        await Task.Yield();
        try
        {
            JobOutcome outcome;
            try
            {
                outcome = await _handlers[job.Kind].HandleAsync(job, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                outcome = JobOutcome.Retry(time.GetUtcNow(), "The server stopped.");
            }
            catch (Exception e)
            {
                LogJobFailed(log, job.Kind, job.SubjectId, e);
                outcome = job.Attempts >= MostFailures
                    ? JobOutcome.GiveUp(e.GetType().Name)
                    : JobOutcome.Retry(time.GetUtcNow() + BackOff.After(job.Attempts, TimeSpan.FromHours(1)), e.GetType().Name);
            }
            await FinishAsync(job, outcome);
        }
        catch (Exception e)
        {
            LogJobFailed(log, job.Kind, job.SubjectId, e); // the claim expires, and the job is tried again
        }
        finally
        {
            _running.TryRemove((job.TenantId, job.Id), out _);
            bell.Ring();
        }
    }

    private Task FinishAsync(Job job, JobOutcome outcome) => units.WriteAsync(TenantScope.Of(job.TenantId), async open =>
    {
        // If the job was queued again in the meantime, that is another row.
        var row = await open.Db.Jobs.SingleOrDefaultAsync(j => j.Id == job.Id, CancellationToken.None);
        if (row is null) return;
        if (outcome is { RetryAt: null, Error: null })
        {
            open.Db.Remove(row);
            return;
        }
        row.ClaimedUntil = null;
        row.LastError = outcome.Error;
        if (outcome.RetryAt is { } at) row.DueAt = at;
        else row.GivenUpAt = time.GetUtcNow();
    }, CancellationToken.None);

    private async Task RenewClaimsAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(ClaimedFor / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                try
                {
                    foreach (var tenant in _running.Keys.GroupBy(key => key.Tenant))
                    {
                        var ids = tenant.Select(key => key.Id).ToArray();
                        var until = time.GetUtcNow() + ClaimedFor;
                        await units.WriteAsync(TenantScope.Of(tenant.Key), open => open.Db.Jobs
                            .Where(j => ids.Contains(j.Id) && j.ClaimedUntil != null)
                            .ExecuteUpdateAsync(set => set.SetProperty(j => j.ClaimedUntil, until), ct), ct);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    LogFailed(log, e);
                }
            }
        }
        catch (OperationCanceledException) { /* the server stops */ }
    }

    [LoggerMessage(1201, LogLevel.Error, "The jobs worker failed and goes on")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(1202, LogLevel.Warning, "Job {Kind} about {Subject} failed")]
    private static partial void LogJobFailed(ILogger log, string kind, Guid subject, Exception e);
}
