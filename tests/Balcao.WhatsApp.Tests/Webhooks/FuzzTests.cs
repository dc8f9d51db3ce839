using System.Text;
using System.Text.Json.Nodes;
using Balcao.WhatsApp.Webhooks;
using CsCheck;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

/// <summary>No body makes the parser throw, and every id in a body is in the JSON of an update.</summary>
[Trait("KnownFailure", "15")]
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        Messages(
            Message("text", """  "text":{"body":"oi \ud83d\udc4d"},"context":{"id":"wamid.C","forwarded":true}""", "wamid.1"),
            Message("audio", """  "audio":{"id":"9","mime_type":"audio/ogg","voice":true},"referral":{"source_id":"1","welcome_message":{"text":"x"}}""", "wamid.2"),
            Message("contacts", """  "contacts":[{"name":{"formatted_name":"a"},"phones":[{"phone":"1"}],"org":{"company":"c"}}]""", "wamid.3"),
            Message("order", """  "order":{"catalog_id":"c","product_items":[{"quantity":2,"item_price":1.5}]}""", "wamid.4"),
            Message("interactive", """  "interactive":{"type":"nfm_reply","nfm_reply":{"response_json":"{\"flow_token\":\"t\"}"}}""", "wamid.5"),
            Message("edit", """  "edit":{"original_message_id":"wamid.0","message":{"type":"text","text":{"body":"b"}}}""", "wamid.6"),
            Message("unsupported", """  "errors":[{"code":131051,"error_data":{"details":"d"}}],"unsupported":{"type":"poll"}""", "wamid.7")),
        Statuses(
            """{"id":"wamid.8","status":"sent","timestamp":"1790000000","recipient_id":"5511987650001","pricing":{"billable":true},"conversation":{"id":"c","origin":{"type":"service"}}}""",
            """{"id":"wamid.9","status":"failed","errors":[{"code":131026}]}"""),
        Body("smb_message_echoes", Value("""  "message_echoes":[{"id":"wamid.10","from":"1","to":"5511987650001","type":"text","text":{"body":"x"}}]""")),
        Body("history", Value("""  "history":[{"metadata":{"phase":1},"threads":[{"id":"5511987650001","messages":[{"id":"wamid.11","type":"text"}]}]}]""")),
        Body("history", Value("""  "contacts":[{"wa_id":"5511987650001"}],"messages":[{"id":"wamid.11","from":"5511987650001","type":"image","image":{"id":"9"}}]""")),
        Body("history", Value("""  "history":[{"threads":[{"context":{"user_id":"BR.1","username":"u"},"messages":[{"id":"wamid.12","from_user_id":"BR.1","type":"text"}]}]}]""")),
        Body("standby", Value("""  "standby":{"contacts":[{"wa_id":"5511987650001"}],"messages":[{"id":"wamid.13","from":"5511987650001","type":"text"}],"statuses":[{"id":"wamid.14","status":"read"}],"message_echoes":[{"id":"wamid.15","message":{"to":"5511987650001","type":"template","template":{"name":"t","components":[{"type":"body","parameters":[{"text":"x"}]}]}},"template":{"components":[{"type":"BODY","text":"{{1}}"}]}}]}""")),
        Statuses("""{"id":"wamid.16","type":"payment","status":"captured","payment":{"reference_id":"p","amount":{"value":100,"offset":100},"transaction":{"id":"wamid.17"}}}"""),
        Body("messaging_handovers", """{"sender":{"phone_number":"5511987650001"},"recipient":{"phone_number_id":"42"},"type":"control_passed","control_passed":{"metadata":"wamid.18"}}"""),
        Body("user_preferences", Value("""  "user_preferences":[{"wa_id":"5511987650001","value":"stop"},{"wa_id":"5511987650002","value":"resume"}]""")),
        Body("account_update", """{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"DISABLE"}}""", "\"time\":1790000000,"),
        Body("message_template_status_update", """{"event":"APPROVED","message_template_id":7}"""),
    ];

    private static readonly string[] OddValues =
    [
        "null", "true", "0", "-1", "1.5", "1e308", "99999999999999999999", "\"\"", "\"1790000000\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\udc00x\"",
        "[]", "{}", "[[]]", "[null]", "{\"\":{}}", "{\"id\":\"nested\"}", "[1,\"a\",{}]", "\"whatsapp_business_account\"", "\"messages\"", "\"history\"",
    ];

    private static readonly Gen<(int Seed, int[] Choices)> Mutations =
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, int.MaxValue - 1].Array[3, 18]);

    [Fact]
    public void Mutated_JSON_never_throws_and_never_loses_an_id() => Mutations.Sample(
        mutation =>
        {
            var body = Mutate(Seeds[mutation.Seed], mutation.Choices);
            var updates = SplitAndStore(Encoding.UTF8.GetBytes(body));

            var stored = string.Concat(updates.Select(u => u.RawJson));
            Assert.All(IdsIn(body), id => Assert.Contains(id, stored, StringComparison.Ordinal));
        },
        iter: 2000);

    [Fact]
    public void Broken_bytes_never_throw() => Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, int.MaxValue - 1].Array[2, 8]).Sample(
        (seed, choices) =>
        {
            var body = Encoding.UTF8.GetBytes(Seeds[seed]);
            for (var i = 0; i + 1 < choices.Length; i += 2)
                body[choices[i] % body.Length] = (byte)choices[i + 1];
            SplitAndStore(choices[0] % 3 == 0 ? body.AsMemory(0, choices[1] % body.Length) : body);
        },
        iter: 2000);

    [Fact]
    public void Random_bytes_never_throw() => Gen.Byte.Array[0, 200].Sample(noise => { SplitAndStore(noise); }, iter: 1000);

    [Fact]
    public void Random_text_read_as_stored_JSON_never_throws() => Gen.String.Sample(
        noise => Assert.NotNull(WebhookParser.ParseStored(noise).RawJson),
        iter: 2000);

    private static IReadOnlyList<WebhookUpdate> SplitAndStore(ReadOnlyMemory<byte> body)
    {
        var updates = WebhookParser.Split(body);
        Assert.NotEmpty(updates);
        foreach (var update in updates)
        {
            AssertSame(update, WebhookParser.ParseStored(update.RawJson));
            Assert.DoesNotContain('\0', update.RawJson);
            Assert.NotEmpty(update.IdentityKey);
            Assert.NotEmpty(update.DedupKey);
        }
        return updates;
    }

    /// <summary>Every three numbers replace, remove, rename, duplicate or wrap one node of the tree.</summary>
    private static string Mutate(string seed, int[] choices)
    {
        var root = JsonNode.Parse(seed)!;
        for (var i = 0; i + 2 < choices.Length; i += 3)
        {
            var nodes = Descendants(root).ToList();
            if (nodes.Count == 0)
                break;
            Mutate(nodes[choices[i] % nodes.Count], choices[i + 1] % 5, choices[i + 2]);
        }
        return Unescape(root.ToJsonString());
    }

    private static void Mutate(JsonNode node, int kind, int choice)
    {
        var odd = OddValues[choice % OddValues.Length];
        var replacement = kind switch
        {
            0 => Parse(odd),
            1 => new JsonArray(node.DeepClone()),
            2 => new JsonObject { ["wrapped"] = node.DeepClone() },
            _ => null,
        };
        switch (node.Parent)
        {
            case JsonObject parent:
                var name = node.GetPropertyName();
                parent.Remove(name);
                if (kind <= 2)
                    parent[name] = replacement;
                else if (kind == 3)
                    parent[name + "_v2"] = node.DeepClone();
                break;
            case JsonArray parent:
                var index = node.GetElementIndex();
                if (kind == 3)
                    parent.Insert(index, node.DeepClone());
                else if (kind == 4)
                    parent.RemoveAt(index);
                else
                    parent[index] = replacement;
                break;
        }
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject json => json.Select(member => member.Value),
            JsonArray json => json,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var descendant in Descendants(child))
                yield return descendant;
        }
    }

    // JsonNode cannot contain an unpaired surrogate, so a mark represents invalid escapes until the tree is written.
    private static JsonNode? Parse(string odd) => JsonNode.Parse(odd.Replace("\\u", "~u", StringComparison.Ordinal));

    private static string Unescape(string json) => json.Replace("~u", "\\u", StringComparison.Ordinal);

    private static IEnumerable<string> IdsIn(string body)
    {
        const string Start = "\"wamid.";
        for (var at = body.IndexOf(Start, StringComparison.Ordinal); at >= 0; at = body.IndexOf(Start, at + 1, StringComparison.Ordinal))
            yield return body[at..(body.IndexOf('"', at + 1) + 1)];
    }
}
