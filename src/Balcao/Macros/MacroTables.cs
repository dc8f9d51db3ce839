using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Macros;

internal sealed class MacroTables : IEntityTypeConfiguration<Macro>, IEntityTypeConfiguration<MacroFile>
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
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(m => new { m.TenantId, m.GroupId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MacroFile> builder)
    {
        builder.ToTable("macro_files");
        builder.HasKey(f => new { f.TenantId, f.Id });
        builder.HasIndex(f => new { f.TenantId, f.MacroId });
        // Whether a content is still in use.
        builder.HasIndex(f => new { f.TenantId, f.Sha256 });
        builder.Property(f => f.MimeType).HasMaxLength(100);
        builder.Property(f => f.FileName).HasMaxLength(200);
        builder.Property(f => f.Sha256).HasMaxLength(64);
        builder.HasOne<Macro>().WithMany().HasForeignKey(f => new { f.TenantId, f.MacroId }).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class MacroSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Macro> Macros => db.Set<Macro>();

        public DbSet<MacroFile> MacroFiles => db.Set<MacroFile>();
    }
}
