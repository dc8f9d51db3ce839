using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Contacts;

internal sealed class ContactTables :
    IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<ContactIdentity>, IEntityTypeConfiguration<ContactAudience>,
    IEntityTypeConfiguration<ContactWords>, IEntityTypeConfiguration<ChatGuest>
{
    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        builder.ToTable("contacts");
        builder.HasKey(c => new { c.TenantId, c.Id });
        builder.Property(c => c.Name).HasMaxLength(256);
        builder.Property(c => c.Phone).HasMaxLength(24);
        builder.Property(c => c.UserId).HasMaxLength(160);
        builder.Property(c => c.Username).HasMaxLength(64);
        builder.Ignore(c => c.IsUnnamed);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ContactIdentity> builder)
    {
        builder.ToTable("contact_identities");
        builder.HasKey(i => new { i.TenantId, i.Kind, i.Value });
        builder.Property(i => i.Value).HasMaxLength(160);
        builder.HasIndex(i => new { i.TenantId, i.ContactId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(i => new { i.TenantId, i.ContactId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ContactAudience> builder)
    {
        builder.ToTable("contact_audiences");
        builder.HasKey(a => new { a.TenantId, a.ContactId, a.GroupId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(a => new { a.TenantId, a.ContactId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ChatGroup>().WithMany().HasForeignKey(a => new { a.TenantId, a.GroupId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ContactWords> builder)
    {
        builder.ToTable("contact_words");
        builder.HasKey(w => new { w.TenantId, w.ContactId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(w => new { w.TenantId, w.ContactId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ChatGuest> builder)
    {
        builder.ToTable("chat_guests");
        builder.HasKey(g => new { g.TenantId, g.ChatId, g.AgentId });
        builder.HasIndex(g => new { g.TenantId, g.AgentId });
        builder.HasIndex(g => new { g.TenantId, g.ContactId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(g => new { g.TenantId, g.ContactId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Agent>().WithMany().HasForeignKey(g => new { g.TenantId, g.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class ContactSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Contact> Contacts => db.Set<Contact>();

        public DbSet<ContactIdentity> ContactIdentities => db.Set<ContactIdentity>();

        public DbSet<ContactAudience> ContactAudiences => db.Set<ContactAudience>();

        public DbSet<ChatGuest> ChatGuests => db.Set<ChatGuest>();

        public DbSet<ContactWords> ContactWords => db.Set<ContactWords>();
    }
}
