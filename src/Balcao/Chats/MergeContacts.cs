using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.OptIns;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Merges two contacts that are one person: the older one stays and takes over everything of the other. If both have a
/// conversation with the same number, the two become one; of two open chats, one is closed. <see cref="MergedTables"/> lists
/// what happens to the rows of each table.
/// </summary>
public static class MergeContacts
{
    /// <summary>The most moved messages that are announced in the feed; older ones are read again when somebody scrolls back.</summary>
    private const int MostTold = 200;

    /// <summary>The most ids in one statement.</summary>
    private const int Slice = 500;

    /// <summary>
    /// Writes and saves in the open unit of work. Clears the change tracker before and after, because statements move
    /// rows it does not know.
    /// </summary>
    public static async Task ApplyAsync(BalcaoDb db, Feed feed, TenantId tenant, ContactId one, ContactId other, DateTimeOffset now, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        var of = new Rows(db, tenant);
        var both = await of.All<Contact>().Where(c => c.Id == one || c.Id == other).ToListAsync(ct);
        if (both.OrderBy(c => c.CreatedAt).ThenBy(c => c.Id.Value).ToArray() is not [var stays, var goes]) return;

        var conversations = await of.All<Conversation>().Where(c => c.ContactId == stays.Id || c.ContactId == goes.Id).ToListAsync(ct);
        foreach (var same in conversations.GroupBy(c => c.ChannelId))
        {
            var into = same.SingleOrDefault(c => c.ContactId == stays.Id);
            if (same.SingleOrDefault(c => c.ContactId == goes.Id) is not { } moved) continue;
            if (into is null) moved.ContactId = stays.Id;
            else await MergeConversationsAsync(of, into, moved, now, ct);
        }
        await db.SaveChangesAsync(ct);

        await of.All<Ticket>().Where(t => t.ContactId == goes.Id).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.ContactId, stays.Id).SetProperty(t => t.Version, t => t.Version + 1), ct);
        await of.All<ContactIdentity>().Where(i => i.ContactId == goes.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.ContactId, stays.Id), ct);
        await of.All<ChatGuest>().Where(g => g.ContactId == goes.Id).ExecuteUpdateAsync(set => set.SetProperty(g => g.ContactId, stays.Id), ct);
        await MoveAudiencesAsync(of, stays, goes, ct);
        await MoveConsentAsync(of, stays, goes, ct);
        if (stays.IsUnnamed && !goes.IsUnnamed) stays.Name = goes.Name;
        (stays.Phone, stays.UserId, stays.Username) = (stays.Phone ?? goes.Phone, stays.UserId ?? goes.UserId, stays.Username ?? goes.Username);
        await db.SaveChangesAsync(ct);
        await of.All<Contact>().Where(c => c.Id == goes.Id).ExecuteDeleteAsync(ct);

        feed.ContactChanged(stays.TenantId, stays.Id);
        var all = await of.All<Conversation>().Where(c => c.ContactId == stays.Id).Select(c => c.Id).ToListAsync(ct);
        foreach (var chat in await of.All<Chat>().Where(c => all.Contains(c.ConversationId)).Select(c => c.Id).ToListAsync(ct))
            feed.ChatChanged(stays.TenantId, chat, stays.Id);
        foreach (var message in await of.All<Message>().Where(m => all.Contains(m.ConversationId)).OrderByDescending(m => m.At).Take(MostTold).Select(m => m.Id).ToListAsync(ct))
            feed.MessageChanged(stays.TenantId, message, stays.Id);
        db.ChangeTracker.Clear();
    }

    private static async Task MergeConversationsAsync(Rows of, Conversation into, Conversation moved, DateTimeOffset now, CancellationToken ct)
    {
        var open = await of.All<Chat>().Open.Where(c => c.ConversationId == into.Id || c.ConversationId == moved.Id).ToListAsync(ct);
        if (open.Count == 2) await EndOneAsync(of, open, now, ct);

        // A message's foreign key names its chat together with the conversation, and the database checks it at every statement:
        // so the messages' chat ids are cleared, messages and chats are moved, and the chat ids are set again.
        var held = await of.All<Message>().Where(m => m.ConversationId == moved.Id && m.ChatId != null)
            .Select(m => new { m.Id, Chat = m.ChatId!.Value }).ToListAsync(ct);
        await of.All<Message>().Where(m => m.ConversationId == moved.Id).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.ChatId, (ChatId?)null).SetProperty(m => m.ConversationId, into.Id).SetProperty(m => m.Version, m => m.Version + 1), ct);
        await of.All<Chat>().Where(c => c.ConversationId == moved.Id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.ConversationId, into.Id).SetProperty(c => c.Version, c => c.Version + 1), ct);
        foreach (var chat in held.GroupBy(m => m.Chat))
            foreach (var slice in chat.Select(m => m.Id).Chunk(Slice))
                await of.All<Message>().Where(m => slice.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.ChatId, chat.Key), ct);
        await of.All<Ticket>().Where(t => t.ConversationId == moved.Id).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.ConversationId, into.Id).SetProperty(t => t.Version, t => t.Version + 1), ct);
        await of.All<OutboxItem>().Where(o => o.ConversationId == moved.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ConversationId, into.Id), ct);

        into.Absorb(moved);
        await of.Db.SaveChangesAsync(ct);
        await of.All<Conversation>().Where(c => c.Id == moved.Id).ExecuteDeleteAsync(ct);
    }

    /// <summary>
    /// Keeps the chat that an agent serves, otherwise the one that has waited longer. The other is closed, with its
    /// transcript in its ticket.
    /// </summary>
    private static async Task EndOneAsync(Rows of, IReadOnlyList<Chat> open, DateTimeOffset now, CancellationToken ct)
    {
        var ended = open.OrderBy(c => c.Status is ChatStatus.Waiting).ThenBy(c => c.WaitingSince).Last();
        ended.EndMerged(now);
        await of.All<ChatGuest>().Where(g => g.ChatId == ended.Id).ExecuteDeleteAsync(ct);
        var ticket = await of.All<Ticket>().SingleAsync(t => t.Id == ended.TicketId, ct);
        TicketAfterChat.Into(of.Db, ticket, ended.Id, resolves: open.All(c => c == ended || c.TicketId != ticket.Id), now);
        await of.Db.SaveChangesAsync(ct);
    }

    private static async Task MoveAudiencesAsync(Rows of, Contact stays, Contact goes, CancellationToken ct)
    {
        var audiences = await of.All<ContactAudience>().Where(a => a.ContactId == stays.Id || a.ContactId == goes.Id).ToListAsync(ct);
        var there = audiences.Where(a => a.ContactId == stays.Id).Select(a => a.GroupId).ToHashSet();
        foreach (var audience in audiences.Where(a => a.ContactId == goes.Id))
        {
            of.Db.Remove(audience);
            if (there.Add(audience.GroupId)) of.Db.Add(new ContactAudience { TenantId = stays.TenantId, ContactId = stays.Id, GroupId = audience.GroupId });
        }
    }

    /// <summary>The newest decision stays.</summary>
    private static async Task MoveConsentAsync(Rows of, Contact stays, Contact goes, CancellationToken ct)
    {
        var consents = await of.All<MarketingConsent>().Where(c => c.ContactId == stays.Id || c.ContactId == goes.Id).ToListAsync(ct);
        if (consents.Find(c => c.ContactId == goes.Id) is not { } moved) return;
        of.Db.Remove(moved);
        if (consents.Find(c => c.ContactId == stays.Id) is { } there) there.Decide(moved.State, moved.At, moved.Source);
        else of.Db.Add(new MarketingConsent { TenantId = stays.TenantId, ContactId = stays.Id, State = moved.State, At = moved.At, Source = moved.Source });
    }

    // A lane's unit of work may cover several tenants: every query names this one.
    private sealed record Rows(BalcaoDb Db, TenantId Tenant)
    {
        public IQueryable<T> All<T>() where T : class, ITenantOwned =>
            Db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(row => row.TenantId == Tenant);
    }
}
