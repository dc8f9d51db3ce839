using System.Globalization;
using System.Text.Json.Nodes;

namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>The expected effect of a well-formed update.</summary>
internal enum Effect
{
    /// <summary>An agent finds it by its wamid.</summary>
    Visible,

    /// <summary>It may change other messages, and must not be set aside.</summary>
    Taken,
}

/// <summary>A customer, always with the same identities.</summary>
/// <param name="Phones">Spellings of one phone. Empty: known only by a user id.</param>
internal sealed record Person(string Name, string[] Phones, string? UserId);

/// <summary>
/// Messages of every type of the reference (Meta, webhooks, messages field, Dec 2025 and 2026). Optional parts are present
/// at random.
/// </summary>
internal static class Shapes
{
    /// <summary>
    /// An unpaired surrogate and U+0000 cannot be in a JSON tree. This mark represents them until the JSON is written.
    /// </summary>
    public const string Mark = "~u";

    public static string Unmarked(string json) => json.Replace(Mark, "\\u", StringComparison.Ordinal);

    /// <summary>The expected stored text: characters that no database can store become U+FFFD.</summary>
    public static string Healed(string text) =>
        text.Replace("~u0000", "\ufffd", StringComparison.Ordinal).Replace("~ud83d", "\ufffd", StringComparison.Ordinal).Replace("~udc00", "\ufffd", StringComparison.Ordinal);

    public static readonly string[] Texts =
    [
        "Bom dia", "Olá, ação e coração 👍🏽", "", " ", "uma\nlinha e\toutra", "~u0000no começo", "no fim~u0000", "cortado ~ud83d", "~udc00 solto", "\\u0000 escrito por extenso",
        "مرحبا بالعالم", "👨‍👩‍👧‍👦", "\"aspas\" e \\barras\\", "</script><b>x</b>", "{\"json\":true}", "'; DROP TABLE messages;--", "{contact.name}", new('a', 4096), string.Concat(Enumerable.Repeat("👍", 3000)), "%", "\u202e invertido",
    ];

    public static readonly string[] Types =
    [
        "text", "image", "video", "audio", "document", "sticker", "location", "contacts", "button_reply", "list_reply", "nfm_reply", "call_permission_reply",
        "button", "order", "unsupported", "a_type_of_tomorrow", "reaction", "edit", "revoke", "system", "request_welcome",
    ];

    public static (JsonObject Json, string? Text, Effect Effect) Message(Tape tape, Person from, string wamid, DateTimeOffset now, IReadOnlyList<string> known)
    {
        var json = new JsonObject { ["id"] = wamid, ["timestamp"] = Stamp(tape, now.AddSeconds(-tape.Below(600))) };
        if (from.Phones.Length > 0) json["from"] = tape.Of(from.Phones);
        if (from.UserId is not null) json["from_user_id"] = from.UserId;
        if (tape.OneIn(8)) json["from_parent_user_id"] = "BR.ENT.99120";

        var wanted = tape.Of(Types);
        json["type"] = wanted switch { "button_reply" or "list_reply" or "nfm_reply" or "call_permission_reply" => "interactive", _ => wanted };
        string? text = null;
        var effect = Effect.Visible;
        switch (wanted)
        {
            case "text":
                json["text"] = new JsonObject { ["body"] = text = tape.Of(Texts) };
                break;
            case "image" or "video" or "audio" or "document" or "sticker":
                var file = new JsonObject { ["id"] = Digits(tape), ["mime_type"] = tape.Of("image/jpeg", "audio/ogg; codecs=opus", "application/pdf", "image/webp", "video/mp4") };
                if (!tape.OneIn(4)) file["sha256"] = "4Nj1XBfKB6DYQ5dCwD1RbDKIu6FRGGp4gN6Kp0JYbTs=";
                if (tape.OneIn(3)) file["url"] = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1";
                if (wanted == "audio") file["voice"] = tape.OneIn(2);
                if (wanted == "sticker") file["animated"] = tape.OneIn(2);
                if (wanted == "document" && tape.OneIn(2)) file["filename"] = tape.Of("nota.pdf", "../../etc/passwd", "relatório 👍.pdf", new string('n', 900), string.Concat(Enumerable.Repeat("é👍", 300)));
                if (wanted is "image" or "video" or "document" && tape.OneIn(2)) file["caption"] = text = tape.Of(Texts);
                json[wanted] = file;
                break;
            case "location":
                json["location"] = new JsonObject { ["latitude"] = tape.Of(-23.55, 0, 90, -90), ["longitude"] = tape.Of(-46.63, 0, 180) };
                if (tape.OneIn(2)) (json["location"]!["name"], json["location"]!["address"]) = (tape.Of(Texts), tape.Of(Texts));
                break;
            case "contacts":
                json["contacts"] = new JsonArray([.. Enumerable.Range(0, 1 + tape.Below(3)).Select(_ => Card(tape))]);
                break;
            case "button_reply" or "list_reply":
                var reply = new JsonObject { ["id"] = tape.Of("sim", "não", new string('i', 256)), ["title"] = text = tape.Of(Texts) };
                if (wanted == "list_reply" && tape.OneIn(2)) reply["description"] = tape.Of(Texts);
                json["interactive"] = new JsonObject { ["type"] = wanted, [wanted] = reply };
                break;
            case "nfm_reply":
                json["interactive"] = new JsonObject
                {
                    ["type"] = wanted,
                    [wanted] = new JsonObject
                    {
                        ["name"] = tape.Of("flow", "address_message"), ["body"] = "Sent",
                        ["response_json"] = tape.Of("{\"flow_token\":\"t\",\"nome\":\"Ana\"}", "não é json", "null", "[1,2]", "\"texto\"", ""),
                    },
                };
                break;
            case "call_permission_reply":
                json["interactive"] = new JsonObject
                {
                    ["type"] = wanted,
                    [wanted] = new JsonObject { ["response"] = tape.Of("accept", "reject"), ["is_permanent"] = tape.OneIn(2), ["expiration_timestamp"] = 1790000000, ["response_source"] = "user_action" },
                };
                break;
            case "button":
                json["button"] = new JsonObject { ["text"] = text = tape.Of(Texts), ["payload"] = tape.Of("CONFIRMA-7", "", new string('p', 900)) };
                break;
            case "order":
                json["order"] = new JsonObject
                {
                    ["catalog_id"] = "1122",
                    ["product_items"] = new JsonArray([.. Enumerable.Range(0, tape.Below(4)).Select(i => new JsonObject
                    {
                        ["product_retailer_id"] = $"sku-{i}", ["quantity"] = tape.OneIn(2) ? "2" : 2, ["item_price"] = tape.OneIn(2) ? "19.90" : 19.9, ["currency"] = "BRL",
                    })]),
                };
                if (tape.OneIn(2)) json["order"]!["text"] = tape.Of(Texts);
                break;
            case "unsupported":
                json["errors"] = new JsonArray(Error(tape.Of(131051, 131060, 131052)));
                if (tape.OneIn(2)) json["unsupported"] = new JsonObject { ["type"] = tape.Of("poll", "edit", "gif", "event", "poll_creation") };
                break;
            case "reaction":
                json["reaction"] = new JsonObject { ["message_id"] = Known(tape, known) };
                if (!tape.OneIn(3)) json["reaction"]!["emoji"] = tape.Of("👍", "", "❤️", "👩🏽‍🤝‍👩🏿", "~ud83d");
                effect = Effect.Taken;
                break;
            case "edit":
                json["edit"] = new JsonObject
                {
                    ["original_message_id"] = Known(tape, known),
                    ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = tape.Of(Texts) } },
                };
                effect = Effect.Taken;
                break;
            case "revoke":
                json["revoke"] = new JsonObject { ["original_message_id"] = Known(tape, known) };
                effect = Effect.Taken;
                break;
            case "system":
                // No change of a number or a user id, because that could merge two customers.
                json["system"] = new JsonObject { ["body"] = "mudou", ["type"] = tape.Of("customer_identity_changed", "a_change_of_tomorrow"), ["identity"] = "DF2lS5v2W6x=" };
                effect = Effect.Taken;
                break;
            case "request_welcome" or "a_type_of_tomorrow":
                if (tape.OneIn(2)) json[wanted] = new JsonObject { ["novo"] = tape.Of(Texts) };
                break;
        }

        if (tape.OneIn(4)) json["context"] = Context(tape, known);
        if (tape.OneIn(6)) json["referral"] = Referral(tape);
        if (tape.OneIn(12)) (json["group_id"], effect, text) = ("120363000000@g.us", Effect.Taken, null);
        return (json, text, effect);
    }

    public static JsonObject Contact(Tape tape, Person who)
    {
        var contact = new JsonObject();
        if (!tape.OneIn(8))
        {
            var profile = new JsonObject { ["name"] = tape.OneIn(6) ? tape.Of(Texts) : who.Name };
            if (who.UserId is not null && tape.OneIn(2)) profile["username"] = "cliente." + who.UserId[^4..];
            if (tape.OneIn(4)) profile["country_code"] = "BR";
            contact["profile"] = profile;
        }
        if (who.Phones.Length > 0) contact["wa_id"] = who.Phones[0];
        if (who.UserId is not null) contact["user_id"] = who.UserId;
        if (tape.OneIn(6)) contact["identity_key_hash"] = "DF2lS5v2W6x=";
        return contact;
    }

    public static JsonObject Status(Tape tape, string wamid, string? callback, DateTimeOffset now)
    {
        var status = tape.Of("sent", "delivered", "read", "played", "failed", "deleted", "warning", "a_status_of_tomorrow");
        var json = new JsonObject { ["id"] = wamid, ["status"] = status, ["timestamp"] = Stamp(tape, now) };
        if (!tape.OneIn(4)) json["recipient_id"] = "5511999990001";
        if (tape.OneIn(4)) json["recipient_user_id"] = "BR.4417730099120045512";
        if (tape.OneIn(8)) (json["recipient_type"], json["recipient_participant_id"]) = ("group", "5511999990001");
        if (callback is not null) json["biz_opaque_callback_data"] = callback;
        if (tape.OneIn(3)) json["pricing"] = new JsonObject { ["billable"] = tape.OneIn(2), ["pricing_model"] = "PMP", ["type"] = "regular", ["category"] = tape.Of("service", "marketing", "group_service") };
        if (tape.OneIn(6)) json["conversation"] = new JsonObject { ["id"] = "c1", ["origin"] = new JsonObject { ["type"] = "referral_conversion" }, ["expiration_timestamp"] = Stamp(tape, now.AddDays(1)) };
        if (status == "failed") json["errors"] = new JsonArray(Error(tape.Of(131026, 131047, 131053, 1, 190, 999999)));
        return json;
    }

    public static JsonObject Error(int code) => new()
    {
        ["code"] = code, ["title"] = "Failed", ["message"] = "Failed", ["error_data"] = new JsonObject { ["details"] = "details" }, ["href"] = "https://developers.facebook.com/",
    };

    private static JsonObject Card(Tape tape)
    {
        var card = new JsonObject();
        if (!tape.OneIn(4)) card["name"] = new JsonObject { ["formatted_name"] = tape.Of(Texts), ["first_name"] = "Ana" };
        if (!tape.OneIn(4)) card["phones"] = new JsonArray(new JsonObject { ["phone"] = "+55 11 99999-0000", ["type"] = "CELL", ["wa_id"] = "5511999990000" });
        if (tape.OneIn(3)) card["emails"] = new JsonArray(new JsonObject { ["email"] = "ana@loja.example", ["type"] = "WORK" });
        if (tape.OneIn(3)) card["org"] = new JsonObject { ["company"] = tape.Of(Texts), ["title"] = "Gerente" };
        if (tape.OneIn(3)) card["birthday"] = "1990-01-31";
        if (tape.OneIn(3)) (card["vcard"], card["origin"]) = ("BEGIN:VCARD", tape.Of("contact_request", "other"));
        return card;
    }

    private static JsonObject Context(Tape tape, IReadOnlyList<string> known) => tape.Below(4) switch
    {
        0 => new JsonObject { ["from"] = "551140000500", ["id"] = Known(tape, known) },
        1 => new JsonObject { ["forwarded"] = true },
        2 => new JsonObject { ["frequently_forwarded"] = true },
        _ => new JsonObject { ["from"] = "551140000500", ["id"] = Known(tape, known), ["referred_product"] = new JsonObject { ["catalog_id"] = "1", ["product_retailer_id"] = "sku" } },
    };

    private static JsonObject Referral(Tape tape) => new()
    {
        ["source_url"] = "https://fb.me/x", ["source_id"] = "120001", ["source_type"] = tape.Of("ad", "post"), ["headline"] = tape.Of(Texts), ["body"] = tape.Of(Texts),
        ["media_type"] = "image", ["image_url"] = "https://scontent.example/i.jpg", ["ctwa_clid"] = "AbC", ["welcome_message"] = new JsonObject { ["text"] = "Olá" },
    };

    private static string Known(Tape tape, IReadOnlyList<string> known) => tape.OneIn(4) || known.Count == 0 ? "wamid.OLDER.THAN.US" : tape.Of(known);

    /// <summary>Seconds as a string; some of Meta's examples have numbers.</summary>
    private static JsonNode Stamp(Tape tape, DateTimeOffset at) =>
        tape.OneIn(6) ? at.ToUnixTimeSeconds() : at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Digits(Tape tape) => tape.Of("1111", "900100", "1234567890123456");
}
