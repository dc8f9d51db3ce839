using System.Diagnostics;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>One update on its way through a lane.</summary>
/// <param name="HeldId">Set when it was held for a number without a group and is now delivered.</param>
/// <param name="JournalId">Set when it is in the journal already and is tried again.</param>
internal sealed record InboundItem(WebhookUpdate Update, DateTimeOffset ReceivedAt, Guid? HeldId = null, Guid? JournalId = null)
{
    public WebhookUpdate Update { get; } = WithinLimits.Of(Update, ReceivedAt);

    /// <summary>True: stored, or set aside. False: not stored; WhatsApp must repeat.</summary>
    public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long EnteredAt { get; } = Stopwatch.GetTimestamp();
}

/// <summary>
/// A batch of updates and everything it causes, in one transaction: load what it is about, decide one update after
/// the other, number what is numbered, commit. Whatever throws leaves nothing behind.
/// </summary>
internal sealed class InboundBatch(BalcaoDb db, UnitOfWork work, StorageEngine engine, Feed feed, JobsBell jobs, OutboxBell outbox, TimeProvider time)
{
    private readonly List<(Guid Id, JournalOutcome Outcome, TenantId? Tenant)> _triedAgain = [];

    public async Task ApplyAsync(IReadOnlyList<InboundItem> items, CancellationToken ct)
    {
        await work.BeginWriteAsync(TenantScope.Nobody, ct);
        var updates = items.Select(item => item.Update).ToList();
        var world = await LoadAsync(updates, ct);

        List<Message> settled = [];
        // What changes a message comes after it, should both have arrived together in the wrong order.
        foreach (var item in items.OrderBy(item => item.Update.Message?.Type is MessageTypes.Edit or MessageTypes.Revoke)) Decide(world, item, settled);

        await world.AskForTemplatesAsync(ct);
        await NumberTicketsAsync(world, ct);
        await world.SaveAsync(ct);
        await ForgetAsync(world, items, settled, ct);
        if (world.HasJobs) work.AfterCommit(_ => { jobs.Ring(); return Task.CompletedTask; });
        // Later messages of that customer may have waited for it.
        foreach (var (tenant, number) in settled.Select(m => (m.TenantId, m.ChannelId)).Distinct())
            work.AfterCommit(_ => { outbox.Ring(tenant, number); return Task.CompletedTask; });
        await work.CommitAsync(ct);
    }

    private async Task<InboundWorld> LoadAsync(List<WebhookUpdate> updates, CancellationToken ct)
    {
        var world = new InboundWorld(db, work, engine, feed, time.GetUtcNow());
        await world.LoadNumbersAsync(updates, ct);
        await world.LoadAsync(updates, ct);
        // Contacts that one of the updates says are one become so first: what it causes is then one person's.
        while (InboundPeople.FirstToMerge(world, updates, world.Now) is var (one, other))
        {
            await MergeContacts.ApplyAsync(db, feed, one.TenantId, one.Id, other.Id, world.Now, ct);
            world = new InboundWorld(db, work, engine, feed, world.Now);
            await world.LoadNumbersAsync(updates, ct);
            await world.LoadAsync(updates, ct);
        }
        return world;
    }

    private void Decide(InboundWorld world, InboundItem item, List<Message> settled)
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
        if (item.JournalId is { } again) _triedAgain.Add((again, outcome, tenant));
        // What came before is in the journal already.
        if (outcome is JournalOutcome.Repeated || item.HeldId is not null || item.JournalId is not null) return;
        world.Add(new JournalEntry
        {
            Id = Uuid7.New(world.Now), TenantId = tenant, ReceivedAt = item.ReceivedAt,
            PhoneNumberId = update.PhoneNumberId is { Length: <= 64 } id ? id : null, Json = update.RawJson, Outcome = outcome,
        });
    }

    /// <summary>Protocols are the tenant's own sequence, taken in the ticket's transaction: no gap, no double.</summary>
    private async Task NumberTicketsAsync(InboundWorld world, CancellationToken ct)
    {
        if (world.NewTickets.Count == 0) return;
        var wanted = world.NewTickets.CountBy(t => t.TenantId).ToDictionary();
        var last = await engine.TakeNumbersAsync(db, Ticket.ProtocolCounter, wanted, ct);
        var next = wanted.ToDictionary(w => w.Key, w => last[w.Key] - w.Value + 1);
        foreach (var ticket in world.NewTickets) ticket.Protocol = next[ticket.TenantId]++;
    }

    /// <summary>A held update that is delivered is held no more, one tried again is set aside no more; a send that WhatsApp reports on has left the outbox.</summary>
    private async Task ForgetAsync(InboundWorld world, IReadOnlyList<InboundItem> items, List<Message> settled, CancellationToken ct)
    {
        var delivered = items.Select(item => item.HeldId).OfType<Guid>().ToArray();
        if (delivered.Length > 0)
            await db.HeldUpdates.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(h => delivered.Contains(h.Id)).ExecuteDeleteAsync(ct);
        if (_triedAgain.Count > 0)
        {
            // What came while nobody had the number is nobody's row yet.
            await work.AllowAsync(TenantScope.Everyone, ct);
            foreach (var (id, outcome, tenant) in _triedAgain)
                await db.Journal.Where(e => e.Id == id).ExecuteUpdateAsync(set => set
                    .SetProperty(e => e.Outcome, outcome).SetProperty(e => e.TenantId, tenant).SetProperty(e => e.Error, (string?)null), ct);
            await work.AllowAsync(TenantScope.Of(world.Tenants), ct);
        }
        if (settled.Count == 0) return;
        var tenants = settled.Select(m => m.TenantId).Distinct().ToArray();
        var messages = settled.Select(m => m.Id).ToArray();
        await db.Outbox.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(o => tenants.Contains(o.TenantId) && messages.Contains(o.MessageId) && o.Kind == OutboxKind.Message).ExecuteDeleteAsync(ct);
    }
}
