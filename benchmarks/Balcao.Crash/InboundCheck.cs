using System.Globalization;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// Checks that each message is stored once, only in its sender's conversation, in the order of writing, and charged
/// once.
/// </summary>
internal static class InboundCheck
{
    public static async Task RunAsync(World world, IReadOnlyList<Writing> writings, Ledger wrong, CancellationToken ct)
    {
        var owners = new System.Collections.Concurrent.ConcurrentDictionary<ConversationId, Customer>();
        await Parallel.ForEachAsync(writings.Where(w => w.Wamids.Count > 0), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (writing, stop) =>
        {
            var customer = writing.Customer;
            var (own, other) = (world.Tenants[customer.Number.Tenant].Api, world.Tenants[1 - customer.Number.Tenant].Api);
            ConversationId? conversation = null;
            // Every message is compared in the thread below; every tenth is also looked up by its id, as both tenants.
            for (var i = 0; i < writing.Wamids.Count; i += 10)
            {
                var wamid = writing.Wamids[i];
                if (await FindAsync(other, wamid, stop) is not null) wrong.Misfiled(wamid + ", seen by the other tenant");
                if (await FindAsync(own, wamid, stop) is not { } place)
                {
                    wrong.Lost(wamid);
                    continue;
                }
                conversation ??= place.ConversationId;
                if (place.ConversationId != conversation || place.Contact.Name != customer.Name) wrong.Misfiled(wamid);
            }
            if (conversation is not { } id) return;
            if (owners.GetOrAdd(id, customer) != customer) wrong.Misfiled($"{customer.Name} shares a conversation");
            var thread = (await ThreadAsync(own, id, stop)).FindAll(m => m.Direction is MessageDirection.Inbound);
            foreach (var changed in thread.Where(m => m.Text != m.Wamid)) wrong.Misfiled($"{changed.Wamid} with another text");
            CompareThread(customer, writing.Wamids, [.. thread.Select(m => m.Wamid ?? "")], wrong);
        });
        await CountAsync(world, writings, wrong);
    }

    /// <summary>Oldest first.</summary>
    public static async Task<List<MessageItem>> ThreadAsync(BalcaoApi api, ConversationId id, CancellationToken ct)
    {
        List<MessageItem> items = [];
        string? cursor = null;
        do
        {
            var page = await api.ListMessagesAsync(id, cursor, 100, ct);
            items.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        items.Reverse();
        return items;
    }

    private static void CompareThread(Customer customer, IReadOnlyList<string> written, List<string> thread, Ledger wrong)
    {
        if (thread.SequenceEqual(written)) return;
        foreach (var wamid in thread.CountBy(w => w).Where(w => w.Value > 1)) wrong.Doubled(wamid.Key);
        foreach (var wamid in written.Except(thread)) wrong.Lost($"{wamid} in the thread");
        foreach (var wamid in thread.Except(written)) wrong.Misfiled($"{wamid} with {customer.Name}");
        if (!thread.Distinct().Intersect(written).SequenceEqual(written.Intersect(thread))) wrong.OutOfOrder($"the thread of {customer.Name}");
    }

    // The API does not return single lines of the ledger yet, so they are counted in the database. It is also checked
    // there that wamids, contacts and protocol numbers are unique.
    private static async Task CountAsync(World world, IReadOnlyList<Writing> writings, Ledger wrong)
    {
        const string Inbound = "SELECT id FROM messages WHERE direction = 'Inbound'";
        var stray = await world.Database.CountAsync($"""
            SELECT COUNT(*) FROM (SELECT m.id FROM messages m LEFT JOIN usage_entries u ON u.tenant_id = m.tenant_id AND u.message_id = m.id AND u.channel_id = m.channel_id
            WHERE m.id IN ({Inbound}) GROUP BY m.tenant_id, m.id HAVING COUNT(u.message_id) <> 1) AS stray
            """);
        if (stray > 0) wrong.ChargedWrong(string.Create(CultureInfo.InvariantCulture, $"{stray} messages have no or several lines"), stray);
        var lines = await world.Database.CountAsync("SELECT COUNT(*) FROM usage_entries WHERE charge_type = 'Receive'");
        var messages = await world.Database.CountAsync("SELECT COUNT(*) FROM messages WHERE direction = 'Inbound'");
        if (lines != messages) wrong.ChargedWrong(string.Create(CultureInfo.InvariantCulture, $"{lines} lines, {messages} messages"));
        var twice = await world.Database.CountAsync("SELECT COUNT(*) FROM (SELECT wamid FROM messages WHERE wamid IS NOT NULL GROUP BY wamid HAVING COUNT(*) > 1) AS twice");
        if (twice > 0) wrong.Doubled(string.Create(CultureInfo.InvariantCulture, $"{twice} wamids"), twice);
        var people = await world.Database.CountAsync("SELECT COUNT(*) FROM contacts") - await world.Database.CountAsync("SELECT COUNT(DISTINCT name) FROM contacts");
        if (people > 0) wrong.Doubled(string.Create(CultureInfo.InvariantCulture, $"{people} contacts"), people);
        var gaps = await world.Database.CountAsync("SELECT COUNT(*) FROM (SELECT tenant_id FROM tickets GROUP BY tenant_id HAVING MAX(protocol) <> COUNT(*)) AS gaps");
        if (gaps > 0) wrong.Lost("a protocol number");
        var aside = await world.Database.CountAsync("SELECT COUNT(*) FROM journal WHERE outcome = 'SetAside'");
        if (aside > 0) wrong.Lost(string.Create(CultureInfo.InvariantCulture, $"{aside} updates set aside"), aside);
    }

    private static async Task<MessagePlace?> FindAsync(BalcaoApi api, string wamid, CancellationToken ct)
    {
        try { return await api.FindMessageAsync(wamid, ct); }
        catch (ProblemException refused) when (refused.Problem.Status == 404) { return null; }
    }
}
