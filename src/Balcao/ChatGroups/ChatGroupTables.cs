using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.ChatGroups;

internal sealed class ChatGroupTables :
    IEntityTypeConfiguration<ChatGroup>, IEntityTypeConfiguration<ChatGroupMembership>, IEntityTypeConfiguration<NumberLink>
{
    public void Configure(EntityTypeBuilder<ChatGroup> builder)
    {
        builder.ToTable("chat_groups");
        builder.HasKey(g => new { g.TenantId, g.Id });
        builder.Property(g => g.Name).HasMaxLength(ChatGroupLimits.LongestName);
        builder.Property(g => g.DisplayName).HasMaxLength(ChatGroupLimits.LongestName);
        builder.Property(g => g.QueueText).HasMaxLength(ChatGroupLimits.LongestText);
        builder.Property(g => g.StartText).HasMaxLength(ChatGroupLimits.LongestText);
        builder.Property(g => g.EndText).HasMaxLength(ChatGroupLimits.LongestText);
        builder.Property(g => g.NobodyOnlineText).HasMaxLength(ChatGroupLimits.LongestText);
        builder.Property(g => g.OutsideHoursText).HasMaxLength(ChatGroupLimits.LongestText);
        builder.Ignore(g => g.MayServeWhatsApp);
        builder.HasIndex(g => new { g.TenantId, g.Name }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(g => g.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ChatGroupMembership> builder)
    {
        builder.ToTable("chat_group_memberships");
        builder.HasKey(m => new { m.TenantId, m.GroupId, m.AgentId });
        builder.HasIndex(m => new { m.TenantId, m.AgentId });
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(m => new { m.TenantId, m.GroupId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Agent>().WithMany().HasForeignKey(m => new { m.TenantId, m.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<NumberLink> builder)
    {
        builder.ToTable("number_links");
        builder.HasKey(l => new { l.TenantId, l.ChannelId });
        builder.HasOne<Channel>().WithMany().HasForeignKey(l => new { l.TenantId, l.ChannelId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(l => new { l.TenantId, l.GroupId }).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class ChatGroupSets
{
    extension(BalcaoDb db)
    {
        public DbSet<ChatGroup> ChatGroups => db.Set<ChatGroup>();

        public DbSet<ChatGroupMembership> ChatGroupMemberships => db.Set<ChatGroupMembership>();

        public DbSet<NumberLink> NumberLinks => db.Set<NumberLink>();
    }
}
