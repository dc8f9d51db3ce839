using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>What happened to an update that WhatsApp sent.</summary>
public enum JournalOutcome
{
    /// <summary>Everything it causes is stored.</summary>
    Applied,

    /// <summary>It came before, and changed nothing.</summary>
    Repeated,

    /// <summary>Nothing to do: a field or kind that is stored but not used yet.</summary>
    Kept,

    /// <summary>No group serves its number yet: see <see cref="HeldUpdate"/>.</summary>
    Held,

    /// <summary>It failed even by itself; operators see it and can retry it.</summary>
    SetAside,

    /// <summary>No tenant has its number.</summary>
    UnknownNumber,
}

/// <summary>One update as WhatsApp sent it, and its outcome. Deleted after some time.</summary>
public sealed class JournalEntry
{
    public required Guid Id { get; init; }

    /// <summary>Null if no tenant has the number.</summary>
    public TenantId? TenantId { get; set; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public string? PhoneNumberId { get; init; }

    /// <summary>The update's own JSON, or the text of the body if it could not be read.</summary>
    public required string Json { get; init; }

    public required JournalOutcome Outcome { get; set; }

    /// <summary>Why it was set aside: the exception's type and message, never the content.</summary>
    public string? Error { get; set; }
}

/// <summary>An update of a number that no group serves yet; kept until one does, however long that takes.</summary>
public sealed class HeldUpdate : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>WhatsApp's id of the message, so that a repeated delivery is held once.</summary>
    public required string Wamid { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Json { get; init; }
}

/// <summary>
/// A status of a message that is not stored (yet), because our own send may not be committed; or an edit or a deletion that came
/// before the message it changes.
/// </summary>
public sealed class ParkedStatus : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required string Wamid { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required string Json { get; init; }
}

internal sealed class JournalTables :
    IEntityTypeConfiguration<JournalEntry>, IEntityTypeConfiguration<HeldUpdate>, IEntityTypeConfiguration<ParkedStatus>
{
    public void Configure(EntityTypeBuilder<JournalEntry> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.ReceivedAt);
        builder.HasIndex(e => new { e.Outcome, e.ReceivedAt }).HasFilter("outcome IN ('SetAside', 'UnknownNumber')").HasDatabaseName("ix_journal_attention");
        builder.Property(e => e.PhoneNumberId).HasMaxLength(64);
        builder.Property(e => e.Error).HasMaxLength(2000);
    }

    public void Configure(EntityTypeBuilder<HeldUpdate> builder)
    {
        builder.ToTable("held_updates");
        builder.HasKey(h => new { h.TenantId, h.Id });
        builder.HasIndex(h => new { h.TenantId, h.ChannelId, h.Wamid }).IsUnique();
        builder.Property(h => h.Wamid).HasMaxLength(512);
    }

    public void Configure(EntityTypeBuilder<ParkedStatus> builder)
    {
        builder.ToTable("parked_statuses");
        builder.HasKey(p => new { p.TenantId, p.Id });
        builder.HasIndex(p => new { p.TenantId, p.ChannelId, p.Wamid });
        builder.Property(p => p.Wamid).HasMaxLength(512);
    }
}

public static class JournalSets
{
    extension(BalcaoDb db)
    {
        public DbSet<JournalEntry> Journal => db.Set<JournalEntry>();

        public DbSet<HeldUpdate> HeldUpdates => db.Set<HeldUpdate>();

        public DbSet<ParkedStatus> ParkedStatuses => db.Set<ParkedStatus>();
    }
}
