namespace Balcao.Platform.Storage;

/// <summary>
/// Wakes who waits for a new row, once it is committed: the worker for a job, the sender for what is to be sent. It hears
/// of rows from the unit of work, so that nobody who adds one has to remember it.
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
