using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Conversations;

internal sealed class ConversationTables :
    IEntityTypeConfiguration<Conversation>, IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<MessageMedia>,
    IEntityTypeConfiguration<MessageReaction>, IEntityTypeConfiguration<MessageVersion>, IEntityTypeConfiguration<Upload>,
    IEntityTypeConfiguration<MessageWords>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations");
        builder.HasKey(c => new { c.TenantId, c.Id });
        // The target of the messages' foreign key: the database refuses a message whose channel is not its conversation's.
        builder.HasAlternateKey(c => new { c.TenantId, c.Id, c.ChannelId });
        // The contact comes before the channel: with an index of (tenant, channel, …) PostgreSQL used it to check messages' foreign
        // keys, and read all conversations of the channel for each.
        builder.HasIndex(c => new { c.TenantId, c.ContactId, c.ChannelId }).IsUnique();
        builder.HasOne<Channel>().WithMany().HasForeignKey(c => new { c.TenantId, c.ChannelId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(c => new { c.TenantId, c.ContactId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("messages");
        builder.HasKey(m => new { m.TenantId, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.ChannelId, m.Wamid }).IsUnique().HasFilter("wamid IS NOT NULL");
        builder.HasIndex(m => new { m.TenantId, m.ConversationId, m.At, m.Id });
        builder.HasIndex(m => new { m.TenantId, m.ConversationId, m.ClientKey }).IsUnique().HasFilter("client_key IS NOT NULL");
        builder.Property(m => m.Wamid).HasMaxLength(512);
        builder.Property(m => m.QuotedWamid).HasMaxLength(512);
        builder.Property(m => m.ClientKey).HasMaxLength(64);
        builder.Property(m => m.RawType).HasMaxLength(64);
        builder.Property(m => m.FailureCode).HasMaxLength(64);
        builder.Property(m => m.PricingModel).HasMaxLength(MessagePrice.Longest);
        builder.Property(m => m.PricingType).HasMaxLength(MessagePrice.Longest);
        builder.Property(m => m.PricingCategory).HasMaxLength(MessagePrice.Longest);
        builder.HasOne<Conversation>().WithMany()
            .HasForeignKey(m => new { m.TenantId, m.ConversationId, m.ChannelId })
            .HasPrincipalKey(c => new { c.TenantId, c.Id, c.ChannelId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(m => new { m.TenantId, m.AuthorId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MessageMedia> builder)
    {
        builder.ToTable("message_media");
        builder.HasKey(m => new { m.TenantId, m.MessageId });
        // For finding out whether a stored file is still used.
        builder.HasIndex(m => new { m.TenantId, m.Sha256 });
        builder.Property(m => m.WhatsAppMediaId).HasMaxLength(128);
        builder.Property(m => m.MimeType).HasMaxLength(160);
        builder.Property(m => m.FileName).HasMaxLength(400);
        builder.Property(m => m.Sha256).HasMaxLength(64);
        builder.Property(m => m.FailureCode).HasMaxLength(64);
        builder.Property(m => m.PlayableSha256).HasMaxLength(64);
        builder.Property(m => m.ThumbnailSha256).HasMaxLength(64);
        builder.Property(m => m.Waveform).HasMaxLength(64);
        builder.HasOne<Message>().WithMany().HasForeignKey(m => new { m.TenantId, m.MessageId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MessageReaction> builder)
    {
        builder.ToTable("message_reactions");
        builder.HasKey(r => new { r.TenantId, r.MessageId, r.IsOurs });
        builder.Property(r => r.Emoji).HasMaxLength(64);
        builder.HasOne<Message>().WithMany().HasForeignKey(r => new { r.TenantId, r.MessageId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Agent>().WithMany().HasForeignKey(r => new { r.TenantId, r.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MessageVersion> builder)
    {
        builder.ToTable("message_versions");
        builder.HasKey(v => new { v.TenantId, v.Id });
        builder.HasIndex(v => new { v.TenantId, v.MessageId, v.Wamid }).IsUnique();
        builder.Property(v => v.Wamid).HasMaxLength(512);
        builder.HasOne<Message>().WithMany().HasForeignKey(v => new { v.TenantId, v.MessageId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("uploads");
        builder.HasKey(u => new { u.TenantId, u.Id });
        builder.Property(u => u.MimeType).HasMaxLength(160);
        builder.Property(u => u.FileName).HasMaxLength(400);
        builder.Property(u => u.Sha256).HasMaxLength(64);
        builder.HasOne<Agent>().WithMany().HasForeignKey(u => new { u.TenantId, u.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MessageWords> builder)
    {
        builder.ToTable("message_words");
        builder.HasKey(w => new { w.TenantId, w.MessageId });
        builder.HasOne<Message>().WithMany().HasForeignKey(w => new { w.TenantId, w.MessageId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class ConversationSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Conversation> Conversations => db.Set<Conversation>();

        public DbSet<Message> Messages => db.Set<Message>();

        public DbSet<MessageMedia> MessageMedia => db.Set<MessageMedia>();

        public DbSet<MessageReaction> MessageReactions => db.Set<MessageReaction>();

        public DbSet<MessageVersion> MessageVersions => db.Set<MessageVersion>();

        public DbSet<Upload> Uploads => db.Set<Upload>();

        public DbSet<MessageWords> MessageWords => db.Set<MessageWords>();
    }
}
