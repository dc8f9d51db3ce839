using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Balcao.PlanRequests;

internal sealed class PlanRequestTables : IEntityTypeConfiguration<PlanRequest>, IEntityTypeConfiguration<RequestMessage>
{
    public void Configure(EntityTypeBuilder<PlanRequest> builder)
    {
        var month = new ValueConverter<Month, int>(m => m.Number, stored => new Month(stored));
        builder.ToTable("plan_requests");
        builder.HasKey(r => new { r.TenantId, r.Id });
        // Of two that are made at one moment, one is refused.
        builder.HasIndex(r => new { r.TenantId, r.NumberId, r.Kind }).IsUnique()
            .HasFilter("number_id IS NOT NULL AND status IN ('Open', 'UnderReview')").HasDatabaseName("ix_plan_requests_one_pending");
        builder.HasIndex(r => new { r.TenantId, r.RequestedAt });
        builder.Ignore(r => r.IsPending);
        builder.Property(r => r.PlanName).HasMaxLength(200);
        builder.Property(r => r.WishedNumber).HasMaxLength(PlanRequestLimits.WishedNumber);
        builder.Property(r => r.Reason).HasMaxLength(PlanRequestLimits.Reason);
        builder.Property(r => r.WishedMonth).HasConversion(month);
        builder.Property(r => r.EffectiveMonth).HasConversion(month);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(r => new { r.TenantId, r.RequestedBy }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Channel>().WithMany().HasForeignKey(r => new { r.TenantId, r.NumberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Channel>().WithMany().HasForeignKey(r => new { r.TenantId, r.ReleasedNumberId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Plan>().WithMany().HasForeignKey(r => r.PlanId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RequestMessage> builder)
    {
        builder.ToTable("plan_request_messages");
        builder.HasKey(m => new { m.TenantId, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.RequestId });
        builder.Property(m => m.AuthorName).HasMaxLength(120);
        builder.Property(m => m.Text).HasMaxLength(PlanRequestLimits.Text);
        builder.HasOne<PlanRequest>().WithMany().HasForeignKey(m => new { m.TenantId, m.RequestId }).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class PlanRequestSets
{
    extension(BalcaoDb db)
    {
        public DbSet<PlanRequest> PlanRequests => db.Set<PlanRequest>();

        public DbSet<RequestMessage> PlanRequestMessages => db.Set<RequestMessage>();
    }
}
