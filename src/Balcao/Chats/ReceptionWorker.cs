using System.Collections.Concurrent;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Calls <see cref="Reception"/> for a tenant after each ring, and every few seconds for all tenants with open chats: a ring may be
/// lost. A lease makes this node the only one that does it for the tenant; if another node holds it, this one looks again soon,
/// because that node may have looked before our change.
/// </summary>
internal sealed partial class ReceptionWorker(
    Reception reception, Absences absences, UnitsOfWork units, StorageEngine engine, Settings settings, AttendanceBell bell, TimeProvider time,
    ILogger<ReceptionWorker> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Real time, not the TimeProvider's: this limits the load. Where a doorbell rings at every commit of any node, looking this often
    /// is enough.
    /// </summary>
    private readonly TimeSpan _rest = settings.IsPostgres ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<TenantId, bool> _rung = new();
    private readonly Bell _awake = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bell.Rung += Heard;
        // With one process all rings are its own.
        var listening = settings.IsPostgres ? engine.ListenAsync(Heard, stoppingToken) : Task.CompletedTask;
        var (pollAt, isBusyElsewhere) = (time.GetUtcNow(), false);
        try
        {
            while (true)
            {
                if (isBusyElsewhere) await Task.Delay(AgainAfter, stoppingToken);
                else await _awake.WaitAsync(pollAt, stoppingToken);
                var polls = time.GetUtcNow() >= pollAt;
                if (polls) pollAt = time.GetUtcNow() + PollEvery;
                isBusyElsewhere = false;
                foreach (var tenant in await DueAsync(polls, stoppingToken))
                {
                    switch (await AttendAsync(tenant, polls, stoppingToken))
                    {
                        case Turn.HasMore: Heard(tenant); break;
                        case Turn.IsElsewhere: (_rung[tenant], isBusyElsewhere) = (true, true); break;
                    }
                }
                await Task.Delay(_rest, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* the server stops */ }
        finally { bell.Rung -= Heard; }
        await listening;
    }

    private void Heard(TenantId tenant)
    {
        _rung[tenant] = true;
        _awake.Ring();
    }

    private async Task<IReadOnlyCollection<TenantId>> DueAsync(bool polls, CancellationToken ct)
    {
        HashSet<TenantId> due = [.. _rung.Keys.Where(tenant => _rung.TryRemove(tenant, out _))];
        if (!polls) return due;
        try
        {
            due.UnionWith(await units.ReadAsync(TenantScope.Everyone, open => open.Db.Chats.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Open
                .Select(c => c.TenantId).Distinct().ToListAsync(ct), ct));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, Guid.Empty, e.GetType().Name);
        }
        return due;
    }

    private async Task<Turn> AttendAsync(TenantId tenant, bool polls, CancellationToken stoppingToken)
    {
        try
        {
            await using var lease = await engine.TryLeaseAsync($"reception:{tenant}", stoppingToken);
            if (lease is null) return Turn.IsElsewhere;
            using var mine = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lease.Lost);
            if (polls) await absences.ReturnAsync(tenant, mine.Token);
            return await reception.AttendAsync(tenant, mine.Token) ? Turn.IsAtRest : Turn.HasMore;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(log, tenant.Value, e.GetType().Name); // the poll tries again
        }
        return Turn.IsAtRest;
    }

    private enum Turn
    {
        IsAtRest,

        /// <summary>More is left to do, after other tenants have had their turn.</summary>
        HasMore,

        /// <summary>Another node does it at the moment.</summary>
        IsElsewhere,
    }

    [LoggerMessage(2401, LogLevel.Warning, "The waiting chats of tenant {Tenant} could not be attended ({Failure}); tried again within seconds")]
    private static partial void LogFailed(ILogger log, Guid tenant, string failure);
}
