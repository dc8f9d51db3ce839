namespace Balcao.Platform.Storage;

/// <summary>
/// After a commit, wakes the worker that waits for a new row: the jobs worker for a job, the sender for something to send. The
/// unit of work calls it, so that code which adds a row need not.
/// </summary>
public sealed class RowBells(JobsBell jobs, OutboxBell outbox)
{
    public static bool IsWaitedFor(object row) => row is Job or OutboxItem;

    public void Ring(IReadOnlyCollection<object> rows)
    {
        if (rows.Any(row => row is Job)) jobs.Ring();
        foreach (var (tenant, channel) in rows.OfType<OutboxItem>().Select(item => (item.TenantId, item.ChannelId)).Distinct()) outbox.Ring(tenant, channel);
    }
}
