using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.OptIns;

/// <summary>A contact's latest decision about marketing messages. It does not concern service messages.</summary>
public sealed class MarketingConsent : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ContactId ContactId { get; init; }

    public required ConsentState State { get; set; }

    /// <summary>When the contact decided; an older decision that arrives late changes nothing.</summary>
    public required DateTimeOffset At { get; set; }

    public required ConsentSource Source { get; set; }

    /// <summary>Returns false if a newer decision is known.</summary>
    public bool Decide(ConsentState state, DateTimeOffset at, ConsentSource source)
    {
        if (at < At || (at == At && state == State)) return false;
        (State, At, Source) = (state, at, source);
        return true;
    }
}

internal sealed class OptInTables : IEntityTypeConfiguration<MarketingConsent>
{
    public void Configure(EntityTypeBuilder<MarketingConsent> builder)
    {
        builder.ToTable("marketing_consents");
        builder.HasKey(c => new { c.TenantId, c.ContactId });
        builder.HasOne<Contact>().WithMany().HasForeignKey(c => new { c.TenantId, c.ContactId }).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class OptInSets
{
    extension(BalcaoDb db)
    {
        public DbSet<MarketingConsent> MarketingConsents => db.Set<MarketingConsent>();
    }
}
