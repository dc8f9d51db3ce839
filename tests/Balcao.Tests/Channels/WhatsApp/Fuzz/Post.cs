using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>A well-formed message of a POST, and its expected result.</summary>
internal sealed record Wanted(string Wamid, CastNumber Number, Person From, string? Text, Effect Effect);

/// <summary>One POST with well-formed updates. Other updates in it, or the whole body, may be damaged.</summary>
internal sealed record Post(byte[] Body, IReadOnlyList<Wanted> Wanted)
{
    /// <summary>For the report of a failure.</summary>
    public override string ToString()
    {
        var text = Encoding.UTF8.GetString(Body);
        return text.Length <= 6000 ? text : $"{text[..6000]}… ({text.Length} characters)";
    }
}

/// <summary>
/// Generates POSTs from tapes. Remembers earlier messages, so that later POSTs can quote, edit and delete them.
/// </summary>
internal sealed class Posts(DateTimeOffset now, IReadOnlyList<(string Wamid, string Id)> ours, IReadOnlyList<string> stolen)
{
    private static readonly CastNumber Nobodys = new(default, default, "999999999999999", "1", "+55 11 0000-0000");
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 4000 };

    /// <summary>They send only well-formed messages, so that the expected result is known.</summary>
    private static readonly Person[] Writers = [.. Enumerable.Range(0, 40).Select(i => Writer(i, 7))];

    /// <summary>The senders of damaged updates.</summary>
    private static readonly Person[] Strangers = [.. Enumerable.Range(0, 12).Select(i => Writer(i, 8))];

    private static int _serial;

    private readonly Lock _gate = new();
    private readonly List<string> _known = [.. ours.Select(o => o.Wamid)];

    public Gen<Post> Gen => CsCheck.Gen.Int[0, int.MaxValue - 1].Array[0, 160].Select(tape => Make(new Tape(tape)));

    /// <summary>
    /// Brazil with and without the ninth digit, Mexico with and without the 1, a user id beside the phone or instead of it.
    /// </summary>
    private static Person Writer(int i, int series) => (i % 5) switch
    {
        0 => new Person($"Cliente {i}", [$"551197{series}0{i:00000}"], null),
        1 => new Person($"Cliente {i}", [$"551197{series}1{i:00000}", $"55117{series}1{i:00000}"], null),
        2 => new Person($"Cliente {i}", [], $"BR.{series}2773009912{i:0000}"),
        3 => new Person($"Cliente {i}", [$"551197{series}3{i:00000}"], $"BR.{series}3773009912{i:0000}"),
        _ => new Person($"Cliente {i}", [$"52155{series}{i:0000000}", $"5255{series}{i:0000000}"], null),
    };

    private Post Make(Tape tape)
    {
        List<Wanted> wanted = [];
        var changes = new JsonArray();
        // Meta's limit is a thousand updates in one POST.
        var many = tape.OneIn(150);
        for (var n = many ? 10 : 1 + tape.Below(3); n > 0; n--) changes.Add(Change(tape, wanted, many ? 100 : tape.Below(4)));
        var entry = new JsonObject { ["id"] = "700800900", ["changes"] = changes };
        if (tape.OneIn(4)) entry["time"] = 1790000000;
        var root = new JsonObject { ["object"] = "whatsapp_business_account", ["entry"] = new JsonArray(entry) };
        if (tape.OneIn(12))
        {
            Damage.Do(tape, root, []);
            wanted = [];
        }

        var body = Encoding.UTF8.GetBytes(Shapes.Unmarked(root.ToJsonString(Deep)));
        if (tape.OneIn(20)) (body, wanted) = (Broken(tape, body), []);
        return new Post(body, wanted);
    }

    /// <summary>
    /// Adds messages that later POSTs may quote, edit and delete. Only checked messages are added: a message must not be edited
    /// by a POST of the other thread while it is being checked.
    /// </summary>
    public void Remember(Post found)
    {
        lock (_gate)
        {
            _known.AddRange(found.Wanted.Select(w => w.Wamid));
            if (_known.Count > 60) _known.RemoveRange(0, _known.Count - 60);
        }
    }

    private JsonObject Change(Tape tape, List<Wanted> wanted, int more)
    {
        var number = tape.Of(Balcao500, Balcao500, Balcao500, NumeroDaOutra, Balcao501, Nobodys);
        // With the other tenant's own number, its ids are valid.
        var stolenHere = number == NumeroDaOutra ? [] : stolen;
        if (more < 100 && tape.OneIn(4))
        {
            var field = Fields.Change(tape, number.PhoneNumberId, Serial());
            if (tape.OneIn(2)) Damage.Do(tape, field, stolenHere);
            return field;
        }

        string[] known;
        lock (_gate) known = [.. _known];
        JsonArray messages = [], contacts = [], statuses = [];
        HashSet<Person> listed = [];
        for (var n = 1 + more; n > 0; n--)
        {
            var isDamaged = tape.OneIn(3);
            if (tape.OneIn(4))
            {
                var (wamid, id) = tape.OneIn(2) || ours.Count == 0 ? ("wamid.NOBODYS." + Serial(), null) : tape.Of(ours);
                var status = Shapes.Status(tape, wamid, tape.OneIn(2) ? id : null, now);
                statuses.Add(status);
                if (isDamaged) Damage.Do(tape, status, stolenHere);
                continue;
            }
            var from = tape.Of(isDamaged ? Strangers : Writers);
            var (json, text, effect) = Shapes.Message(tape, from, $"wamid.{(isDamaged ? "DAMAGED" : Whose(number))}.{Serial()}", now, known);
            JsonNode? contact = listed.Add(from) && json["type"]!.ToString() != "system" ? Shapes.Contact(tape, from) : null;
            if (!isDamaged) wanted.Add(new Wanted(json["id"]!.ToString(), number, from, text is null ? null : Shapes.Healed(text), effect));
            messages.Add(json);
            if (contact is not null) contacts.Add(contact);
            if (isDamaged) Damage.Do(tape, tape.OneIn(4) && contact is not null ? contact : json, stolenHere);
            else if (tape.OneIn(8)) messages.Add(json.DeepClone()); // twice in one POST
        }

        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = "551140000500", ["phone_number_id"] = number.PhoneNumberId },
        };
        if (contacts.Count > 0 || tape.OneIn(8)) value["contacts"] = contacts;
        if (messages.Count > 0 || tape.OneIn(8)) value["messages"] = messages;
        if (statuses.Count > 0 || tape.OneIn(8)) value["statuses"] = statuses;
        if (tape.OneIn(10)) value["errors"] = new JsonArray(Shapes.Error(130429));
        if (tape.OneIn(10)) value["campo_novo"] = new JsonObject { ["a"] = 1 };
        // What is overheard waits for no group, so that it is not among the held.
        if (number != Balcao501 && tape.OneIn(8)) return new JsonObject { ["value"] = Overheard(value), ["field"] = "standby" };
        return new JsonObject { ["value"] = value, ["field"] = "messages" };
    }

    /// <summary>The same while another app has control of the conversation: one level deeper (Meta, Standby webhooks, 4 Aug 2026).</summary>
    public static JsonObject Overheard(JsonObject value)
    {
        var (copy, inside) = (value.DeepClone().AsObject(), new JsonObject());
        foreach (var name in (string[])["contacts", "messages", "statuses"])
            if (copy[name] is { } list)
            {
                copy.Remove(name);
                inside[name] = list;
            }
        copy["standby"] = inside;
        return copy;
    }

    /// <summary>Part of each wamid, so that a row in the wrong tenant shows by itself.</summary>
    private static string Whose(CastNumber number) => number.Tenant == LojaExemplo ? "LOJA" : number.Tenant == OutraEmpresa ? "OUTRA" : "NOBODYS";

    private static string Serial() => Interlocked.Increment(ref _serial).ToString(null, null);

    private static byte[] Broken(Tape tape, byte[] body)
    {
        switch (tape.Below(4))
        {
            case 0: return body[..tape.Below(body.Length)];
            case 1: return [.. body, .. "}]"u8];
            case 2: return [0xEF, 0xBB, 0xBF, .. body];
            default:
                for (var n = 1 + tape.Below(6); n > 0; n--) body[tape.Below(body.Length)] = (byte)tape.Below(256);
                return body;
        }
    }
}
