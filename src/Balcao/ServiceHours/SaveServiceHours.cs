using Balcao.Agents;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ServiceHours;

/// <summary>An administrator saves when a number is staffed. The next message is decided by it.</summary>
public static class SaveServiceHours
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/numbers/{id}/hours", Handle).RequireAuthorization(Permission.Administer).WithMetadata(BodyLimit.Large)
        .WithName(nameof(SaveServiceHours)).WithSummary("Save the service hours of a number").WithTags("Numbers")
        .WithDescription("Replaces all of them. A message outside them becomes a ticket instead of a chat.")
        .Refuses(
            InputRefusals.NotFound, InputRefusals.Required("timeZone"), InputRefusals.Invalid("holidays"), ServiceHoursRefusals.TimeZoneUnknown,
            ServiceHoursRefusals.IntervalInvalid, ServiceHoursRefusals.Overlap, ServiceHoursRefusals.TooManyIntervals, ServiceHoursRefusals.TooManyDates,
            ServiceHoursRefusals.DateTwice, StaleSave.Example)
        .WithExample(Example);

    private static ServiceHoursDocument Example => new()
    {
        TimeZone = "America/Sao_Paulo",
        Weekly = [new(DayOfWeek.Monday, 8 * 60, 12 * 60), new(DayOfWeek.Monday, 13 * 60, 18 * 60)],
        Holidays = [Holiday.NewYear, Holiday.Christmas],
        Dates = [new(new DateOnly(2026, 12, 24), "Véspera de Natal", [new(8 * 60, 12 * 60)])],
    };

    static async Task<Results<Ok<ServiceHoursView>, ProblemHttpResult>> Handle(
        ChannelId id, ServiceHoursDocument request, CurrentAgent agent, BalcaoDb db, Feed feed, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        // First, because it locks the channel's row: of two requests the second waits here, and then sees the rows of the first.
        await db.Channels.Where(c => c.Id == id).FactsChangedAsync(ct);
        if (!await db.Numbers.AnyAsync(n => n.Id == id, ct)) return InputRefusals.NotFound.ToProblem();
        if (HoursFaults.Of(request).FirstOrDefault() is { } fault) return ServiceHoursRefusals.Of(fault).ToProblem();
        if (!Hours.IsTimeZone(request.TimeZone)) return ServiceHoursRefusals.TimeZoneUnknown.ToProblem();

        var current = (await GetServiceHours.ViewAsync(db, agent.TenantId, id, time.GetUtcNow(), ct))!;
        var stored = current.Hours;
        if (await StaleSave.CheckAsync(db, agent, "hours", id.Value, request.Version, stored.Version ?? 0, ct) is { } stale) return stale.ToProblem();
        if (stored.Version > 0 && AreSame(stored, request)) return TypedResults.Ok(current);
        var before = AuditedHours.Of(stored);
        await ReplaceAsync(db, agent.TenantId, id, request, ct);
        feed.NumberChanged(agent.TenantId, id);
        await db.SaveChangesAsync(ct);
        var view = (await GetServiceHours.ViewAsync(db, agent.TenantId, id, time.GetUtcNow(), ct))!;
        var display = await db.Channels.Where(c => c.Id == id).Select(c => c.Display).SingleAsync(ct);
        audit.Changed("hours", id, before, AuditedHours.Of(view.Hours), new() { Name = display });
        return TypedResults.Ok(view);
    }

    /// <summary>In whatever order: who saves what is stored already changes nothing, and makes nobody else's form old.</summary>
    private static bool AreSame(ServiceHoursDocument one, ServiceHoursDocument other) =>
        (one.TimeZone, one.IsAlwaysOpen) == (other.TimeZone, other.IsAlwaysOpen)
        && one.Weekly.ToHashSet().SetEquals(other.Weekly)
        && one.Holidays.ToHashSet().SetEquals(other.Holidays)
        && one.Dates.Select(date => (date.Date, NameOf(date))).ToHashSet().SetEquals(other.Dates.Select(date => (date.Date, NameOf(date))))
        && IntervalsOf(one).SetEquals(IntervalsOf(other));

    private static HashSet<(DateOnly, DayInterval)> IntervalsOf(ServiceHoursDocument hours) =>
        [.. hours.Dates.SelectMany(date => date.Intervals.Select(interval => (date.Date, interval)))];

    private static async Task ReplaceAsync(BalcaoDb db, TenantId tenant, ChannelId id, ServiceHoursDocument request, CancellationToken ct)
    {
        await db.ServiceIntervals.Where(i => i.ChannelId == id).ExecuteDeleteAsync(ct);
        await db.ServiceHolidays.Where(h => h.ChannelId == id).ExecuteDeleteAsync(ct);
        await db.ServiceDateIntervals.Where(i => i.ChannelId == id).ExecuteDeleteAsync(ct);
        await db.ServiceDates.Where(d => d.ChannelId == id).ExecuteDeleteAsync(ct);

        if (await db.ServiceHours.SingleOrDefaultAsync(h => h.ChannelId == id, ct) is { } stored)
        {
            (stored.TimeZone, stored.IsAlwaysOpen) = (request.TimeZone, request.IsAlwaysOpen);
            // The intervals are rows of their own.
            db.Entry(stored).Property(h => h.Version).IsModified = true;
        }
        else db.Add(RowsOf(tenant, id, request)[0]);
        db.AddRange(RowsOf(tenant, id, request).Skip(1));
    }

    /// <summary>The row of the hours first, then those that belong to it.</summary>
    public static IReadOnlyList<object> RowsOf(TenantId tenant, ChannelId id, ServiceHoursDocument hours) =>
    [
        new StoredHours { TenantId = tenant, ChannelId = id, TimeZone = hours.TimeZone, IsAlwaysOpen = hours.IsAlwaysOpen },
        .. hours.Weekly.Select(i => new StoredInterval { TenantId = tenant, ChannelId = id, Day = i.Day, FromMinute = i.FromMinute, ToMinute = i.ToMinute }),
        .. hours.Holidays.Select(holiday => new StoredHoliday { TenantId = tenant, ChannelId = id, Holiday = holiday }),
        .. hours.Dates.Select(date => new StoredDate { TenantId = tenant, ChannelId = id, Date = date.Date, Name = NameOf(date) }),
        .. hours.Dates.SelectMany(date => date.Intervals.Select(i =>
            new StoredDateInterval { TenantId = tenant, ChannelId = id, Date = date.Date, FromMinute = i.FromMinute, ToMinute = i.ToMinute })),
    ];

    private static string? NameOf(DateHours date) => string.IsNullOrWhiteSpace(date.Name) ? null : date.Name.Trim();
}
