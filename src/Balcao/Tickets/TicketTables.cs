using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Tickets;

internal sealed class TicketTables : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<TicketAction>, IEntityTypeConfiguration<TicketTag>,
    IEntityTypeConfiguration<TicketCategory>, IEntityTypeConfiguration<TicketField>, IEntityTypeConfiguration<TicketFieldValue>,
    IEntityTypeConfiguration<TicketTarget>, IEntityTypeConfiguration<TicketLink>,
    IEntityTypeConfiguration<TicketFile>
{
    /// <summary>A condition in SQL: it can hold another chat.</summary>
    public const string IsNotFinal = "status NOT IN ('Closed', 'Cancelled')";

    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.Property(t => t.Protocol).IsTakenFrom(Ticket.ProtocolCounter);
        builder.HasIndex(t => new { t.TenantId, t.Protocol }).IsUnique();
        builder.HasIndex(t => new { t.TenantId, t.ConversationId, t.OpenedAt });
        // It has only resolved tickets: few at a time, and a new ticket is not written to it.
        builder.HasIndex(t => new { t.ResolvedAt, t.TenantId }).HasFilter("status = 'Resolved'").HasDatabaseName("ix_tickets_resolved");
        // The list that people see first is of open tickets, newest first: they are few among all, whatever their age.
        builder.HasIndex(t => new { t.TenantId, t.Protocol }, "open").HasFilter("status IN ('New', 'InAttendance', 'Waiting')").HasDatabaseName("ix_tickets_open");
        builder.Property(t => t.Subject).HasMaxLength(TicketLimits.LongestSubject);
        builder.Property(t => t.WaitingReason).HasMaxLength(TicketLimits.LongestReason);
        builder.Property(t => t.Pauses).HasMaxLength(TicketPauses.Longest);
        builder.Ignore(t => t.IsFinal);
        builder.Ignore(t => t.CanHoldAnotherChat);
        builder.HasIndex(t => new { t.TenantId, t.MergedIntoId }).HasFilter("merged_into_id IS NOT NULL");
        builder.HasOne<Ticket>().WithMany().HasForeignKey(t => new { t.TenantId, t.MergedIntoId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(t => new { t.TenantId, t.ConversationId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(t => new { t.TenantId, t.GroupId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TicketCategory>().WithMany().HasForeignKey(t => new { t.TenantId, t.CategoryId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(t => new { t.TenantId, t.OwnerId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketAction> builder)
    {
        builder.ToTable("ticket_actions");
        builder.HasKey(a => new { a.TenantId, a.Id });
        builder.HasIndex(a => new { a.TenantId, a.TicketId });
        builder.HasOne<Ticket>().WithMany().HasForeignKey(a => new { a.TenantId, a.TicketId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(a => new { a.TenantId, a.AuthorId }).OnDelete(DeleteBehavior.Restrict);
        builder.Property(a => a.Text).HasMaxLength(TicketLimits.LongestNote);
    }

    public void Configure(EntityTypeBuilder<TicketCategory> builder)
    {
        builder.ToTable("ticket_categories");
        builder.HasKey(c => new { c.TenantId, c.Id });
        builder.Property(c => c.Name).HasMaxLength(TicketCategory.LongestName);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TicketCategory>().WithMany().HasForeignKey(c => new { c.TenantId, c.ParentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketField> builder)
    {
        builder.ToTable("ticket_fields");
        builder.HasKey(f => new { f.TenantId, f.Id });
        builder.HasIndex(f => new { f.TenantId, f.Name }).IsUnique();
        builder.Property(f => f.Name).HasMaxLength(TicketField.LongestName);
        builder.Ignore(f => f.ChoiceList);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(f => f.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketFieldValue> builder)
    {
        builder.ToTable("ticket_field_values");
        builder.HasKey(v => new { v.TenantId, v.TicketId, v.FieldId });
        builder.Property(v => v.Value).HasMaxLength(TicketField.LongestValue);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(v => new { v.TenantId, v.TicketId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<TicketField>().WithMany().HasForeignKey(v => new { v.TenantId, v.FieldId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketTarget> builder)
    {
        builder.ToTable("ticket_targets");
        builder.HasKey(t => new { t.TenantId, t.Urgency });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketLink> builder)
    {
        builder.ToTable("ticket_links");
        builder.HasKey(l => new { l.TenantId, l.FirstId, l.SecondId });
        builder.HasIndex(l => new { l.TenantId, l.SecondId });
        builder.HasOne<Ticket>().WithMany().HasForeignKey(l => new { l.TenantId, l.FirstId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(l => new { l.TenantId, l.SecondId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TicketFile> builder)
    {
        builder.ToTable("ticket_files");
        builder.HasKey(f => new { f.TenantId, f.ActionId });
        builder.HasIndex(f => new { f.TenantId, f.Sha256 });
        builder.HasOne<TicketAction>().WithMany().HasForeignKey(f => new { f.TenantId, f.ActionId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TicketTag> builder)
    {
        builder.ToTable("ticket_tags");
        builder.HasKey(t => new { t.TenantId, t.TicketId, t.Tag });
        builder.HasIndex(t => new { t.TenantId, t.Tag, t.TicketId });
        builder.Property(t => t.Tag).HasMaxLength(TicketLimits.LongestTag);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(t => new { t.TenantId, t.TicketId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class TicketSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Ticket> Tickets => db.Set<Ticket>();

        public DbSet<TicketAction> TicketActions => db.Set<TicketAction>();

        public DbSet<TicketTag> TicketTags => db.Set<TicketTag>();

        public DbSet<TicketFile> TicketFiles => db.Set<TicketFile>();

        public DbSet<TicketLink> TicketLinks => db.Set<TicketLink>();

        public DbSet<TicketCategory> TicketCategories => db.Set<TicketCategory>();

        public DbSet<TicketField> TicketFields => db.Set<TicketField>();

        public DbSet<TicketTarget> TicketTargets => db.Set<TicketTarget>();

        public DbSet<TicketFieldValue> TicketFieldValues => db.Set<TicketFieldValue>();

        public async Task<CategoryTree> CategoryTreeAsync(CancellationToken ct) => new(await db.TicketCategories.AsNoTracking().ToListAsync(ct));
    }
}
