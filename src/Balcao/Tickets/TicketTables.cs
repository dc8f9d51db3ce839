using Balcao.Agents;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Tickets;

internal sealed class TicketTables : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<TicketAction>
{
    /// <summary>A condition in SQL.</summary>
    public const string IsOpen = "status NOT IN ('Closed', 'Cancelled')";

    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("tickets");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.Property(t => t.Protocol).IsTakenFrom(Ticket.ProtocolCounter);
        builder.HasIndex(t => new { t.TenantId, t.Protocol }).IsUnique();
        builder.HasIndex(t => new { t.TenantId, t.ConversationId, t.OpenedAt });
        builder.HasIndex(t => new { t.ResolvedAt, t.TenantId }).HasFilter("status = 'Resolved'").HasDatabaseName("ix_tickets_resolved");
        builder.Property(t => t.Subject).HasMaxLength(200);
        builder.HasOne<Conversation>().WithMany().HasForeignKey(t => new { t.TenantId, t.ConversationId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TicketAction> builder)
    {
        builder.ToTable("ticket_actions");
        builder.HasKey(a => new { a.TenantId, a.Id });
        builder.HasIndex(a => new { a.TenantId, a.TicketId });
        builder.HasOne<Ticket>().WithMany().HasForeignKey(a => new { a.TenantId, a.TicketId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(a => new { a.TenantId, a.AuthorId }).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class TicketSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Ticket> Tickets => db.Set<Ticket>();

        public DbSet<TicketAction> TicketActions => db.Set<TicketAction>();
    }
}
