using System.Text;
using System.Text.Json;
using Balcao.WhatsApp.Webhooks;
using static Balcao.WhatsApp.Tests.Webhooks.Payloads;

namespace Balcao.WhatsApp.Tests.Webhooks;

public sealed class SplittingTests
{
    private static string Text(string id, string from, string userId = "") =>
        $$"""{"id":"{{id}}","from":"{{from}}",{{(userId.Length > 0 ? $"\"from_user_id\":\"{userId}\"," : "")}}"timestamp":"1790000000","type":"text","text":{"body":"{{id}}"} }""";

    [Fact]
    [Trait("KnownFailure", "23")] // A batch contains messages of several people, which must be separated to be kept in order.
    public void A_batch_is_split_in_order_and_each_message_has_its_own_contact()
    {
        var body = $$"""
            {"object":"whatsapp_business_account","entry":[
              {"id":"7001","changes":[
                {"field":"messages","value":{{Value($$"""
                  "contacts":[{"wa_id":"5511987650001","profile":{"name":"Lúcia"} },{"wa_id":"5511987650002","profile":{"name":"Rui"} }],
                  "messages":[{{Text("m1", "5511987650002")}},{{Text("m2", "5511987650001")}},{{Text("m3", "5511987650002")}}],
                  "statuses":[{"id":"s1","status":"sent"}],
                  "errors":[{"code":1}]
                  """)}} },
                {"field":"messages","value":{{Value($$"""  "messages":[{{Text("m4", "5511987650003")}}]""")}} }]},
              {"id":"7002","changes":[{"field":"messages","value":{{Value("""  "statuses":[{"id":"s2","status":"read"},{"id":"s3","status":"read"}]""")}} }]}]}
            """;
        var updates = Split(body);

        Assert.Equal(
            ["m1 Rui", "m2 Lúcia", "m3 Rui", "s1 ", "e ", "m4 ", "s2 ", "s3 "],
            updates.Select(u => (u.Message?.Id ?? u.Status?.Id ?? "e") + " " + u.Contact?.ProfileName));
        Assert.Equal(["7001", "7001", "7001", "7001", "7001", "7001", "7002", "7002"], updates.Select(u => u.WabaId));
        Assert.Equal(["p:5511987650002", "p:5511987650001", "p:5511987650002"], updates.Take(3).Select(u => u.IdentityKey));
    }

    [Fact]
    [Trait("KnownFailure", "1")] // Meta repeats whole batches; a repeated update must be recognisable.
    public void A_repeated_body_gives_the_same_keys_and_the_same_JSON()
    {
        var body = Messages(Message("text", """  "text":{"body":"oi"}""", "wamid.A"), Message("text", """  "text":{"body":"oi"}""", "wamid.B"));
        var first = Split(body);
        var again = Split(body);
        Assert.Equal(first.Select(u => u.DedupKey), again.Select(u => u.DedupKey));
        Assert.Equal(first.Select(u => u.RawJson), again.Select(u => u.RawJson));
        Assert.Equal(2, first.Select(u => u.DedupKey).Distinct().Count());
    }

    [Fact]
    public void The_stored_JSON_contains_the_received_bytes()
    {
        var update = One(Body("messages", Value("""  "messages":[{"id":"wamid.\u0041","type":"text", "text" : {"body":"L\u00facia \ud83d\udc4d https:\/\/x.example"},"new":{"a":[1.50,2e3]}}]""")));

        Assert.Equal(
            """{"object":"whatsapp_business_account","entry_id":"7001","field":"messages","metadata":{"display_phone_number":"551130001000","phone_number_id":"42"},"message":{"id":"wamid.\u0041","type":"text", "text" : {"body":"L\u00facia \ud83d\udc4d https:\/\/x.example"},"new":{"a":[1.50,2e3]}}}""",
            update.RawJson);
        Assert.Equal("wamid.A", update.Message!.Id);
        Assert.Equal("Lúcia 👍 https://x.example", update.Message.Text!.Body);
    }

    [Fact]
    [Trait("KnownFailure", "5")] // Sender and contact may spell the same Brazilian number differently.
    public void A_contact_written_without_the_ninth_digit_is_the_same_person()
    {
        var update = One(Body("messages", Value($$"""
            "contacts":[{"wa_id":"5585912345678","profile":{"name":"Outra"} },{"wa_id":"558598765432","profile":{"name":"José"} }],
            "messages":[{{Text("m1", "5585998765432")}}]
            """)));
        Assert.Equal("José", update.Contact!.ProfileName);
        Assert.Equal("p:5585998765432", update.IdentityKey);
    }

    [Theory]
    [InlineData("""  {"wa_id":"5511987650009","profile":{"name":"X"}}  """)]
    [InlineData("""  {"wa_id":"5511987650001","user_id":"BR.2","profile":{"name":"X"}}  """)]
    [InlineData("""  {"profile":{"name":"X"}}  """)]
    [InlineData("""  null  """)]
    [InlineData("""  "Lúcia"  """)]
    public void A_contact_that_is_not_the_sender_is_not_assigned_to_the_message(string contact)
    {
        var update = One(Body("messages", Value($$"""  "contacts":[{{contact}}],"messages":[{{Text("m1", "5511987650001", "BR.1")}}]""")));
        Assert.Null(update.Contact);
        Assert.Equal("p:5511987650001", update.IdentityKey);
    }

    [Fact]
    public void A_business_scoped_id_in_the_sender_field_is_recognised()
    {
        var update = One(Body("messages", Value($$"""  "contacts":[{"user_id":"BR.5","profile":{"name":"Rui"} }],"messages":[{{Text("m1", "BR.5")}}]""")));
        Assert.Equal("u:BR.5", update.IdentityKey);
        Assert.Equal("Rui", update.Contact!.ProfileName);
    }

    [Fact]
    public void A_message_without_a_sender_belongs_to_the_only_contact_but_not_to_one_of_several()
    {
        const string Nameless = """{"id":"m1","type":"text","text":{"body":"oi"} }""";
        var one = One(Body("messages", Value($$"""  "contacts":[{"wa_id":"5511987650001"}],"messages":[{{Nameless}}]""")));
        Assert.Equal("p:5511987650001", one.IdentityKey);

        var several = One(Body("messages", Value($$"""  "contacts":[{"wa_id":"5511987650001"},{"wa_id":"5511987650002"}],"messages":[{{Nameless}}]""")));
        Assert.Null(several.Contact);
        Assert.Equal("w:7001", several.IdentityKey);
    }

    [Theory]
    [Trait("KnownFailure", "14")] // Messages sent with the phone app belong to the conversation, including quotes, edits and deletions.
    [InlineData("text", """  "context":{"id":"wamid.IN0"},"text":{"body":"já vou"}  """)]
    [InlineData("edit", """  "edit":{"original_message_id":"wamid.E0","message":{"type":"text","text":{"body":"já vou"} } }  """)]
    [InlineData("revoke", """  "revoke":{"original_message_id":"wamid.E0"}  """)]
    public void Echoes_of_the_phone_app_are_distinguished_from_messages(string type, string part)
    {
        var update = One(Body("smb_message_echoes", Value(
            $$"""  "contacts":[{{LuciaContact}}],"message_echoes":[{"from":"551130001000","to":"{{Lucia}}","to_user_id":"{{LuciaUserId}}","id":"wamid.E1","timestamp":"1790000000","type":"{{type}}",{{part}}}]""")));

        Assert.Equal(WebhookUpdateKind.Echo, update.Kind);
        Assert.Equal("p:" + Lucia, update.IdentityKey);
        Assert.Equal("Dona Lúcia", update.Contact!.ProfileName);
        var message = update.Message!;
        Assert.Equal("551130001000", message.From);
        Assert.Equal(Lucia, message.To);
        Assert.Equal(LuciaUserId, message.ToUserId);
        Assert.Equal(type switch { "text" => "já vou", "edit" => "já vou", _ => "wamid.E0" }, message.Text?.Body ?? message.Edit?.NewText ?? message.RevokedMessageId);
        if (type == "text")
            Assert.Equal("wamid.IN0", message.Context!.MessageId);
    }

    [Fact]
    public void History_is_split_into_one_update_per_thread()
    {
        var updates = Split(Body("history", Value($$"""
            "history":[{"metadata":{"phase":0,"chunk_order":"2","progress":55},"threads":[
              {"id":"{{Lucia}}","context":{"username":"dona.lucia"},"messages":[
                {"from":"{{Lucia}}","id":"h1","timestamp":"1789000000","type":"text","text":{"body":"oi"},"history_context":{"status":"READ"} },
                {"from":"551130001000","to":"{{Lucia}}","id":"h2","timestamp":"1789000001","type":"media_placeholder"} ]},
              {"id":"BR.5","messages":[{"id":"h3","type":"text"}]}]}]
            """)));

        Assert.Equal(2, updates.Count);
        Assert.All(updates, u => Assert.Equal(WebhookUpdateKind.History, u.Kind));
        Assert.Equal(["p:" + Lucia, "u:BR.5"], updates.Select(u => u.IdentityKey));
        Assert.Equal(PhoneNumberId, updates[0].PhoneNumberId);
        var chunk = updates[0].History!;
        Assert.Equal((0, 2, 55, Lucia), (chunk.Phase, chunk.ChunkOrder, chunk.Progress, chunk.ThreadId));
        Assert.Equal(["h1", "h2"], chunk.Messages.Select(m => m.Id));
        Assert.Equal("READ", chunk.Messages[0].HistoryStatus);
        Assert.Equal(MessageTypes.MediaPlaceholder, chunk.Messages[1].Type);
        Assert.Equal(Lucia, chunk.Messages[1].To);
        Assert.Equal(2, updates[1].History!.ChunkOrder);
        Assert.DoesNotContain("h1", updates[1].RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void Declined_history_contains_its_error()
    {
        var update = One(Body("history", Value("""  "history":[{"errors":[{"code":2593109,"title":"declined"}]}]""")));
        Assert.Equal(WebhookUpdateKind.History, update.Kind);
        Assert.Equal(2593109, Assert.Single(update.History!.Errors).Code);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("")]
    [InlineData("\0\0")]
    [InlineData("[]")]
    [InlineData("\"whatsapp_business_account\"")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[""")]
    [InlineData("""{"object":"whatsapp_business_account"}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[]}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[null]}""")]
    public void A_body_that_is_no_webhook_is_kept_as_text(string body)
    {
        var update = One(body);
        Assert.Equal(WebhookUpdateKind.Unreadable, update.Kind);
        Assert.Equal(body.Replace('\0', '\ufffd'), update.RawJson);
        Assert.Equal("w:", update.IdentityKey);
    }

    [Theory]
    [InlineData("""{"object":"page","entry":[{"id":"1","messaging":[]}]}""")]
    [InlineData("""{"object":"instagram"}""")]
    [InlineData("""{"entry":[]}""")]
    [InlineData("""{"object":7}""")]
    public void Webhooks_of_other_products_are_kept_as_text(string body)
    {
        var update = One(body);
        Assert.Equal(WebhookUpdateKind.UnknownObject, update.Kind);
        Assert.Equal(body, update.RawJson);
    }

    [Theory]
    [Trait("KnownFailure", "15")] // One invalid message must not block the others.
    [InlineData("""{"from":"5511987650001","type":"text"}""")]
    [InlineData("""{"id":"","type":"text"}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":{"a":1}}""")]
    [InlineData("17")]
    [InlineData("\"oi\"")]
    [InlineData("[1]")]
    public void A_message_without_an_id_is_unreadable_and_the_next_one_is_read(string odd)
    {
        var updates = Split(Messages(odd, Message("text", """  "text":{"body":"oi"}""")));
        Assert.Equal([WebhookUpdateKind.Unreadable, WebhookUpdateKind.Message], updates.Select(u => u.Kind));
        Assert.EndsWith($",\"message\":{odd}}}", updates[0].RawJson, StringComparison.Ordinal);
        Assert.Equal(Waba, updates[0].WabaId);
        Assert.Equal(PhoneNumberId, updates[0].PhoneNumberId);
    }

    [Theory]
    [InlineData("""  "text":"oi"  """)]
    [InlineData("""  "text":[]  """)]
    [InlineData("""  "text":null  """)]
    [InlineData("""  "text":7,"image":true,"context":"x","errors":{},"contacts":"y","interactive":[[]],"order":0,"system":"s","referral":[null]  """)]
    [InlineData("""  "text":{"body":{"a":1} }  """)]
    public void Only_a_part_of_the_wrong_shape_is_lost(string part)
    {
        var update = One(Messages(Message("text", part)));
        Assert.Equal(WebhookUpdateKind.Message, update.Kind);
        Assert.Null(update.Message!.Text?.Body);
        Assert.Equal(("wamid.IN1", Lucia, "text"), (update.Message.Id, update.Message.From, update.Message.Type));
        Assert.Contains(part.Trim(), update.RawJson, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_as_strings_and_strings_as_numbers_are_read()
    {
        var update = One("""
            {"object":"whatsapp_business_account","entry":[{"id":7001,"time":"1790000000","changes":[{"field":"messages","value":{
              "metadata":{"display_phone_number":551130001000,"phone_number_id":42},
              "contacts":[{"wa_id":5511987650001,"profile":{"name":"Lúcia"}}],
              "messages":[{"from":5511987650001,"id":123,"timestamp":1790000000,"type":"audio","audio":{"id":900100,"voice":"true"}}]}}]}]}
            """);
        Assert.Equal(("7001", "42", "551130001000"), (update.WabaId, update.PhoneNumberId, update.DisplayPhoneNumber));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), update.EntryTime);
        Assert.Equal("Lúcia", update.Contact!.ProfileName);
        Assert.Equal(("123", "5511987650001", "900100", true), (update.Message!.Id, update.Message.From, update.Message.Audio!.Id, update.Message.Audio.Voice));
        Assert.Equal(update.EntryTime, update.Message.Timestamp);
    }

    [Theory]
    [InlineData("\"1790000000000\"", 1790000000L)]
    [InlineData("1790000000.9", 1790000000L)]
    [InlineData("\" 1790000000 \"", 1790000000L)]
    [InlineData("\"soon\"", null)]
    [InlineData("-5", null)]
    [InlineData("1e300", null)]
    [InlineData("99999999999999999", null)]
    [InlineData("true", null)]
    public void Unusual_timestamps_are_read_or_ignored(string timestamp, long? seconds)
    {
        var message = One(Messages($$"""{"id":"m1","timestamp":{{timestamp}}}""")).Message!;
        Assert.Equal(seconds, message.Timestamp?.ToUnixTimeSeconds());
    }

    [Fact]
    public void A_single_element_instead_of_a_list_is_read()
    {
        var update = One("""
            {"object":"whatsapp_business_account","entry":{"id":"7001","changes":{"field":"messages","value":{
              "contacts":{"wa_id":"5511987650001","profile":{"name":"Lúcia"}},
              "messages":{"from":"5511987650001","id":"m1","type":"text","text":{"body":"oi"}}}}}}
            """);
        Assert.Equal("oi", update.Message!.Text!.Body);
        Assert.Equal("Lúcia", update.Contact!.ProfileName);
    }

    [Theory]
    [InlineData("""{"object":"whatsapp_business_account","entry":[5]}""", "5")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"7001","odd":1}]}""", """{"id":"7001","odd":1}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"7001","changes":["x"]}]}""", "\"x\"")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[{"id":"7001","changes":[{"field":"messages"}]}]}""", """{"field":"messages"}""")]
    public void Entries_and_changes_of_unknown_shape_are_kept(string body, string kept)
    {
        var update = One(body);
        Assert.Equal(WebhookUpdateKind.Unreadable, update.Kind);
        Assert.EndsWith($",\"unreadable\":{kept}}}", update.RawJson.Replace("account\"", "account\",", StringComparison.Ordinal).Replace(",,", ",", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_members_of_the_value_are_kept_with_each_update()
    {
        var updates = Split(Body("messages", Value($$"""  "n\u0065w":{"a":1},"messages":[{{Text("m1", Lucia)}},{{Text("m2", Lucia)}}],"newer":2""")));
        Assert.Equal(2, updates.Count);
        Assert.All(updates, u => Assert.Contains(",\"rest\":{\"n\\u0065w\":{\"a\":1},\"newer\":2},\"message\":", u.RawJson, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("messages", "{}")]
    [InlineData("messages", """{"messages":[],"odd":1}""")]
    [InlineData("messages", "null")]
    [InlineData("messages", "7")]
    [InlineData("history", """{"history":[]}""")]
    [InlineData("user_preferences", """{"user_preferences":null}""")]
    [InlineData("brand_new_field", """{"messages":[{"id":"x"}]}""")]
    public void Values_without_known_content_are_kept_unchanged(string field, string value)
    {
        var update = One(Body(field, value));
        Assert.Equal(WebhookUpdateKind.Field, update.Kind);
        Assert.Equal(field, update.Field);
        Assert.Null(update.Change);
        Assert.EndsWith($",\"value\":{value}}}", update.RawJson, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud83d", "\ufffd")]
    [InlineData("\\udc4d", "\ufffd")]
    [InlineData("\\ud83d\\ud83d\\udc4d", "\ufffd👍")]
    [InlineData("\\ud83dx", "\ufffdx")]
    [InlineData("a\\u0000b", "a\ufffdb")]
    [InlineData("\\\\ud83d", "\\ud83d")]
    [InlineData("\\\\\\ud83d", "\\\ufffd")]
    [InlineData("\\uD83D\\uDC4D", "👍")]
    public void Unpaired_surrogates_and_the_null_character_are_replaced(string escaped, string expected)
    {
        var update = One(Messages(Message("text", $$"""  "text":{"body":"{{escaped}}"}""")));
        Assert.Equal(expected, update.Message!.Text!.Body);
    }

    [Fact]
    public void Invalid_UTF8_bytes_are_replaced()
    {
        var body = Encoding.UTF8.GetBytes(Messages(Message("text", """  "text":{"body":"a#b"}""")));
        body[Array.IndexOf(body, (byte)'#')] = 0xC3;
        var update = Assert.Single(WebhookParser.Split(body));
        Assert.Equal("a\ufffdb", update.Message!.Text!.Body);
        AssertSame(update, WebhookParser.ParseStored(update.RawJson));
    }

    [Fact]
    public void A_byte_order_mark_is_ignored() =>
        Assert.Equal(WebhookUpdateKind.Message, One("\ufeff" + Messages(Message("text", """  "text":{"body":"oi"}"""))).Kind);

    [Fact]
    public void A_thousand_updates_of_a_thousand_people_are_separated()
    {
        var people = Enumerable.Range(0, 1000).Select(i => $"55119{i:D8}").ToArray();
        var updates = WebhookParser.Split(Encoding.UTF8.GetBytes(Body("messages", Value($$"""
            "contacts":[{{string.Join(',', people.Select(p => $$"""{"wa_id":"{{p}}","profile":{"name":"n{{p}}"} }"""))}}],
            "messages":[{{string.Join(',', people.Reverse().Select(p => Text("m" + p, p)))}}]
            """))));
        Assert.Equal(people.Reverse(), updates.Select(u => u.Message!.From));
        Assert.All(updates, u => Assert.Equal("n" + u.Message!.From, u.Contact!.ProfileName));
    }

    [Fact]
    public void The_stored_JSON_has_the_documented_members()
    {
        var update = One(Messages(Message("text", """  "text":{"body":"oi"}""")));
        using var json = JsonDocument.Parse(update.RawJson);
        Assert.Equal(["object", "entry_id", "field", "metadata", "contact", "message"], json.RootElement.EnumerateObject().Select(m => m.Name));
    }
}
