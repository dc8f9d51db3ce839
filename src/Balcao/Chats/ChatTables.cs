using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Chats;

internal sealed class ChatTables : IEntityTypeConfiguration<Chat>, IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<ChatGuest>
{
    /// <summary>The filter of the index of open chats.</summary>
    public const string IsOpen = "status <> 'Closed'";

    public void Configure(EntityTypeBuilder<Chat> builder)
    {
        builder.ToTable("chats");
        builder.HasKey(c => new { c.TenantId, c.Id });
        builder.HasAlternateKey(c => new { c.TenantId, c.Id, c.ConversationId });
        builder.HasIndex(c => new { c.TenantId, c.ConversationId }).IsUnique()
            .HasFilter(IsOpen).HasDatabaseName("ix_chats_one_open");
        builder.HasIndex(c => new { c.TenantId, c.ConversationId, c.WaitingSince }).HasDatabaseName("ix_chats_conversation");
        builder.HasIndex(c => new { c.TenantId, c.Status, c.WaitingSince });
        // The chats whose customers may have to be told something, among any number that wait and know it, or are silent.
        builder.HasIndex(c => new { c.TenantId, c.Told, c.WaitingSince }).HasFilter("status = 'Waiting' AND told <> 'Queue' AND NOT is_silent").HasDatabaseName("ix_chats_untold");
        builder.HasIndex(c => new { c.TenantId, c.ClosedAt, c.Id }).HasFilter("status = 'Closed'").HasDatabaseName("ix_chats_closed");
        builder.HasOne<Conversation>().WithMany().HasForeignKey(c => new { c.TenantId, c.ConversationId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(c => new { c.TenantId, c.GroupId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(c => new { c.TenantId, c.TicketId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(c => new { c.TenantId, c.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }

    // Conversations must not use chats; this foreign key lets the database refuse a message with a chat of another conversation.
    public void Configure(EntityTypeBuilder<Message> builder) => builder.HasOne<Chat>().WithMany()
        .HasForeignKey(m => new { m.TenantId, m.ChatId, m.ConversationId })
        .HasPrincipalKey(c => new { c.TenantId, c.Id, c.ConversationId }).OnDelete(DeleteBehavior.Restrict);

    // Contacts must not use chats either.
    public void Configure(EntityTypeBuilder<ChatGuest> builder) => builder.HasOne<Chat>().WithMany()
        .HasForeignKey(g => new { g.TenantId, g.ChatId }).OnDelete(DeleteBehavior.Cascade);
}

public static class ChatSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Chat> Chats => db.Set<Chat>();
    }
}
