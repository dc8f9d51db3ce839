using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>How far a worker that follows a tenant's feed has read. An entry is kept until all followers have read it.</summary>
public sealed class FeedFollower : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>The worker's name, for instance <c>search</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The last feed number processed.</summary>
    public long Sequence { get; set; }
}

internal sealed class FeedFollowerTables : IEntityTypeConfiguration<FeedFollower>
{
    public void Configure(EntityTypeBuilder<FeedFollower> builder)
    {
        builder.ToTable("feed_followers");
        builder.HasKey(f => new { f.TenantId, f.Name });
        builder.Property(f => f.Name).HasMaxLength(24);
    }
}

public static class FeedFollowerSets
{
    extension(BalcaoDb db)
    {
        public DbSet<FeedFollower> FeedFollowers => db.Set<FeedFollower>();
    }
}
