using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Numbers;

internal sealed class NumberTables : IEntityTypeConfiguration<Channel>, IEntityTypeConfiguration<Number>, IEntityTypeConfiguration<NumberNotice>
{
    public void Configure(EntityTypeBuilder<Channel> builder)
    {
        builder.ToTable("channels");
        builder.HasKey(c => new { c.TenantId, c.Id });
        builder.Property(c => c.Display).HasMaxLength(80);
        builder.Ignore(c => c.HasWindow);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Number> builder)
    {
        builder.ToTable("numbers");
        builder.HasKey(n => new { n.TenantId, n.Id });
        builder.HasIndex(n => n.PhoneNumberId).IsUnique();
        builder.Property(n => n.PhoneNumberId).HasMaxLength(64);
        builder.Property(n => n.WabaId).HasMaxLength(64);
        builder.Property(n => n.SendingHeldReason).HasMaxLength(64);
        // Webhooks about a whole account name only the account.
        builder.HasIndex(n => n.WabaId);
        builder.HasOne<Channel>().WithOne().HasForeignKey<Number>(n => new { n.TenantId, n.Id }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<NumberNotice> builder)
    {
        builder.ToTable("number_notices");
        builder.HasKey(n => new { n.TenantId, n.Id });
        builder.HasIndex(n => new { n.TenantId, n.ChannelId, n.Digest, n.Kind, n.Topic }).IsUnique();
        builder.HasIndex(n => new { n.TenantId, n.ChannelId, n.Kind, n.Topic, n.At });
        builder.Property(n => n.Topic).HasMaxLength(80);
        builder.Property(n => n.Digest).HasMaxLength(64);
        builder.Property(n => n.Code).HasMaxLength(80);
        builder.Property(n => n.Detail).HasMaxLength(400);
        builder.HasOne<Number>().WithMany().HasForeignKey(n => new { n.TenantId, n.ChannelId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class NumberSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Channel> Channels => db.Set<Channel>();

        public DbSet<Number> Numbers => db.Set<Number>();

        public DbSet<NumberNotice> NumberNotices => db.Set<NumberNotice>();
    }
}
