using System.Globalization;
using System.Text.Json.Nodes;

namespace Balcao.Crash;

/// <summary>
/// One customer who writes without a pause. A webhook is posted again until it is answered with 200, as WhatsApp does,
/// and sometimes once more after that; only then the next one is posted. So the order of the messages is known, even if
/// the server is killed meanwhile.
/// </summary>
internal sealed class Writing(World world, Customer customer, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<string> _wamids = [];

    public Customer Customer => customer;

    /// <summary>The messages that the server has acknowledged, in the order in which they were written.</summary>
    public IReadOnlyList<string> Wamids => _wamids;

    public async Task RunAsync(CancellationToken stop)
    {
        byte[]? earlier = null;
        while (!stop.IsCancellationRequested)
        {
            List<string> wamids = [];
            var body = Post(_random.Next(10) == 0 ? 1 + _random.Next(5) : 1, wamids);
            await world.UntilAnsweredAsync(body, CancellationToken.None);
            _wamids.AddRange(wamids);
            if (_random.Next(12) == 0) await world.UntilAnsweredAsync(_random.Next(2) == 0 && earlier is not null ? earlier : body, CancellationToken.None);
            earlier = body;
        }
    }

    /// <summary>Writes one message, after which the server knows the customer.</summary>
    public Task WriteOnceAsync() => world.UntilAnsweredAsync(Post(1, _wamids), CancellationToken.None);

    private byte[] Post(int messages, List<string> wamids)
    {
        var (list, statuses) = (new JsonArray(), new JsonArray());
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var phone = customer.Phones.Length > 0 ? customer.Phones[_random.Next(customer.Phones.Length)] : null;
        for (; messages > 0; messages--)
        {
            var wamid = $"wamid.{customer.Name.Replace(' ', '.')}.{_wamids.Count + wamids.Count}.{seed}";
            wamids.Add(wamid);
            var message = new JsonObject { ["id"] = wamid, ["timestamp"] = now, ["type"] = "text", ["text"] = new JsonObject { ["body"] = wamid } };
            if (phone is not null) message["from"] = phone;
            if (customer.UserId is not null) message["from_user_id"] = customer.UserId;
            list.Add(message);
        }
        if (_random.Next(10) == 0) // a status of another program's message, which is parked
            statuses.Add(new JsonObject { ["id"] = $"wamid.OTHER.{_random.Next()}", ["status"] = "delivered", ["timestamp"] = now, ["recipient_id"] = phone ?? "5511999990000" });

        var contact = new JsonObject { ["profile"] = new JsonObject { ["name"] = customer.Name } };
        if (phone is not null) contact["wa_id"] = phone;
        if (customer.UserId is not null) contact["user_id"] = customer.UserId;
        return Webhook.Of(customer.Number, new JsonArray(contact), list, statuses);
    }
}
