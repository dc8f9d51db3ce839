using System.Globalization;
using System.Net.Http.Json;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// What the groups say to customers: the first tenant's the place in the queue, the second's that nobody is online; both when a chat
/// begins and ends, and outside service hours.
/// </summary>
internal static class GroupTexts
{
    private const string Mark = "[loja] ";

    /// <summary>Neither a customer nor an agent writes so.</summary>
    public static bool IsOne(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The text that a waiting chat causes.</summary>
    public static string WaitingCause(int tenant) => tenant == 0 ? "queue" : "nobody";

    /// <summary>Sets the texts and hours, and gives every customer a phone.</summary>
    public static async Task SetAsync(World world, IEnumerable<Customer> customers)
    {
        for (var tenant = 0; tenant < world.Tenants.Count; tenant++) await SetAsync(world, tenant);
        foreach (var customer in customers)
        {
            var phone = new Dictionary<string, string?> { ["name"] = customer.Name, ["waId"] = customer.Phones.FirstOrDefault(), ["userId"] = customer.UserId };
            using var answer = await world.Phones.PostAsJsonAsync("simulator/phones", phone);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task SetAsync(World world, int tenant)
    {
        using var screen = await world.AdministratorAsync(tenant);
        var clara = new BalcaoApi(screen);
        var group = (await clara.ListChatGroupsAsync()).Items.Single();
        await clara.SaveChatGroupAsync(group.Id, new SaveChatGroupRequest
        {
            Name = group.Name, Members = [.. group.Members.Select(m => new SaveChatGroupMember { AgentId = m.AgentId, IsAttendant = m.IsAttendant, IsAdministrator = m.IsAdministrator })],
            QueueText = Mark + "{contact.name}, você é o {queue.position}º da fila. Protocolo {ticket.protocol}.",
            NobodyOnlineText = WaitingCause(tenant) == "nobody" ? Mark + "{contact.name}, ninguém está aqui agora." : null,
            StartText = Mark + "Sou {agent.name}. Protocolo {ticket.protocol}.", EndText = Mark + "Até logo, {contact.name}!",
            OutsideHoursText = Mark + "{contact.name}, estamos fechados. Protocolo {ticket.protocol}.",
        });
        foreach (var number in (await clara.ListNumbersAsync()).Items.Where(n => Cast.Numbers.Single(our => our.PhoneNumberId == n.PhoneNumberId).IsClosed))
        {
            // One hour of the week, half a week away.
            var day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek;
            await clara.SaveServiceHoursAsync(number.Id, new ServiceHoursDocument { TimeZone = "America/Sao_Paulo", Weekly = [new(day, 12 * 60, 13 * 60)] });
        }
    }

    public static string KeyOf(string cause, ChatId chat) => string.Create(CultureInfo.InvariantCulture, $"auto:{cause}:{chat}");

    public static string ClosedKeyOf(ConversationId conversation) => string.Create(CultureInfo.InvariantCulture, $"auto:closed:{conversation}:");
}
