using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>
/// How soon tickets of an urgency are to be answered and resolved, counted in service hours. A tenant's targets are saved together, and
/// have one version.
/// </summary>
public sealed class TicketTarget : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required TicketUrgency Urgency { get; init; }

    /// <summary>Null: no target.</summary>
    public int? FirstAnswerMinutes { get; set; }

    public int? ResolutionMinutes { get; set; }

    public int Version { get; set; } = 1;

    /// <param name="stored">All of a tenant.</param>
    public static TicketTargetList ListOf(IReadOnlyCollection<TicketTarget> stored) =>
        new([.. Enum.GetValues<TicketUrgency>().Select(urgency => stored.FirstOrDefault(t => t.Urgency == urgency)?.ToItem() ?? new TicketTargetItem(urgency, null, null))])
        {
            Version = stored.Select(t => t.Version).DefaultIfEmpty().Max(),
        };

    private TicketTargetItem ToItem() => new(Urgency, FirstAnswerMinutes, ResolutionMinutes);
}

/// <summary>A tenant's targets, at most one for each urgency.</summary>
/// <param name="all">The targets.</param>
/// <param name="hours">Of the numbers; one without hours is always open.</param>
internal sealed class TicketTargets(IReadOnlyList<TicketTarget> all, IReadOnlyDictionary<ChannelId, Hours> hours)
{
    private static readonly Hours Always = Hours.AlwaysOpen("UTC");

    public static async Task<TicketTargets> LoadAsync(BalcaoDb db, IReadOnlyCollection<ChannelId> numbers, CancellationToken ct)
    {
        var all = await db.TicketTargets.AsNoTracking().Where(t => t.FirstAnswerMinutes != null || t.ResolutionMinutes != null).ToListAsync(ct);
        var hours = all.Count == 0 ? new Dictionary<ChannelId, ServiceHoursDocument>() : await HoursOfChannels.LoadAsync(db, numbers, ct);
        return new(all, hours.ToDictionary(entry => entry.Key, entry => new Hours(entry.Value)));
    }

    /// <summary>What comes first on the ticket: its first answer or its resolution. Null: neither.</summary>
    public TicketDue? NextOf(Ticket ticket, ChannelId number)
    {
        if (ticket.IsFinal || ticket.Status is TicketStatus.Resolved) return null;
        if (all.FirstOrDefault(t => t.Urgency == ticket.Urgency) is not { } target) return null;
        var clock = new Clock(hours.GetValueOrDefault(number, Always), ticket.OpenedAt, TicketPauses.Read(ticket.Pauses));
        return ((TicketDue?[])
            [
                ticket.FirstAnsweredAt is null ? clock.DueOf(TicketDueKind.FirstAnswer, target.FirstAnswerMinutes) : null,
                clock.DueOf(TicketDueKind.Resolution, target.ResolutionMinutes),
            ]).OfType<TicketDue>().OrderBy(due => due.At ?? DateTimeOffset.MaxValue).ThenBy(due => due.MinutesLeft).FirstOrDefault();
    }

    private sealed record Clock(Hours Hours, DateTimeOffset OpenedAt, IReadOnlyList<ServicePause> Pauses)
    {
        public TicketDue? DueOf(TicketDueKind kind, int? minutes)
        {
            if (minutes is not { } most) return null;
            if (ServiceTime.After(Hours, OpenedAt, TimeSpan.FromMinutes(most), Pauses) is { } at) return new TicketDue(kind, at);
            if (Pauses is not [.., { Until: null, From: var paused }]) return null;
            var left = TimeSpan.FromMinutes(most) - ServiceTime.Between(Hours, OpenedAt, paused, Pauses);
            return new TicketDue(kind, null, (int)Math.Ceiling(left.TotalMinutes));
        }
    }
}
