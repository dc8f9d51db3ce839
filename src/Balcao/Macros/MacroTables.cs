using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Macros;

internal sealed class MacroTables : IEntityTypeConfiguration<Macro>
{
    public void Configure(EntityTypeBuilder<Macro> builder)
    {
        builder.ToTable("macros");
        builder.HasKey(m => new { m.TenantId, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.Name }).IsUnique();
        builder.HasIndex(m => new { m.TenantId, m.GroupId });
        builder.Property(m => m.Name).HasMaxLength(MacroLimits.Name);
        builder.Property(m => m.Text).HasMaxLength(MacroLimits.Text);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(m => m.TenantId).OnDelete(DeleteBehavior.Restrict);
        // A group's macros are of no use without the group.
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(m => new { m.TenantId, m.GroupId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class MacroSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Macro> Macros => db.Set<Macro>();
    }
}
