using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Balcao.Bench;

/// <summary>The numbers of rows expected once all posts are processed.</summary>
internal sealed record Expected(int Messages, int Contacts, int Conversations);

/// <summary>
/// Signed webhooks, generated before the measurement starts, each a complete HTTP request as bytes. A tenth of the
/// customers write for the first time in the measured part; the others have written in the warm-up.
/// </summary>
internal sealed class Traffic
{
    private const int Customers = 1_000, New = Customers / 10;

    private readonly World _world;
    private readonly string _shape;
    private readonly int _postsOf;
    private readonly HashSet<int> _wrote = [];
    private int _count;

    public Traffic(World world, string shape, int postsOf)
    {
        (_world, _shape, _postsOf) = (world, shape, postsOf);
        FirstWords = Posts(Enumerable.Range(0, Customers - New));
    }

    /// <summary>One message of each customer who is known before the measured part.</summary>
    public List<byte[]> FirstWords { get; }

    /// <summary>More messages of the same customers, for the warm-up.</summary>
    public List<byte[]> WarmUp(int messages)
    {
        var random = new Random(3);
        return Posts(Enumerable.Range(0, messages).Select(_ => random.Next(Customers - New)));
    }

    public Expected Expected => new(_count, _wrote.Count, _wrote.Count);

    public List<byte[]> Measured(int messages)
    {
        var random = new Random(7);
        return Posts(_shape switch
        {
            // Always new customers with five messages each at once, as when an album or several short lines are sent.
            "bursts" => Enumerable.Range(0, messages).Select(i => Customers + (i / 5)),
            _ => Enumerable.Range(0, messages).Select(i => i % 50 == 0 ? Customers - 1 - (i / 50 % New) : random.Next(Customers - New)),
        });
    }

    /// <summary>How many messages were prepared until now: the next one's number.</summary>
    public int Count => _count;

    /// <summary>The number that is in the message's id.</summary>
    public static int NumberOf(string wamid) => int.Parse(wamid[^10..], CultureInfo.InvariantCulture);

    /// <summary>One message of one customer, with a text of its own.</summary>
    public byte[] Said(int customer, string text) => Post([customer], text);

    public static string Phone(int customer) => $"55119{customer:00000000}";

    private List<byte[]> Posts(IEnumerable<int> customers) => [.. customers.Chunk(_postsOf).Select(chunk => Post(chunk))];

    private byte[] Post(int[] customers, string? text = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var body = new StringBuilder("""{"object":"whatsapp_business_account","entry":[""");
        foreach (var (customer, i) in customers.Select((customer, i) => (customer, i)))
        {
            var number = _shape is "hot" ? _world.Numbers[0] : _world.Numbers[customer % _world.Numbers.Count];
            _wrote.Add(customer);
            var (id, phone) = (_count++, Phone(customer));
            body.Append(i > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $$$"""
                {"id":"{{{number.WabaId}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"551140000500","phone_number_id":"{{{number.PhoneNumberId}}}"},"contacts":[{"profile":{"name":"Cliente {{{customer}}}"},"wa_id":"{{{phone}}}"}],"messages":[{"from":"{{{phone}}}","id":"wamid.HBgNNTUxMTk5OTk5MDAwMRUCABIYFDNB{{{id:0000000000}}}","timestamp":"{{{now}}}","type":"text","text":{"body":"{{{text ?? $"Bom dia! O pedido {id} j\\u00e1 saiu para entrega? Fico no aguardo."}}}"}}]}}]}
                """);
        }
        return Request(Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
    }

    private static byte[] Request(byte[] body)
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(World.AppSecret), body));
        var head = Encoding.ASCII.GetBytes(
            $"POST /webhooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\nContent-Length: {body.Length}\r\n\r\n");
        return [.. head, .. body];
    }
}
