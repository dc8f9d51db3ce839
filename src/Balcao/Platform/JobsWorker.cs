using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform;

/// <summary>Does one kind of job. Called with no unit of work open; a job may come twice, after a crash.</summary>
public interface IJobHandler
{
    string Kind { get; }

    Task<JobOutcome> HandleAsync(Job job, CancellationToken ct);
}

/// <summary>What became of one try.</summary>
/// <param name="RetryAt">When to try again; null: done, or given up where there is an error.</param>
/// <param name="Error">A reason for people, never content.</param>
public sealed record JobOutcome(DateTimeOffset? RetryAt, string? Error)
{
    public static JobOutcome Done { get; } = new(null, null);

    public static JobOutcome Retry(DateTimeOffset at, string error) => new(at, error);

    public static JobOutcome GiveUp(string error) => new(null, error);
}

/// <summary>Rung after a commit that wrote a job due at once.</summary>
public sealed class JobsBell(TimeProvider time) : Bell(time);

/// <summary>
/// Claims due jobs (each node its own, by row locks; a claim runs out unless its node renews it) and runs their handlers,
/// a few at a time.
/// </summary>
internal sealed partial class JobsWorker(
    UnitsOfWork units, StorageEngine engine, JobsBell bell, IEnumerable<IJobHandler> handlers, TimeProvider time, ILogger<JobsWorker> log)
    : BackgroundService
{
    private const int AtOnce = 4;

    /// <summary>After so many failures that the handler did not foresee the job is given up.</summary>
    private const int MostFailures = 20;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClaimedFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeptAfterGivingUp = TimeSpan.FromDays(30);

    private readonly Dictionary<string, IJobHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);
    private readonly ConcurrentDictionary<(TenantId, Guid), Task> _running = new();
    private DateTimeOffset _sweptAt;

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
                    await SweepAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogFailed(log, e);
                }
                await bell.WaitAsync(time.GetUtcNow() + Poll, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the server stops */ }
        await Task.WhenAll([renewing, .. _running.Values]);
    }

    private async Task StartDueAsync(CancellationToken ct)
    {
        var free = AtOnce - _running.Count;
        if (free <= 0) return; // one that ends rings
        var now = time.GetUtcNow();
        // Looking costs no writer; most looks find nothing.
        if (!await units.ReadAsync(TenantScope.Everyone, open => engine.DueJobs(open.Db, now, 1, claim: false).AnyAsync(ct), ct)) return;
        var claimed = await units.WriteAsync(TenantScope.Everyone, async open =>
        {
            var due = await engine.DueJobs(open.Db, now, free, claim: true).ToListAsync(ct);
            foreach (var job in due)
            {
                job.ClaimedUntil = now + ClaimedFor;
                job.Attempts++;
            }
            return due;
        }, ct);
        foreach (var job in claimed)
        {
            // Registered before it can end.
            var registered = new TaskCompletionSource();
            _running[(job.TenantId, job.Id)] = RunAsync(job, registered.Task, ct);
            registered.SetResult();
        }
        if (claimed.Count == free) bell.Ring();
    }

    private async Task RunAsync(Job job, Task registered, CancellationToken ct)
    {
        await registered;
        await Task.Yield();
        try
        {
            JobOutcome outcome;
            try
            {
                outcome = _handlers.TryGetValue(job.Kind, out var handler)
                    ? await handler.HandleAsync(job, ct)
                    : JobOutcome.Retry(time.GetUtcNow() + TimeSpan.FromMinutes(10), "No handler of this kind.");
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
            LogJobFailed(log, job.Kind, job.SubjectId, e); // the claim runs out, and the job is tried again
        }
        finally
        {
            _running.TryRemove((job.TenantId, job.Id), out _);
            bell.Ring();
        }
    }

    private Task FinishAsync(Job job, JobOutcome outcome) => units.WriteAsync(TenantScope.Of(job.TenantId), async open =>
    {
        // Queued again meanwhile, it is a row of its own.
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
                    foreach (var tenant in _running.Keys.GroupBy(key => key.Item1))
                    {
                        var ids = tenant.Select(key => key.Item2).ToArray();
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

    private async Task SweepAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (now - _sweptAt < TimeSpan.FromHours(1)) return;
        _sweptAt = now;
        var before = now - KeptAfterGivingUp;
        await units.WriteAsync(TenantScope.Everyone, open => open.Db.Jobs.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(j => j.GivenUpAt < before).ExecuteDeleteAsync(ct), ct);
    }

    [LoggerMessage(1201, LogLevel.Error, "The jobs worker failed and goes on")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(1202, LogLevel.Warning, "Job {Kind} about {Subject} failed")]
    private static partial void LogJobFailed(ILogger log, string kind, Guid subject, Exception e);
}
