using System.Text.Json.Nodes;
using Balcao.Tests.Architecture;
using Balcao.Tests.Channels.WhatsApp.Fuzz;

namespace Balcao.Tests.Channels.WhatsApp.Documented;

/// <summary>
/// Simulator, fuzz and tests make webhooks of their own. Each is compared with the table of what Meta documents, so that they
/// cannot all be wrong together.
/// </summary>
[Finding("F1", "F2", "F3", "F4", "F5")]
public sealed class DocumentedShapesTests
{
    private const int Tapes = 1000;

    /// <summary>What no page has: messages and fields that Meta may add, and one that it removed on 27 Mar 2026.</summary>
    private static readonly string[] MadeUp = ["a_type_of_tomorrow", "a_field_of_tomorrow", "request_welcome"];

    [Fact]
    public async Task The_simulator_sends_exactly_what_Meta_documents()
    {
        var compared = (await SimulatedWebhooks.AllAsync(TestContext.Current.CancellationToken)).SelectMany(body => DocumentedShapes.Compare(body)).ToList();
        var sent = compared.Select(c => c.Shape).OfType<DocumentedShape>().ToHashSet();
        Findings.AssertNone(
        [
            .. compared.Select(c => c.Fault).OfType<string>(),
            .. from shape in DocumentedShapes.All
               where shape.NotSimulated is null && !sent.Contains(shape)
               select $"{shape} is documented, but the simulator does not send it ({shape.Page}, {shape.Date})",
            .. from shape in sent
               where shape.NotSimulated is not null
               select $"{shape} is simulated now: take its reason away",
        ]);
    }

    [Fact]
    public void The_fuzz_begins_with_what_Meta_documents()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        Person[] people = [new("Ana", ["5511999990001"], null), new("Bia", ["5511999990002"], "BR.1000200030004"), new("Caio", [], "BR.1000200030005")];
        var faults = new List<string?>();
        for (var seed = 0; seed < Tapes; seed++)
        {
            var choices = new Random(seed);
            var tape = new Tape([.. Enumerable.Range(0, 120).Select(_ => choices.Next())]);
            var person = tape.Of(people);
            var change = Fields.Change(tape, "42", "7");
            var (message, _, _) = Shapes.Message(tape, person, "wamid.1", now, ["wamid.0"]);
            var status = Shapes.Status(tape, "wamid.2", "msg:2", now);
            var contact = Shapes.Contact(tape, person);
            faults.AddRange(Faults(change["field"]!.ToString(), change["value"]!.AsObject()));
            faults.AddRange(Faults("messages", Value(contact, "messages", message)));
            faults.AddRange(Faults("messages", Value(contact, "statuses", status)));
            faults.AddRange(Faults("standby", Posts.Overheard(Value(contact, "messages", message))));
        }
        Findings.AssertNone(faults.OfType<string>());
    }

    [Fact]
    public void The_webhooks_of_the_tests_are_what_Meta_documents()
    {
        var at = DateTimeOffset.UnixEpoch;
        Webhooks.Update[] updates =
        [
            Webhooks.Text(DonaLucia, "Oi", at), Webhooks.Text(DonaLucia, "Oi", at).WithUserId("BR.1", "lucia", hidesPhone: true), Webhooks.Image(DonaLucia, at, caption: "assim"),
            Webhooks.Video(DonaLucia, at), Webhooks.Document(DonaLucia, at, "nota.pdf"), Webhooks.Voice(DonaLucia, at), Webhooks.Sticker(DonaLucia, at),
            Webhooks.Location(DonaLucia, at, -23.5, -46.6, "Loja"), Webhooks.ButtonReply(DonaLucia, at, "sim", "Sim"), Webhooks.ListReply(DonaLucia, at, "a", "A"),
            Webhooks.Reaction(DonaLucia, at, "wamid.0", "👍"), Webhooks.Unsupported(DonaLucia, at),
            Webhooks.Status("wamid.0", "delivered", DonaLucia, at, "msg:1"), Webhooks.Status("wamid.0", "failed", DonaLucia, at, errorCode: 131026),
        ];
        Findings.AssertNone(DocumentedShapes.Compare(Webhooks.From(Balcao500, updates)).Select(c => c.Fault).OfType<string>());
    }

    [Theory]
    [InlineData("standby", """{"messages":[{"from":"5511999990001","id":"wamid.1","timestamp":"1790000000","type":"text","text":{"body":"oi"}}]}""")]
    [InlineData("standby", """{"standby":{"message_echoes":[{"from":"551140000500","to":"5511999990001","id":"wamid.1","timestamp":"1790000000","type":"text","text":{"body":"oi"}}]}}""")]
    [InlineData("messages", """{"statuses":[{"id":"wamid.1","type":"payment","status":"captured","timestamp":"1790000000"}]}""")]
    [InlineData("messages", """{"statuses":[{"id":"wamid.1","type":"payment_of_ours","status":"captured","timestamp":"1790000000"}]}""")]
    [InlineData("messages", """{"messages":[{"from":"5511999990001","id":"wamid.1","timestamp":"1790000000","type":"text","text":{"body":"oi","bold":true}}]}""")]
    [InlineData("messaging_handovers", """{"control_passed":{"metadata":"m"}}""")]
    [InlineData("a_field_of_ours", """{"a":1}""")]
    public void A_shape_that_Meta_does_not_document_is_found(string field, string json)
    {
        var value = JsonNode.Parse(json)!.AsObject();
        value["messaging_product"] = "whatsapp";
        value["metadata"] = new JsonObject { ["display_phone_number"] = "551140000500", ["phone_number_id"] = "42" };
        Assert.Contains(DocumentedShapes.Compare(field, value), compared => compared.Fault is not null);
    }

    [Fact]
    public void Each_kind_stands_once_in_the_table_with_page_and_date()
    {
        Assert.Equal(DocumentedShapes.All.Count, DocumentedShapes.All.Select(shape => shape.Name).Distinct().Count());
        Assert.All(DocumentedShapes.All, shape => Assert.True(shape.Page.Length > 0 && shape.Date.Contains("202", StringComparison.Ordinal), shape.Name));
    }

    private static JsonObject Value(JsonObject contact, string list, JsonObject item) => new()
    {
        ["messaging_product"] = "whatsapp", ["metadata"] = new JsonObject { ["display_phone_number"] = "551140000500", ["phone_number_id"] = "42" },
        ["contacts"] = new JsonArray(contact.DeepClone()), [list] = new JsonArray(item.DeepClone()),
    };

    private static IEnumerable<string?> Faults(string field, JsonObject value)
    {
        var type = JsonPaths.ValuesAt(value, "messages[].type").Concat(JsonPaths.ValuesAt(value, "standby.messages[].type")).FirstOrDefault()?.ToString() ?? "";
        if (MadeUp.Contains(field) || MadeUp.Contains(type)) return [];
        return DocumentedShapes.Compare(field, value).Select(compared => compared.Fault);
    }
}
