using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

public enum OutboxKind { Message, Reaction, ReadReceipt }

public enum OutboxState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Handed to WhatsApp, not answered yet. A new owner of the number treats it as <see cref="Unknown"/>.</summary>
    Sending,

    /// <summary>
    /// Handed to WhatsApp, but the answer was lost: a status with our id, or an agent, decides. The server does not send
    /// it again.
    /// </summary>
    Unknown,

    /// <summary>Waits until the number's token is replaced or its block ends; nothing is lost in the meantime.</summary>
    OnHold,
}

/// <summary>Something to send to WhatsApp, written in the transaction that decided it. Deleted when its outcome is known.</summary>
public sealed class OutboxItem : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>UUIDv7: the order of sending within a number and a recipient.</summary>
    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required ConversationId ConversationId { get; init; }

    public required OutboxKind Kind { get; init; }

    /// <summary>The message to send, to react to or to mark as read.</summary>
    public required MessageId MessageId { get; init; }

    public OutboxState State { get; set; } = OutboxState.Queued;

    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>The number of claims: an answer is written only if no newer claim exists.</summary>
    public int Epoch { get; set; }

    /// <summary>When it was last handed to WhatsApp.</summary>
    public DateTimeOffset? HandedOverAt { get; set; }

    /// <param name="kind">What is to be sent.</param>
    /// <param name="message">The message to send, to react to or to mark as read.</param>
    /// <param name="conversation">The message's conversation: items of one conversation are sent in order.</param>
    /// <param name="now">The server's clock.</param>
    public static OutboxItem New(OutboxKind kind, MessageId message, (TenantId Tenant, ChannelId Channel, ConversationId Id) conversation, DateTimeOffset now) => new()
    {
        TenantId = conversation.Tenant, Id = Uuid7.New(now), ChannelId = conversation.Channel, ConversationId = conversation.Id,
        Kind = kind, MessageId = message, DueAt = now,
    };
}

/// <summary>Rung after a commit that wrote something to send.</summary>
public sealed class OutboxBell(TimeProvider time) : Bell(time)
{
    private readonly ConcurrentDictionary<(TenantId, ChannelId), bool> _numbers = new();

    public void Ring(TenantId tenant, ChannelId number)
    {
        _numbers[(tenant, number)] = true;
        Ring();
    }

    /// <summary>The numbers rung for since the last call.</summary>
    internal IReadOnlyCollection<(TenantId Tenant, ChannelId Number)> Take() =>
        [.. _numbers.Keys.Where(number => _numbers.TryRemove(number, out _))];
}

internal sealed class OutboxTables : IEntityTypeConfiguration<OutboxItem>
{
    public void Configure(EntityTypeBuilder<OutboxItem> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(o => new { o.TenantId, o.Id });
        // If two workers claim the same row, one of them fails.
        builder.Property(o => o.Epoch).IsConcurrencyToken();
        builder.HasIndex(o => new { o.ChannelId, o.Id });
        builder.HasIndex(o => new { o.TenantId, o.ConversationId, o.Id });
        builder.HasIndex(o => new { o.TenantId, o.MessageId });
    }
}

public static class OutboxSets
{
    extension(BalcaoDb db)
    {
        public DbSet<OutboxItem> Outbox => db.Set<OutboxItem>();
    }
}
