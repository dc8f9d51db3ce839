using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Tenancy;

internal sealed class TenantTables : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Name).HasMaxLength(120);
        builder.Property(t => t.TimeZone).HasMaxLength(64);
    }
}

public static class TenantSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Tenant> Tenants => db.Set<Tenant>();
    }
}
