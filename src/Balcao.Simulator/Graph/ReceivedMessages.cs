using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Graph;

/// <summary>
/// A message the business sent and the simulator accepted. <see cref="Id"/> counts from 1 in the order of acceptance.
/// </summary>
public sealed record ReceivedMessage(long Id, DateTimeOffset At, string NumberId, string PhoneId, string Wamid, string Type, string? Text, string? CallbackData, string? Category);

/// <summary>
/// The accepted messages, oldest first. A page is found by binary search, so that tests can read thousands of messages
/// quickly.
/// </summary>
public sealed class ReceivedMessages(SimulatorOptions options)
{
    readonly Lock gate = new();
    readonly Dictionary<string, List<ReceivedMessage>> byPhone = [];
    readonly List<ReceivedMessage> all = [];
    long last;

    public long Total
    {
        get
        {
            lock (gate) return last;
        }
    }

    public void Add(string numberId, string phoneId, PhoneMessage sent)
    {
        lock (gate)
        {
            var message = new ReceivedMessage(++last, sent.At, numberId, phoneId, sent.Id, sent.Content.Type, sent.Content.Text, sent.CallbackData, sent.Content.Category);
            if (options.Logs.Received <= 0) return;
            all.Add(message);
            if (!byPhone.TryGetValue(phoneId, out var own)) byPhone[phoneId] = own = [];
            own.Add(message);
            // Half of the log is removed at once, so that a full log adds almost no cost per message.
            if (all.Count > options.Logs.Received) Trim(all.Count / 2);
        }
    }

    /// <summary>At most <paramref name="limit"/> messages with an id above <paramref name="after"/>.</summary>
    public IReadOnlyList<ReceivedMessage> Page(string? phoneId, long after, int limit)
    {
        lock (gate)
        {
            var source = phoneId is null ? all : byPhone.GetValueOrDefault(phoneId) ?? [];
            var from = source.BinarySearch(Probe(after), ById);
            from = from < 0 ? ~from : from + 1;
            return source.GetRange(from, Math.Min(limit, source.Count - from));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            all.Clear();
            byPhone.Clear();
        }
    }

    void Trim(int count)
    {
        all.RemoveRange(0, count);
        byPhone.Clear();
        foreach (var group in all.GroupBy(message => message.PhoneId)) byPhone[group.Key] = [.. group];
    }

    static ReceivedMessage Probe(long id) => new(id, default, "", "", "", "", null, null, null);

    static readonly IComparer<ReceivedMessage> ById = Comparer<ReceivedMessage>.Create((left, right) => left.Id.CompareTo(right.Id));
}
