using Balcao.Agents;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// A batch of updates and everything it causes, in one transaction: load what the updates are about, decide one update after
/// the other, write, commit. If anything throws, nothing of the batch is stored.
/// </summary>
internal sealed class InboundBatch(
    BalcaoDb db, UnitOfWork work, StorageEngine engine, Feed feed, ServedNumbers numbers, OutboxBell outbox, AttendanceBell attendance, TimeProvider time)
{
    public async Task ApplyAsync(IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        await work.BeginWriteAsync(TenantScope.Nobody, ct);
        var updates = items.Select(item => item.Update).ToList();
        var world = await LoadAsync(updates, ct);

        List<Message> settled = [];
        // A change is applied after the message it changes, even if both arrived together in the wrong order.
        foreach (var item in items.OrderBy(item => item.Update.Message?.Type is MessageTypes.Edit or MessageTypes.Revoke)) Decide(world, item, settled);

        await world.AskForTemplatesAsync(ct);
        // A journal entry of a number that was unknown then belongs to no tenant yet.
        if (world.ChangesJournal) await work.AllowAsync(TenantScope.Everyone, ct);
        await world.SaveAsync(ct);
        await LeaveOutboxAsync(settled, ct);
        // Later messages to that customer may have waited for this one.
        foreach (var (tenant, number) in settled.Select(m => (m.TenantId, m.ChannelId)).Distinct())
            work.AfterCommit(_ => { outbox.Ring(tenant, number); return Task.CompletedTask; });
        foreach (var tenant in world.Rings) attendance.RingHereAfterCommit(work, tenant);
        await work.CommitAsync(ct);
    }

    private async Task<InboundWorld> LoadAsync(List<WebhookUpdate> updates, CancellationToken ct)
    {
        while (true)
        {
            var world = new InboundWorld(db, work, engine, feed, numbers, time.GetUtcNow());
            await world.LoadNumbersAsync(updates, ct);
            if (!await world.LoadAsync(updates, ct)) continue; // the facts of a number have changed
            if (ContactsToMerge.First(world, updates, world.Now) is not var (one, other)) return world;
            // Two contacts that are one person according to an update are merged first, so that the update affects only one contact.
            await MergeContacts.ApplyAsync(db, feed, one.TenantId, one.Id, other.Id, world.Now, ct);
        }
    }

    private static void Decide(InboundWorld world, InboundItem item, List<Message> settled)
    {
        var update = item.Update;
        var outcome = update.Kind switch
        {
            WebhookUpdateKind.Message => StoreMessage.Into(world, item),
            WebhookUpdateKind.Status => ApplyStatus.Into(world, update, item.ReceivedAt, settled),
            WebhookUpdateKind.Echo => StoreEcho.Into(world, update, item.ReceivedAt),
            WebhookUpdateKind.History => StoreHistory.Into(world, update, item.ReceivedAt),
            WebhookUpdateKind.Field or WebhookUpdateKind.Error => ApplyField.Into(world, item),
            // Set aside, where operators see it.
            WebhookUpdateKind.Excessive => throw new InvalidDataException("The body is too deep, or would grow too much when it is taken apart."),
            _ => JournalOutcome.Kept,
        };
        TenantId? tenant = world.NumbersOf(update).Select(n => n.TenantId).Distinct().ToArray() is [var only] ? only : null;
        item.Decided(world, outcome, tenant);
    }

    /// <summary>Deletes the outbox rows of messages that WhatsApp has reported on: they were sent.</summary>
    private async Task LeaveOutboxAsync(List<Message> settled, CancellationToken ct)
    {
        if (settled.Count == 0) return;
        var tenants = settled.Select(m => m.TenantId).Distinct().ToArray();
        var messages = settled.Select(m => m.Id).ToArray();
        await db.Outbox.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(o => tenants.Contains(o.TenantId) && messages.Contains(o.MessageId) && o.Kind == OutboxKind.Message).ExecuteDeleteAsync(ct);
    }
}
