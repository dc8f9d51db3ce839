using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>
/// A row that adds to a total of its channel and day. The commit that writes new rows adds them to <see cref="DayTotal"/>, whoever
/// made them, so that rows and totals agree at every instant.
/// </summary>
public interface IAddsToDayTotal : ITenantOwned
{
    ChannelId ChannelId { get; }

    /// <summary>As <c>20261130</c>.</summary>
    int Day { get; }

    /// <summary>Which of the channel's totals.</summary>
    string TotalName { get; }

    /// <summary>1, or -1 for a row that takes an earlier one back.</summary>
    int TotalCount { get; }

    long TotalAmount { get; }
}

/// <summary>The sums of all rows of a channel, day and name; a long month is then read from at most some hundred rows.</summary>
public sealed class DayTotal : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>As <c>20261130</c>.</summary>
    public required int Day { get; init; }

    public required string Name { get; init; }

    public long Count { get; set; }

    public long Amount { get; set; }
}

/// <summary>What the open unit of work adds to the totals; one line for each total.</summary>
internal sealed class PendingTotals
{
    private readonly Dictionary<(TenantId Tenant, ChannelId Channel, int Day, string Name), (long Count, long Amount)> _sums = [];

    public void Add(IAddsToDayTotal row)
    {
        var key = (row.TenantId, row.ChannelId, row.Day, row.TotalName);
        var (count, amount) = _sums.GetValueOrDefault(key);
        _sums[key] = (count + row.TotalCount, checked(amount + row.TotalAmount));
    }

    /// <summary>In key order, so that two writers of several totals cannot deadlock.</summary>
    public IReadOnlyList<DayTotal> InOrder() => _sums.Count == 0 ? [] :
    [
        .. from sum in _sums
           orderby sum.Key.Tenant.Value, sum.Key.Channel.Value, sum.Key.Day, sum.Key.Name
           select new DayTotal
           {
               TenantId = sum.Key.Tenant, ChannelId = sum.Key.Channel, Day = sum.Key.Day, Name = sum.Key.Name, Count = sum.Value.Count, Amount = sum.Value.Amount,
           },
    ];

    public void Clear() => _sums.Clear();
}

internal sealed class DayTotalTables : IEntityTypeConfiguration<DayTotal>
{
    public void Configure(EntityTypeBuilder<DayTotal> builder)
    {
        builder.ToTable("day_totals");
        builder.HasKey(t => new { t.TenantId, t.ChannelId, t.Day, t.Name });
        builder.Property(t => t.Name).HasMaxLength(40);
    }
}

public static class DayTotalSets
{
    extension(BalcaoDb db)
    {
        public DbSet<DayTotal> DayTotals => db.Set<DayTotal>();
    }
}
