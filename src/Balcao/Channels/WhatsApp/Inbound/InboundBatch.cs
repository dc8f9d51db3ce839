using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// A batch of updates and everything it causes, in one transaction: load what it is about, decide one update after
/// the other, write, commit. Whatever throws leaves nothing behind.
/// </summary>
internal sealed class InboundBatch(
    BalcaoDb db, UnitOfWork work, StorageEngine engine, Feed feed, ServedNumbers numbers, OutboxBell outbox, TimeProvider time)
{
    public async Task ApplyAsync(IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        await work.BeginWriteAsync(TenantScope.Nobody, ct);
        var updates = items.Select(item => item.Update).ToList();
        var world = await LoadAsync(updates, ct);

        List<Message> settled = [];
        // What changes a message comes after it, should both have arrived together in the wrong order.
        foreach (var item in items.OrderBy(item => item.Update.Message?.Type is MessageTypes.Edit or MessageTypes.Revoke)) Decide(world, item, settled);

        await world.AskForTemplatesAsync(ct);
        // What came while nobody had its number is nobody's row yet.
        if (world.ChangesJournal) await work.AllowAsync(TenantScope.Everyone, ct);
        await world.SaveAsync(ct);
        await LeaveOutboxAsync(settled, ct);
        // Later messages of that customer may have waited for it.
        foreach (var (tenant, number) in settled.Select(m => (m.TenantId, m.ChannelId)).Distinct())
            work.AfterCommit(_ => { outbox.Ring(tenant, number); return Task.CompletedTask; });
        await work.CommitAsync(ct);
    }

    private async Task<InboundWorld> LoadAsync(List<WebhookUpdate> updates, CancellationToken ct)
    {
        while (true)
        {
            var world = new InboundWorld(db, work, engine, feed, numbers, time.GetUtcNow());
            await world.LoadNumbersAsync(updates, ct);
            if (!await world.LoadAsync(updates, ct)) continue; // a number's facts have changed
            if (ContactsToMerge.First(world, updates, world.Now) is not var (one, other)) return world;
            // Contacts that one of the updates says are one become so first: what it causes is then one person's.
            await MergeContacts.ApplyAsync(db, feed, one.TenantId, one.Id, other.Id, world.Now, ct);
        }
    }

    private static void Decide(InboundWorld world, InboundItem item, List<Message> settled)
    {
        var update = item.Update;
        var outcome = update.Kind switch
        {
            WebhookUpdateKind.Message => FileMessage.Into(world, update, item.ReceivedAt),
            WebhookUpdateKind.Status => ApplyStatus.Into(world, update, item.ReceivedAt, settled),
            WebhookUpdateKind.Echo => FileEcho.Into(world, update, item.ReceivedAt),
            WebhookUpdateKind.History => FileHistory.Into(world, update, item.ReceivedAt),
            WebhookUpdateKind.Field or WebhookUpdateKind.Error => ApplyField.Into(world, update, item.ReceivedAt),
            _ => JournalOutcome.Kept,
        };
        TenantId? tenant = world.NumbersOf(update).Select(n => n.TenantId).Distinct().ToArray() is [var only] ? only : null;
        item.Decided(world, outcome, tenant);
    }

    /// <summary>A send that WhatsApp reports on has left.</summary>
    private async Task LeaveOutboxAsync(List<Message> settled, CancellationToken ct)
    {
        if (settled.Count == 0) return;
        var tenants = settled.Select(m => m.TenantId).Distinct().ToArray();
        var messages = settled.Select(m => m.Id).ToArray();
        await db.Outbox.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(o => tenants.Contains(o.TenantId) && messages.Contains(o.MessageId) && o.Kind == OutboxKind.Message).ExecuteDeleteAsync(ct);
    }
}
