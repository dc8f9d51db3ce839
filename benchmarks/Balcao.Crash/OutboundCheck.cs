using System.Diagnostics;
using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// Checks that each answer of an agent is on the phone at most once and in order, that answers shown as sent are on the phone, and
/// that answers on the phone are in the thread.
/// </summary>
internal static class OutboundCheck
{
    /// <summary>
    /// A message waits a minute for an earlier one of unknown outcome; several kills may have left several of them.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <param name="waits">False: messages behind one of unknown outcome are not waited for.</param>
    /// <returns>The number of answers of unknown outcome.</returns>
    public static async Task<int> RunAsync(World world, IReadOnlyList<Answering> answerings, bool waits, Ledger wrong, CancellationToken ct)
    {
        var (began, threads) = (Stopwatch.GetTimestamp(), await ReadAsync(answerings, ct));
        while (threads.Values.Any(thread => UnderWay(thread, waits).Any()) && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
            threads = await ReadAsync(answerings, ct);
        }
        var phones = await PhonesAsync(world, ct);
        var unknown = 0;
        foreach (var answering in answerings)
        {
            // What the group says is TextCheck's.
            var (thread, phone) = (threads[answering], phones.GetValueOrDefault(answering.Customer.Phones[0], []).FindAll(p => !GroupTexts.IsOne(p.Text)));
            foreach (var text in phone.CountBy(p => p.Text).Where(t => t.Value > 1)) wrong.Doubled($"'{text.Key}' on the phone");
            foreach (var text in thread.CountBy(m => m.Text ?? "").Where(t => t.Value > 1)) wrong.Doubled($"'{text.Key}' in the thread");
            foreach (var said in answering.Said.Where(said => thread.All(m => m.Id != said.Id || m.Text != said.Text))) wrong.Lost($"'{said.Text}' is not in the thread");
            foreach (var message in UnderWay(thread, waits)) wrong.Lost($"'{message.Text}' never left: {message.Delivery}");
            foreach (var message in thread.Where(m => m.Delivery >= DeliveryStatus.Sent && !phone.Contains((m.Wamid ?? "", m.Text ?? "")))) wrong.Lost($"'{message.Text}' is shown as sent");
            foreach (var message in thread.Where(m => m.Failure is not null)) wrong.Lost($"'{message.Text}' failed: {message.Failure!.Code}");
            foreach (var message in thread.Where(m => m.Delivery is DeliveryStatus.Unknown))
            {
                unknown++;
                if (phone.Any(p => p.Text == message.Text)) wrong.Lost($"'{message.Text}' is on the phone and its outcome unknown");
            }
            var texts = thread.Select(m => m.Text).ToList();
            if (phone.Any(p => !texts.Contains(p.Text))) wrong.Misfiled($"a message on the phone of {answering.Customer.Name}");
            if (!phone.Select(p => p.Text).Distinct().SequenceEqual(texts.Where(t => phone.Any(p => p.Text == t)))) wrong.OutOfOrder($"the phone of {answering.Customer.Name}");
            if (!answering.Said.Select(s => s.Text).SequenceEqual(texts)) wrong.OutOfOrder($"the thread of {answering.Customer.Name}");
        }
        var charged = await world.Database.CountAsync("""
            SELECT COUNT(*) FROM (SELECT m.id FROM messages m LEFT JOIN usage_entries u ON u.tenant_id = m.tenant_id AND u.message_id = m.id
            WHERE m.direction = 'Outbound' GROUP BY m.tenant_id, m.id HAVING COUNT(u.message_id) <> 1) AS stray
            """);
        if (charged > 0) wrong.ChargedWrong($"{charged} answers have no or several lines", charged);
        return unknown;
    }

    /// <param name="waits">False: nothing behind a message of unknown outcome counts.</param>
    public static IEnumerable<MessageItem> UnderWay(List<MessageItem> thread, bool waits) =>
        (waits ? thread : thread.TakeWhile(m => m.Delivery is not DeliveryStatus.Unknown)).Where(IsUnderWay);

    private static bool IsUnderWay(MessageItem message) => message.Failure is null && message.Delivery is DeliveryStatus.Queued or DeliveryStatus.Sending;

    private static async Task<Dictionary<Answering, List<MessageItem>>> ReadAsync(IReadOnlyList<Answering> answerings, CancellationToken ct)
    {
        Dictionary<Answering, List<MessageItem>> threads = [];
        foreach (var answering in answerings)
            threads[answering] = (await InboundCheck.ThreadAsync(answering.Tenant.Api, answering.Conversation, ct)).FindAll(m => m is { Direction: MessageDirection.Outbound, IsAutomatic: false });
        return threads;
    }

    /// <summary>The messages on each phone, by its number or else by its user id, in the order in which WhatsApp accepted them.</summary>
    public static async Task<Dictionary<string, List<(string Wamid, string Text)>>> PhonesAsync(World world, CancellationToken ct)
    {
        using var all = JsonDocument.Parse(await world.Phones.GetStringAsync("simulator/phones", ct));
        return all.RootElement.EnumerateArray().ToDictionary(
            phone => (phone.TryGetProperty("waId", out var number) ? number : phone.GetProperty("userId")).GetString()!,
            phone => phone.GetProperty("conversations").EnumerateObject().SelectMany(talk => talk.Value.GetProperty("messages").EnumerateArray())
                .Where(message => !message.GetProperty("fromCustomer").GetBoolean())
                .Select(message => (message.GetProperty("id").GetString()!, message.GetProperty("content").GetProperty("text").GetString()!)).ToList());
    }
}
