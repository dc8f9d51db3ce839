using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.ServiceHours;

namespace Balcao.Bench;

/// <summary>Which of its texts a group says to new customers.</summary>
internal enum Saying
{
    /// <summary>The group has no texts and its numbers no hours.</summary>
    Nothing,

    /// <summary>In service hours: the place in the queue.</summary>
    Queue,

    /// <summary>Outside service hours.</summary>
    Closed,
}

/// <summary>Gives a group every text and its numbers hours, with holidays and exceptions.</summary>
internal static class GroupTexts
{
    private const string TimeZone = "America/Sao_Paulo";

    public static void Set(ChatGroup group)
    {
        const string Hello = "{greeting}, {contact.firstName|cliente}! ";
        (group.QueueText, group.NobodyOnlineText) = (Hello + "Você é o {queue.position}º da fila de {group.name}. Protocolo {ticket.protocol}.", Hello + "Ninguém está aqui agora.");
        (group.StartText, group.EndText) = (Hello + "Sou {agent.name}, de {tenant.name}.", "Até logo! O protocolo é {ticket.protocol}.");
        group.OutsideHoursText = Hello + "Estamos fechados. O protocolo é {ticket.protocol}.";
    }

    /// <summary>An attendant at a screen, without whom the group would say that nobody is online.</summary>
    public static IReadOnlyList<object> Online(ChatGroup group, AgentId agent, DateTimeOffset now) =>
    [
        new ChatGroupMembership { TenantId = group.TenantId, GroupId = group.Id, AgentId = agent, IsAttendant = true },
        new PresenceLease { TenantId = group.TenantId, AgentId = agent, ConnectionId = $"bench-{agent}", NodeId = agent.Value, ExpiresAt = now.AddDays(1) },
    ];

    public static IReadOnlyList<object> HoursOf(Saying saying, BenchNumber number, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        // A run may cross midnight, and the local date may be another one.
        DateOnly[] near = [.. Enumerable.Range(-1, 3).Select(today.AddDays)];
        IEnumerable<DayOfWeek> days = saying is Saying.Queue ? Enum.GetValues<DayOfWeek>() : [today.AddDays(3).DayOfWeek];
        return SaveServiceHours.RowsOf(number.Tenant, number.Id, new ServiceHoursDocument
        {
            TimeZone = TimeZone,
            Weekly = [.. days.SelectMany(day => (WeeklyInterval[])[new(day, 0, 12 * 60), new(day, 12 * 60, 24 * 60)])],
            Holidays = [.. Enum.GetValues<Holiday>().Where(holiday => !near.Any(date => BrazilianHolidays.DateOf(holiday, date.Year) == date))],
            Dates = [.. Enumerable.Range(10, 20).Select(i => new DateHours(today.AddDays(i), "Balanço", [new(8 * 60, 12 * 60)]))],
        });
    }
}
