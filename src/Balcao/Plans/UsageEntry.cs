using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Balcao.Plans;

/// <summary>What a message is charged as.</summary>
public enum ChargeType { Receive, Send }

/// <summary>
/// One line of the ledger; never changed, never deleted. A send that finally fails is reversed by a second line, and charged
/// again by a third if it is delivered after that. Message, charge type and step make the line unique, so that repeated updates
/// add none.
/// </summary>
public sealed class UsageEntry : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public required ChargeType ChargeType { get; init; }

    /// <summary>0: charged. Odd: reversed. Even: charged again.</summary>
    public required int Step { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>Negative on a reversal.</summary>
    public required Credits Credits { get; init; }

    /// <summary>By the server's clock, which decides the month.</summary>
    public required DateTimeOffset BookedAt { get; init; }

    /// <summary>WhatsApp's timestamp, for information.</summary>
    public required DateTimeOffset WhatsAppAt { get; init; }

    /// <summary>Even steps charge, odd steps reverse.</summary>
    public bool IsCharge => Step % 2 == 0;

    internal UsageEntry Next(DateTimeOffset bookedAt, DateTimeOffset whatsAppAt) => new()
    {
        TenantId = TenantId, MessageId = MessageId, ChargeType = ChargeType, Step = Step + 1, ChannelId = ChannelId,
        Credits = -Credits, BookedAt = bookedAt, WhatsAppAt = whatsAppAt,
    };
}

internal sealed class UsageTables : IEntityTypeConfiguration<UsageEntry>
{
    public void Configure(EntityTypeBuilder<UsageEntry> builder)
    {
        builder.ToTable("usage_entries");
        builder.HasKey(e => new { e.TenantId, e.MessageId, e.ChargeType, e.Step });
        builder.HasIndex(e => new { e.TenantId, e.ChannelId, e.BookedAt });
        builder.Ignore(e => e.IsCharge);
        builder.Property(e => e.Credits).HasConversion(new ValueConverter<Credits, long>(c => c.Thousandths, stored => new Credits(stored)));
    }
}

public static class UsageSets
{
    extension(BalcaoDb db)
    {
        public DbSet<UsageEntry> UsageEntries => db.Set<UsageEntry>();
    }
}
