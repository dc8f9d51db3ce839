using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ServiceHours;

/// <summary>Reads the stored hours of channels, each table once. Those without hours are missing: they are always open.</summary>
public static class HoursOfChannels
{
    /// <summary>Of the scope's tenant.</summary>
    public static async Task<IReadOnlyDictionary<ChannelId, ServiceHoursDocument>> LoadAsync(
        BalcaoDb db, IReadOnlyCollection<ChannelId> channels, CancellationToken ct) =>
        (await LoadAsync(new Tables(db.ServiceHours, db.ServiceIntervals, db.ServiceHolidays, db.ServiceDates, db.ServiceDateIntervals), channels, ct))
            .ToDictionary(entry => entry.Key.Channel, entry => entry.Value);

    /// <summary>Of several tenants, for lanes: the transaction's scope must contain them.</summary>
    public static Task<Dictionary<(TenantId Tenant, ChannelId Channel), ServiceHoursDocument>> LoadOfTenantsAsync(
        BalcaoDb db, IReadOnlyCollection<TenantId> tenants, IReadOnlyCollection<ChannelId> channels, CancellationToken ct)
    {
        return LoadAsync(new Tables(All<StoredHours>(), All<StoredInterval>(), All<StoredHoliday>(), All<StoredDate>(), All<StoredDateInterval>()), channels, ct);

        IQueryable<T> All<T>() where T : class, ITenantOwned =>
            db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(row => tenants.Contains(row.TenantId));
    }

    private static async Task<Dictionary<(TenantId Tenant, ChannelId Channel), ServiceHoursDocument>> LoadAsync(
        Tables tables, IReadOnlyCollection<ChannelId> channels, CancellationToken ct)
    {
        if (channels.Count == 0) return [];
        var found = await tables.Hours.AsNoTracking().Where(h => channels.Contains(h.ChannelId)).ToListAsync(ct);
        if (found.Count == 0) return [];
        var intervals = (await tables.Intervals.AsNoTracking().Where(i => channels.Contains(i.ChannelId)).ToListAsync(ct)).ToLookup(i => (i.TenantId, i.ChannelId));
        var holidays = (await tables.Holidays.AsNoTracking().Where(h => channels.Contains(h.ChannelId)).ToListAsync(ct)).ToLookup(h => (h.TenantId, h.ChannelId));
        var dates = (await tables.Dates.AsNoTracking().Where(d => channels.Contains(d.ChannelId)).ToListAsync(ct)).ToLookup(d => (d.TenantId, d.ChannelId));
        var ofDates = (await tables.DateIntervals.AsNoTracking().Where(i => channels.Contains(i.ChannelId)).ToListAsync(ct)).ToLookup(i => (i.TenantId, i.ChannelId, i.Date));
        return found.ToDictionary(hours => (hours.TenantId, hours.ChannelId), hours => new ServiceHoursDocument
        {
            Version = hours.Version,
            TimeZone = hours.TimeZone,
            IsAlwaysOpen = hours.IsAlwaysOpen,
            Weekly =
            [
                .. from interval in intervals[(hours.TenantId, hours.ChannelId)]
                   orderby interval.Day is DayOfWeek.Sunday, interval.Day, interval.FromMinute
                   select new WeeklyInterval(interval.Day, interval.FromMinute, interval.ToMinute),
            ],
            Holidays = [.. holidays[(hours.TenantId, hours.ChannelId)].Select(h => h.Holiday).Order()],
            Dates =
            [
                .. from date in dates[(hours.TenantId, hours.ChannelId)]
                   orderby date.Date
                   select new DateHours(date.Date, date.Name,
                   [
                       .. from interval in ofDates[(date.TenantId, date.ChannelId, date.Date)]
                          orderby interval.FromMinute
                          select new DayInterval(interval.FromMinute, interval.ToMinute),
                   ]),
            ],
        });
    }

    private sealed record Tables(
        IQueryable<StoredHours> Hours, IQueryable<StoredInterval> Intervals, IQueryable<StoredHoliday> Holidays,
        IQueryable<StoredDate> Dates, IQueryable<StoredDateInterval> DateIntervals);
}
