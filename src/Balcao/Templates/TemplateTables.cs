using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Templates;

internal sealed class TemplateTables : IEntityTypeConfiguration<Template>, IEntityTypeConfiguration<TemplateSync>
{
    public void Configure(EntityTypeBuilder<Template> builder)
    {
        builder.ToTable("templates");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.HasIndex(t => new { t.TenantId, t.WabaId, t.Name, t.Language }).IsUnique();
        builder.Property(t => t.WabaId).HasMaxLength(64);
        builder.Property(t => t.Name).HasMaxLength(512); // Meta, template components, Dec 2025
        builder.Property(t => t.Language).HasMaxLength(16);
        builder.Property(t => t.WhatsAppId).HasMaxLength(64);
        builder.Property(t => t.WhatsAppStatus).HasMaxLength(40);
        builder.Property(t => t.RejectionReason).HasMaxLength(200);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TemplateSync> builder)
    {
        builder.ToTable("template_syncs");
        builder.HasKey(s => new { s.TenantId, s.WabaId });
        builder.Property(s => s.WabaId).HasMaxLength(64);
        builder.Property(s => s.FailureCode).HasMaxLength(64);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class TemplateSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Template> Templates => db.Set<Template>();

        public DbSet<TemplateSync> TemplateSyncs => db.Set<TemplateSync>();
    }
}
