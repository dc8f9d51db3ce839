using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Balcao.Plans;

internal sealed class PlanTables : IEntityTypeConfiguration<Plan>, IEntityTypeConfiguration<NumberContract>, IEntityTypeConfiguration<ContractTerms>,
    IEntityTypeConfiguration<Statement>, IEntityTypeConfiguration<UsageEntry>, IEntityTypeConfiguration<MetaRate>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Terms).HasConversion(AsJson(ContractJson.Default.PlanTerms));
    }

    public void Configure(EntityTypeBuilder<NumberContract> builder)
    {
        builder.ToTable("contracts");
        builder.HasKey(c => new { c.TenantId, c.ChannelId });
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Cap).HasConversion(InThousandths);
        builder.HasOne<Channel>().WithOne().HasForeignKey<NumberContract>(c => new { c.TenantId, c.ChannelId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ContractTerms> builder)
    {
        builder.ToTable("contract_terms");
        builder.HasKey(t => new { t.TenantId, t.ChannelId, t.FromMonth });
        builder.HasIndex(t => t.PlanId);
        builder.Property(t => t.Terms).HasConversion(AsJson(ContractJson.Default.PlanTerms));
        builder.HasOne<NumberContract>().WithMany().HasForeignKey(t => new { t.TenantId, t.ChannelId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Plan>().WithMany().HasForeignKey(t => t.PlanId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Statement> builder)
    {
        builder.ToTable("statements");
        builder.HasKey(s => new { s.TenantId, s.ChannelId, s.Month });
        builder.Property(s => s.Terms).HasConversion(AsJson(ContractJson.Default.PlanTerms));
        builder.Property(s => s.Figures).HasConversion(AsJson(ContractJson.Default.Consumption));
        builder.HasOne<NumberContract>().WithMany().HasForeignKey(s => new { s.TenantId, s.ChannelId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UsageEntry> builder)
    {
        builder.ToTable("usage_entries");
        builder.HasKey(e => new { e.TenantId, e.MessageId, e.ChargeType, e.Step });
        builder.HasIndex(e => new { e.TenantId, e.ChannelId, e.Day });
        builder.Ignore(e => e.IsCharge);
        builder.Property(e => e.Credits).HasConversion(InThousandths);
    }

    public void Configure(EntityTypeBuilder<MetaRate> builder)
    {
        builder.ToTable("meta_rates");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Market, r.Category, r.ValidFrom }).IsUnique();
        builder.Property(r => r.Market).HasMaxLength(40);
        builder.Property(r => r.Category).HasMaxLength(40);
        builder.Property(r => r.Currency).HasMaxLength(3);
    }

    private static ValueConverter<Credits, long> InThousandths { get; } = new(c => c.Thousandths, stored => new Credits(stored));

    private static ValueConverter<T, string> AsJson<T>(JsonTypeInfo<T> type) => new(
        value => JsonSerializer.Serialize(value, type), stored => JsonSerializer.Deserialize(stored, type)!);
}

public static class PlanSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Plan> Plans => db.Set<Plan>();

        public DbSet<NumberContract> Contracts => db.Set<NumberContract>();

        public DbSet<ContractTerms> ContractTerms => db.Set<ContractTerms>();

        public DbSet<Statement> Statements => db.Set<Statement>();

        public DbSet<UsageEntry> UsageEntries => db.Set<UsageEntry>();

        public DbSet<MetaRate> MetaRates => db.Set<MetaRate>();
    }
}
