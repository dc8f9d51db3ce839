using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>Numbers as screens show them, with the group that serves each.</summary>
public static class NumberItems
{
    /// <summary>Reads the numbers of the scope in few queries, however many they are, ordered by their display; with <paramref name="ids"/> only those.</summary>
    /// <param name="now">What of their health ended before is left out.</param>
    public static async Task<IReadOnlyList<NumberItem>> LoadAsync(BalcaoDb db, IReadOnlyCollection<ChannelId>? ids, DateTimeOffset now, CancellationToken ct)
    {
        if (ids is { Count: 0 }) return [];
        var numbers = db.Numbers.AsNoTracking();
        if (ids is not null) numbers = numbers.Where(n => ids.Contains(n.Id));
        var held = db.HeldUpdates;
        var items = await (
            from number in numbers
            join channel in db.Channels on new { number.TenantId, number.Id } equals new { channel.TenantId, channel.Id }
            join line in db.NumberLinks on new { number.TenantId, number.Id } equals new { line.TenantId, Id = line.ChannelId } into links
            from link in links.DefaultIfEmpty()
            join team in db.ChatGroups on new { link.TenantId, Id = link.GroupId } equals new { team.TenantId, team.Id } into teams
            from grp in teams.DefaultIfEmpty()
            join tenant in db.Tenants on number.TenantId equals tenant.Id
            orderby channel.Display, number.Id
            select new NumberItem(
                number.Id, channel.Display, number.PhoneNumberId, number.WabaId, channel.Status,
                grp == null ? null : new GroupName(grp.Id, grp.Name),
                held.Count(h => h.TenantId == number.TenantId && h.ChannelId == number.Id))
            {
                Hours = new HoursState(true, null, tenant.TimeZone, true),
                HeldSince = held.Where(h => h.TenantId == number.TenantId && h.ChannelId == number.Id).Min(h => (DateTimeOffset?)h.At),
                SendingHold = number.SendingHeldSince == null ? null : new SendingHold(
                    number.SendingHeldSince!.Value, number.SendingHeldReason!, RefusalTexts.For(number.SendingHeldReason!)),
            }).ToListAsync(ct);
        var health = await HealthAsync(db, [.. items.Select(item => item.Id)], ct);
        var hours = await HoursOfChannels.LoadAsync(db, [.. items.Select(item => item.Id)], ct);
        return
        [
            .. items.Select(item => item with
            {
                Health = [.. NumberHealth.Current(health[item.Id], now).Select(n => n.ToItem())],
                Hours = hours.TryGetValue(item.Id, out var set) ? new Hours(set).StateAt(now) : item.Hours,
            }),
        ];
    }

    /// <summary>The newest notice of each topic; several, if they are of the same instant.</summary>
    private static async Task<ILookup<ChannelId, NumberNotice>> HealthAsync(BalcaoDb db, IReadOnlyCollection<ChannelId> ids, CancellationToken ct)
    {
        var notices = db.NumberNotices;
        var newest = await notices.AsNoTracking().Where(n => ids.Contains(n.ChannelId))
            .Where(n => !notices.Any(later => later.TenantId == n.TenantId && later.ChannelId == n.ChannelId
                && later.Kind == n.Kind && later.Topic == n.Topic && later.At > n.At))
            .ToListAsync(ct);
        return newest.ToLookup(n => n.ChannelId);
    }
}
