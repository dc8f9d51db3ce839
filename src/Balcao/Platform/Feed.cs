using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>The kind of record that changed.</summary>
public enum ChangedRecord { Chat, Message, Number, Access, Contact, Ticket, PlanRequest }

/// <summary>One numbered change of a tenant: which record to read again, not its content.</summary>
public sealed class FeedEntry : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public long Sequence { get; set; }

    public required ChangedRecord Record { get; init; }

    public required Guid RecordId { get; init; }

    /// <summary>The contact it is about; the contact's audience decides who may see it.</summary>
    public ContactId? ContactId { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>
/// Collects what the open unit of work changes. The commit numbers the entries by the tenant's counter as its last step, so that
/// the counter is locked only briefly, and a reader who sees a number also sees every smaller one.
/// </summary>
public sealed class Feed(TimeProvider time)
{
    public const string Counter = "feed";

    private readonly Dictionary<(TenantId, ChangedRecord, Guid), FeedEntry> _pending = [];

    public void ChatChanged(TenantId tenant, ChatId chat, ContactId contact) => Add(tenant, ChangedRecord.Chat, chat.Value, contact);

    public void MessageChanged(TenantId tenant, MessageId message, ContactId contact) => Add(tenant, ChangedRecord.Message, message.Value, contact);

    /// <summary>For followers of the feed, such as the search index; screens get a contact's changes with its chats.</summary>
    public void ContactChanged(TenantId tenant, ContactId contact) => Add(tenant, ChangedRecord.Contact, contact.Value, contact);

    public void TicketChanged(TenantId tenant, TicketId ticket, ContactId contact) => Add(tenant, ChangedRecord.Ticket, ticket.Value, contact);

    public void NumberChanged(TenantId tenant, ChannelId number) => Add(tenant, ChangedRecord.Number, number.Value, null);

    public void PlanRequestChanged(TenantId tenant, PlanRequestId request) => Add(tenant, ChangedRecord.PlanRequest, request.Value, null);

    /// <summary>An agent's sign-in, role or groups changed: their screens must read their permissions again.</summary>
    public void AccessChanged(TenantId tenant, AgentId agent) => Add(tenant, ChangedRecord.Access, agent.Value, null);

    private void Add(TenantId tenant, ChangedRecord record, Guid id, ContactId? contact) =>
        _pending.TryAdd((tenant, record, id), new FeedEntry
        {
            TenantId = tenant, Record = record, RecordId = id, ContactId = contact, At = time.GetUtcNow(),
        });

    /// <summary>The entries that the commit is to number.</summary>
    internal IReadOnlyList<FeedEntry> Pending => [.. _pending.Values];

    internal void Clear() => _pending.Clear();
}

/// <summary>A tenant's sequences: ticket protocols, feed numbers.</summary>
public sealed class Counter : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required string Name { get; init; }

    public long Value { get; init; }
}

internal sealed class FeedTables : IEntityTypeConfiguration<FeedEntry>, IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<FeedEntry> builder)
    {
        builder.ToTable("feed");
        builder.HasKey(e => new { e.TenantId, e.Sequence });
        builder.Property(e => e.Sequence).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("counters");
        builder.HasKey(c => new { c.TenantId, c.Name });
        builder.Property(c => c.Name).HasMaxLength(24);
    }
}

public static class FeedSets
{
    extension(BalcaoDb db)
    {
        public DbSet<FeedEntry> Feed => db.Set<FeedEntry>();

        /// <summary>The tenant's newest feed number; 0 before the first.</summary>
        public async Task<long> NewestFeedNumberAsync(TenantId tenant, CancellationToken ct) =>
            await db.Set<Counter>().Where(c => c.TenantId == tenant && c.Name == Platform.Feed.Counter).Select(c => c.Value).SingleOrDefaultAsync(ct);
    }
}
