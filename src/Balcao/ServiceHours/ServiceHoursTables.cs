using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.ServiceHours;

/// <summary>The hours of one channel; further tables have the rest of them. A channel without a row is always open.</summary>
public sealed class StoredHours : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }

    public bool IsAlwaysOpen { get; set; }

    /// <summary>Of the hours with everything that belongs to them; 0 stands for no row.</summary>
    public int Version { get; set; } = 1;
}

public sealed class StoredInterval : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required DayOfWeek Day { get; init; }

    public required int FromMinute { get; init; }

    public required int ToMinute { get; init; }
}

/// <summary>A holiday on which the channel is closed.</summary>
public sealed class StoredHoliday : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required Holiday Holiday { get; init; }
}

/// <summary>A date with hours of its own; closed if it has no <see cref="StoredDateInterval"/>.</summary>
public sealed class StoredDate : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required DateOnly Date { get; init; }

    public string? Name { get; init; }
}

public sealed class StoredDateInterval : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required DateOnly Date { get; init; }

    public required int FromMinute { get; init; }

    public required int ToMinute { get; init; }
}

internal sealed class ServiceHoursTables :
    IEntityTypeConfiguration<StoredHours>, IEntityTypeConfiguration<StoredInterval>, IEntityTypeConfiguration<StoredHoliday>,
    IEntityTypeConfiguration<StoredDate>, IEntityTypeConfiguration<StoredDateInterval>
{
    public void Configure(EntityTypeBuilder<StoredHours> builder)
    {
        builder.ToTable("service_hours");
        builder.HasKey(h => new { h.TenantId, h.ChannelId });
        builder.Property(h => h.TimeZone).HasMaxLength(HoursFaults.LongestTimeZone);
        builder.HasOne<Channel>().WithOne().HasForeignKey<StoredHours>(h => new { h.TenantId, h.ChannelId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StoredInterval> builder)
    {
        builder.ToTable("service_intervals");
        builder.HasKey(i => new { i.TenantId, i.ChannelId, i.Day, i.FromMinute });
        builder.HasOne<StoredHours>().WithMany().HasForeignKey(i => new { i.TenantId, i.ChannelId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StoredHoliday> builder)
    {
        builder.ToTable("service_holidays");
        builder.HasKey(h => new { h.TenantId, h.ChannelId, h.Holiday });
        builder.HasOne<StoredHours>().WithMany().HasForeignKey(h => new { h.TenantId, h.ChannelId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StoredDate> builder)
    {
        builder.ToTable("service_dates");
        builder.HasKey(d => new { d.TenantId, d.ChannelId, d.Date });
        StoreAsNumber(builder.Property(d => d.Date));
        builder.Property(d => d.Name).HasMaxLength(HoursFaults.LongestName);
        builder.HasOne<StoredHours>().WithMany().HasForeignKey(d => new { d.TenantId, d.ChannelId }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StoredDateInterval> builder)
    {
        builder.ToTable("service_date_intervals");
        builder.HasKey(i => new { i.TenantId, i.ChannelId, i.Date, i.FromMinute });
        StoreAsNumber(builder.Property(i => i.Date));
        builder.HasOne<StoredDate>().WithMany().HasForeignKey(i => new { i.TenantId, i.ChannelId, i.Date }).OnDelete(DeleteBehavior.Cascade);
    }

    /// <summary>Days since 0001-01-01: sorts and compares in the same way on every engine.</summary>
    private static void StoreAsNumber(PropertyBuilder<DateOnly> date) =>
        date.HasConversion(value => value.DayNumber, stored => DateOnly.FromDayNumber(stored));
}

public static class ServiceHoursSets
{
    extension(BalcaoDb db)
    {
        public DbSet<StoredHours> ServiceHours => db.Set<StoredHours>();

        public DbSet<StoredInterval> ServiceIntervals => db.Set<StoredInterval>();

        public DbSet<StoredHoliday> ServiceHolidays => db.Set<StoredHoliday>();

        public DbSet<StoredDate> ServiceDates => db.Set<StoredDate>();

        public DbSet<StoredDateInterval> ServiceDateIntervals => db.Set<StoredDateInterval>();
    }
}
