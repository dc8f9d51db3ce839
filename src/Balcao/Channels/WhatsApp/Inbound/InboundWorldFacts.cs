using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Reads the facts of numbers: once for each node and change, because <see cref="ServedNumbers"/> keeps them.</summary>
internal sealed partial class InboundWorld
{
    /// <summary>The transaction's scope contains the numbers' tenants.</summary>
    private async Task LoadFactsAsync(IReadOnlyList<Number> numbers, CancellationToken ct)
    {
        if (numbers.Count == 0) return;
        var ask = work.LookUps();
        var channels = ask.AskWith<Channel, NumberLink>(
            [nameof(Channel.TenantId), nameof(Channel.Id)], [.. numbers.Select(number => Key(number.TenantId, number.Id))],
            [(nameof(NumberLink.TenantId), nameof(Channel.TenantId)), (nameof(NumberLink.ChannelId), nameof(Channel.Id))]);
        var tenants = ask.Ask<Tenant>([nameof(Tenant.Id)], [.. numbers.Select(number => number.TenantId).Distinct().Select(id => Key(id))]);
        await ask.ReadAsync(ct);

        ask = work.LookUps();
        var groups = ask.Ask<ChatGroup>(
            [nameof(ChatGroup.TenantId), nameof(ChatGroup.Id)],
            [.. channels.Select(c => c.Other).OfType<NumberLink>().Select(link => (link.TenantId, link.GroupId)).Distinct().Select(k => Key(k.TenantId, k.GroupId))]);
        await ask.ReadAsync(ct);
        TenantId[] ids = [.. tenants.Select(tenant => tenant.Id)];
        ChannelId[] channelIds = [.. numbers.Select(number => number.Id)];
        var hours = await HoursOfChannels.LoadOfTenantsAsync(db, ids, channelIds, ct);
        var contracts = await ContractReading.FactsOfTenantsAsync(db, ids, channelIds, ct);

        foreach (var (channel, link) in channels)
        {
            var number = numbers.Single(n => n.Id == channel.Id);
            var tenant = tenants.Single(t => t.Id == channel.TenantId);
            var loaded = new ServedNumber(
                FactsOf(channel, tenant, groups.Find(g => g.TenantId == channel.TenantId && g.Id == link?.GroupId), hours.GetValueOrDefault((channel.TenantId, channel.Id)),
                    contracts.GetValueOrDefault((channel.TenantId, channel.Id)) ?? ContractFacts.Default(tenant.TimeZone)),
                number.PhoneNumberId, number.WabaId, channel.Display);
            _numbers[number.PhoneNumberId] = loaded;
            served.Keep(loaded);
        }
    }

    /// <summary>
    /// Reads what numbers with a cap have used, for this batch alone: whether the group's text outside hours may be said (rules A10 and C9).
    /// </summary>
    private async Task LoadUsedAsync(CancellationToken ct)
    {
        foreach (var number in _numbers.Values.Where(n => n.Facts is { OutsideHoursText: not null, Contract.Cap: not null }).ToList())
        {
            var (tenant, channel, month) = (number.TenantId, number.Id, number.Facts.Contract.MonthOf(now));
            var (first, last) = (month.FirstDayNumber, month.LastDayNumber);
            var used = await db.DayTotals.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(t => t.TenantId == tenant && t.ChannelId == channel && t.Day >= first && t.Day <= last).SumAsync(t => t.Amount, ct);
            _numbers[number.PhoneNumberId] = number with { Facts = number.Facts with { Used = new Credits(used) } };
        }
    }

    private static ChannelFacts FactsOf(
        Channel channel, Tenant tenant, ChatGroup? group, ServiceHoursDocument? hours, ContractFacts contract) => new(channel.TenantId, channel.Id, group?.Id, channel.FactsVersion)
    {
        Hours = hours is null ? Hours.AlwaysOpen(tenant.TimeZone) : new Hours(hours),
        OutsideHoursText = string.IsNullOrWhiteSpace(group?.OutsideHoursText) ? null : group.OutsideHoursText,
        HasWindow = channel.HasWindow,
        IsSuspended = channel.Status is not NumberStatus.Active,
        IsTenantSuspended = tenant.IsSuspended,
        Contract = contract,
        Names = new ChannelNames(tenant.Name, group?.DisplayName ?? "", channel.Display),
    };
}
