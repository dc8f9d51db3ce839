using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Agents;

internal sealed class AgentTables :
    IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<PersonSignIn>, IEntityTypeConfiguration<Agent>,
    IEntityTypeConfiguration<ApiToken>, IEntityTypeConfiguration<PresenceLease>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("persons");
        builder.HasKey(p => p.Id);
        builder.Ignore(p => p.PersonId);
        builder.Property(p => p.Id).IsFoundAcrossTenants();
        builder.Property(p => p.NormalizedEmail).IsFoundAcrossTenants();
        builder.HasIndex(p => p.NormalizedUserName).IsUnique();
        builder.HasIndex(p => p.NormalizedEmail).IsUnique();
        builder.Property(p => p.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(p => p.Email).HasMaxLength(256);
        builder.Property(p => p.OperatorName).HasMaxLength(120);
        builder.Property(p => p.PasswordLinkStamp).HasMaxLength(32);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PersonSignIn> builder)
    {
        builder.ToTable("sign_ins");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => s.PersonId);
        builder.Property(s => s.Address).HasMaxLength(ShortAddress.Longest);
        builder.Property(s => s.Device).HasMaxLength(DeviceName.Longest);
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        builder.ToTable("agents");
        builder.HasKey(a => new { a.TenantId, a.Id });
        builder.Property(a => a.Name).HasMaxLength(120);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(a => a.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.HasKey(t => new { t.TenantId, t.Id });
        builder.HasIndex(t => t.SecretHash).IsUnique();
        builder.Property(t => t.Name).HasMaxLength(120);
        builder.Property(t => t.SecretHash).HasMaxLength(64);
        builder.Property(t => t.Scopes).HasMaxLength(120);
        builder.HasOne<Agent>().WithMany().HasForeignKey(t => new { t.TenantId, t.AgentId }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PresenceLease> builder)
    {
        builder.ToTable("presence_leases");
        builder.HasKey(l => new { l.TenantId, l.AgentId, l.ConnectionId });
        builder.Property(l => l.ConnectionId).HasMaxLength(64);
        builder.HasIndex(l => l.NodeId);
        builder.HasOne<Agent>().WithMany().HasForeignKey(l => new { l.TenantId, l.AgentId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class AgentSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Person> Persons => db.Set<Person>();

        /// <summary>The person with the e-mail, in whatever tenant: who signs in is not known yet.</summary>
        /// <param name="normalized">Made by <see cref="Person.NormalizeEmail"/>.</param>
        public IQueryable<Person> PersonWithEmail(string normalized) => db.AcrossTenants<Person>(nameof(Person.NormalizedEmail), normalized);

        /// <summary>The person with the id, in whatever tenant.</summary>
        public IQueryable<Person> PersonWithId(Guid id) => db.AcrossTenants<Person>(nameof(Person.Id), id);

        public DbSet<PersonSignIn> SignIns => db.Set<PersonSignIn>();

        public DbSet<Agent> Agents => db.Set<Agent>();

        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();

        public DbSet<PresenceLease> PresenceLeases => db.Set<PresenceLease>();
    }
}
