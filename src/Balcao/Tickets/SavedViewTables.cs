using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Tickets;

internal sealed class SavedViewTables : IEntityTypeConfiguration<SavedView>, IEntityTypeConfiguration<DefaultView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.HasKey(v => new { v.TenantId, v.Id });
        builder.HasIndex(v => new { v.TenantId, v.OwnerId, v.Name }).IsUnique();
        // The index above does not compare rows without an owner.
        builder.HasIndex(v => new { v.TenantId, v.Name }).IsUnique().HasFilter("owner_id IS NULL").HasDatabaseName("ix_saved_views_shared");
        builder.Property(v => v.Name).HasMaxLength(SavedViewLimits.Name);
        builder.Property(v => v.Filter).HasMaxLength(SavedViewLimits.Filter);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(v => v.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(v => new { v.TenantId, v.OwnerId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DefaultView> builder)
    {
        builder.ToTable("default_views");
        builder.HasKey(d => new { d.TenantId, d.AgentId });
        builder.HasIndex(d => new { d.TenantId, d.ViewId });
        builder.HasOne<Agent>().WithMany().HasForeignKey(d => new { d.TenantId, d.AgentId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SavedView>().WithMany().HasForeignKey(d => new { d.TenantId, d.ViewId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class SavedViewSets
{
    extension(BalcaoDb db)
    {
        public DbSet<SavedView> SavedViews => db.Set<SavedView>();

        public DbSet<DefaultView> DefaultViews => db.Set<DefaultView>();

        /// <summary>The view with which the agent's list begins; null if it begins with the open tickets.</summary>
        public Task<SavedViewId?> DefaultViewOfAsync(AgentId agent, CancellationToken ct) =>
            db.DefaultViews.AsNoTracking().Where(d => d.AgentId == agent).Select(d => (SavedViewId?)d.ViewId).SingleOrDefaultAsync(ct);
    }

    extension(IQueryable<SavedView> all)
    {
        /// <summary>The agent's own and the shared ones: another agent's do not exist for them.</summary>
        public IQueryable<SavedView> VisibleTo(CurrentAgent agent) => all.Where(v => v.OwnerId == null || v.OwnerId == agent.Id);
    }
}
