using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.ServiceHours;
using Balcao.Tenancy;

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
        var hours = await HoursOfChannels.LoadOfTenantsAsync(db, ids, [.. numbers.Select(number => number.Id)], ct);

        foreach (var (channel, link) in channels)
        {
            var number = numbers.Single(n => n.Id == channel.Id);
            var tenant = tenants.Single(t => t.Id == channel.TenantId);
            var loaded = new ServedNumber(
                FactsOf(channel, tenant, groups.Find(g => g.TenantId == channel.TenantId && g.Id == link?.GroupId), hours.GetValueOrDefault((channel.TenantId, channel.Id))),
                number.PhoneNumberId, number.WabaId, channel.Display);
            _numbers[number.PhoneNumberId] = loaded;
            served.Keep(loaded);
        }
    }

    private static ChannelFacts FactsOf(Channel channel, Tenant tenant, ChatGroup? group, ServiceHoursDocument? hours) => new(channel.TenantId, channel.Id, group?.Id, channel.FactsVersion)
    {
        Hours = hours is null ? Hours.AlwaysOpen(tenant.TimeZone) : new Hours(hours),
        OutsideHoursText = string.IsNullOrWhiteSpace(group?.OutsideHoursText) ? null : group.OutsideHoursText,
        HasWindow = channel.HasWindow,
        IsSuspended = channel.Status is not NumberStatus.Active,
        IsTenantSuspended = tenant.IsSuspended,
        Names = new ChannelNames(tenant.Name, group?.DisplayName ?? "", channel.Display),
    };
}
