using System.Data.Common;

namespace Balcao.Bench;

/// <summary>The columns of a table, and its rows in one batch.</summary>
internal sealed record RawTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Types, List<object?[]> Rows)
{
    public RawTable Empty => this with { Rows = [] };

    public int Index(string column) => Columns.ToList().IndexOf(column);
}

/// <summary>The rows of one transaction; tables are in the order that foreign keys require.</summary>
internal sealed record RawBatch(IReadOnlyList<RawTable> Tables);

/// <summary>
/// The rows that a run has written, divided into batches as the server's lanes do it: what the database alone has to
/// write, without HTTP, JSON and decisions.
/// </summary>
internal static class RawRows
{
    /// <summary>Parents first. Counters are left out, because the raw write does not need them.</summary>
    public static readonly string[] Tables =
        ["contacts", "contact_identities", "contact_audiences", "conversations", "tickets", "ticket_actions", "chats", "messages", "usage_entries", "outbox", "journal", "feed"];

    /// <summary>All rows of the first messages, by table.</summary>
    public static async Task<IReadOnlyDictionary<string, RawTable>> ReadAsync(DbConnection connection, int mostMessages)
    {
        var tables = new Dictionary<string, RawTable>();
        foreach (var name in Tables) tables[name] = await ReadTableAsync(connection, name);
        var messages = tables["messages"];
        messages.Rows.Sort((a, b) => Compare(a[messages.Index("id")]!, b[messages.Index("id")]!));
        if (messages.Rows.Count > mostMessages) messages.Rows.RemoveRange(mostMessages, messages.Rows.Count - mostMessages);
        return tables;
    }

    /// <param name="batchOf">How many messages a transaction writes.</param>
    /// <returns>The batches of each lane.</returns>
    public static List<RawBatch>[] Cut(IReadOnlyDictionary<string, RawTable> tables, int lanes, int batchOf)
    {
        var (messages, conversations, chats) = (tables["messages"], tables["conversations"], tables["chats"]);

        // Each row goes into the batch of the first message that needs it.
        var placeOf = new Dictionary<string, (int Lane, int Batch)>();
        var contactOf = conversations.Rows.ToDictionary(row => Key(row[conversations.Index("id")]), row => Key(row[conversations.Index("contact_id")]));
        var ticketOf = chats.Rows.ToDictionary(row => Key(row[chats.Index("id")]), row => Key(row[chats.Index("ticket_id")]));
        var filled = new int[lanes];
        foreach (var row in messages.Rows)
        {
            var (conversation, chat) = (Key(row[messages.Index("conversation_id")]), Key(row[messages.Index("chat_id")]));
            var lane = (int)((uint)StringComparer.Ordinal.GetHashCode(conversation) % (uint)lanes);
            var place = (lane, filled[lane]++ / batchOf);
            foreach (var key in (string[])[Key(row[messages.Index("id")]), conversation, contactOf[conversation], chat, ticketOf[chat]]) placeOf.TryAdd(key, place);
        }

        var batches = filled.Select(count => Enumerable.Range(0, (count + batchOf - 1) / batchOf)
            .Select(_ => new RawBatch([.. Tables.Select(name => tables[name].Empty)])).ToList()).ToArray();
        var all = batches.SelectMany(lane => lane).ToList();
        foreach (var (name, t) in Tables.Select((name, t) => (name, t)))
        {
            var table = tables[name];
            var key = table.Index(name switch
            {
                "contact_identities" or "contact_audiences" => "contact_id",
                "tickets" => "id",
                "ticket_actions" => "ticket_id",
                "usage_entries" or "outbox" => "message_id",
                _ => "id",
            });
            var spread = name is "journal" or "feed";
            var most = spread ? (long)table.Rows.Count * messages.Rows.Count / Math.Max(1, filled.Sum()) : long.MaxValue;
            for (var i = 0; i < table.Rows.Count && i < most; i++)
            {
                var row = table.Rows[i];
                if (spread) all[(int)((long)i * all.Count / table.Rows.Count)].Tables[t].Rows.Add(row);
                else if (placeOf.TryGetValue(Key(row[key]), out var place)) batches[place.Lane][place.Batch].Tables[t].Rows.Add(row);
            }
        }
        return batches;
    }

    public static async Task<RawTable> ReadTableAsync(DbConnection connection, string name)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {name}";
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).ToList();
        var table = new RawTable(name, columns.ConvertAll(reader.GetName), columns.ConvertAll(reader.GetDataTypeName), []);
        while (await reader.ReadAsync())
            table.Rows.Add([.. columns.Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return table;
    }

    public static string Key(object? id) => id switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        null => "",
        _ => id.ToString()!,
    };

    private static int Compare(object a, object b) => a is byte[] left ? left.AsSpan().SequenceCompareTo((byte[])b) : ((Guid)a).CompareTo((Guid)b);
}
