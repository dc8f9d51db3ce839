using System.Globalization;
using System.Text.Json.Nodes;

namespace Balcao.Tests.World;

/// <summary>
/// Webhook bodies as WhatsApp posts them (Meta, Cloud API webhooks reference, Dec 2025). A message or status is built
/// alone and put into an envelope: <c>Webhooks.From(Balcao500, Webhooks.Text(DonaLucia, "Bom dia", at))</c>.
/// </summary>
public static class Webhooks
{
    /// <summary>One POST with all updates of one number in one change.</summary>
    public static string From(CastNumber number, params Update[] updates) => Envelope(number, [Value(number, updates)]);

    /// <summary>One POST with a change for each update, as Meta batches under load.</summary>
    public static string BatchFrom(CastNumber number, params Update[] updates) =>
        Envelope(number, updates.Select(update => Value(number, [update])));

    private static string Envelope(CastNumber number, IEnumerable<JsonObject> values) => new JsonObject
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = number.WabaId,
            ["changes"] = new JsonArray([.. values.Select(value => new JsonObject { ["value"] = value, ["field"] = "messages" })]),
        }),
    }.ToJsonString();

    private static JsonObject Value(CastNumber number, IReadOnlyCollection<Update> updates)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject
            {
                ["display_phone_number"] = new string([.. number.Display.Where(char.IsAsciiDigit)]),
                ["phone_number_id"] = number.PhoneNumberId,
            },
        };
        var contacts = updates.Where(u => u.Contact is not null).DistinctBy(u => u.Contact!["wa_id"]?.ToString() ?? u.Contact["user_id"]?.ToString());
        if (updates.Any(u => u.Contact is not null)) value["contacts"] = new JsonArray([.. contacts.Select(u => u.Contact!.DeepClone())]);
        Put("messages", isStatus: false);
        Put("statuses", isStatus: true);
        return value;

        void Put(string name, bool isStatus)
        {
            if (updates.Where(u => u.IsStatus == isStatus).ToArray() is { Length: > 0 } some)
                value[name] = new JsonArray([.. some.Select(u => u.Body.DeepClone())]);
        }
    }

    /// <summary>A message or a status, with the contact that goes beside it.</summary>
    /// <param name="Body">Tests may change it, for cases that the builders below do not cover.</param>
    public sealed record Update(JsonObject Body, JsonObject? Contact, bool IsStatus)
    {
        /// <summary>WhatsApp's id of the message, or of the message a status is about.</summary>
        public string Wamid => Body["id"]!.ToString();

        /// <summary>Makes it a reply to that message.</summary>
        public Update Quoting(string wamid, CastNumber? ours = null)
        {
            Body["context"] = new JsonObject
            {
                ["from"] = ours is null ? Body["from"]!.ToString() : new string([.. ours.Display.Where(char.IsAsciiDigit)]),
                ["id"] = wamid,
            };
            return this;
        }

        /// <summary>Adds WhatsApp's business-scoped user id, beside the phone or instead of it (Meta, usernames, 2026).</summary>
        public Update WithUserId(string userId, string? username = null, bool hidesPhone = false)
        {
            Body["from_user_id"] = userId;
            Contact!["user_id"] = userId;
            if (username is not null) Contact["profile"]!["username"] = username;
            if (hidesPhone)
            {
                Body.Remove("from");
                Contact.Remove("wa_id");
            }
            return this;
        }
    }

    public static Update Text(Customer from, string text, DateTimeOffset at, string? wamid = null) =>
        Message(from, at, wamid, "text", new JsonObject { ["body"] = text });

    public static Update Image(Customer from, DateTimeOffset at, string mediaId = "1111", string? caption = null, string? wamid = null) =>
        Media(from, at, wamid, "image", mediaId, "image/jpeg", caption);

    public static Update Video(Customer from, DateTimeOffset at, string mediaId = "1112", string? caption = null, string? wamid = null) =>
        Media(from, at, wamid, "video", mediaId, "video/mp4", caption);

    public static Update Document(Customer from, DateTimeOffset at, string fileName, string mediaId = "1113", string? caption = null, string? wamid = null)
    {
        var update = Media(from, at, wamid, "document", mediaId, "application/pdf", caption);
        update.Body["document"]!["filename"] = fileName;
        return update;
    }

    public static Update Voice(Customer from, DateTimeOffset at, string mediaId = "1114", string? wamid = null)
    {
        var update = Media(from, at, wamid, "audio", mediaId, "audio/ogg; codecs=opus", null);
        update.Body["audio"]!["voice"] = true;
        return update;
    }

    public static Update Sticker(Customer from, DateTimeOffset at, string mediaId = "1115", bool isAnimated = false, string? wamid = null)
    {
        var update = Media(from, at, wamid, "sticker", mediaId, "image/webp", null);
        update.Body["sticker"]!["animated"] = isAnimated;
        return update;
    }

    public static Update Location(Customer from, DateTimeOffset at, double latitude, double longitude, string? name = null, string? wamid = null)
    {
        var location = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };
        if (name is not null) location["name"] = name;
        return Message(from, at, wamid, "location", location);
    }

    public static Update ButtonReply(Customer from, DateTimeOffset at, string id, string title, string? wamid = null) => Message(
        from, at, wamid, "interactive",
        new JsonObject { ["type"] = "button_reply", ["button_reply"] = new JsonObject { ["id"] = id, ["title"] = title } });

    public static Update ListReply(Customer from, DateTimeOffset at, string id, string title, string? wamid = null) => Message(
        from, at, wamid, "interactive",
        new JsonObject { ["type"] = "list_reply", ["list_reply"] = new JsonObject { ["id"] = id, ["title"] = title } });

    /// <param name="emoji">Null: removed.</param>
    public static Update Reaction(Customer from, DateTimeOffset at, string toWamid, string? emoji, string? wamid = null)
    {
        var reaction = new JsonObject { ["message_id"] = toWamid };
        if (emoji is not null) reaction["emoji"] = emoji;
        return Message(from, at, wamid, "reaction", reaction);
    }

    /// <summary>A message that WhatsApp does not pass on to businesses, or one of an unknown type.</summary>
    public static Update Unsupported(Customer from, DateTimeOffset at, string type = "unsupported", string? wamid = null)
    {
        var update = Message(from, at, wamid, type, new JsonObject());
        update.Body.Remove(type); // such a message has no part of its type
        update.Body["errors"] = new JsonArray(new JsonObject
        {
            ["code"] = 131051, ["title"] = "Message type unknown", ["message"] = "Message type unknown",
            ["error_data"] = new JsonObject { ["details"] = "Message type is currently not supported." },
        });
        return update;
    }

    /// <summary>A status of a message of ours.</summary>
    /// <param name="status">sent, delivered, read, played or failed.</param>
    /// <param name="callback">Our own id, as given with <c>biz_opaque_callback_data</c>.</param>
    /// <param name="errorCode">The error of a failure.</param>
    public static Update Status(string wamid, string status, Customer recipient, DateTimeOffset at, string? callback = null, int? errorCode = null)
    {
        var body = new JsonObject { ["id"] = wamid, ["status"] = status, ["timestamp"] = Seconds(at), ["recipient_id"] = recipient.WaId };
        if (callback is not null) body["biz_opaque_callback_data"] = callback;
        if (status is "sent" or "delivered" or "read")
            body["pricing"] = new JsonObject { ["billable"] = false, ["pricing_model"] = "PMP", ["category"] = "service", ["type"] = "free_customer_service" };
        if (errorCode is not null)
        {
            body["errors"] = new JsonArray(new JsonObject
            {
                ["code"] = errorCode, ["title"] = "Failed", ["message"] = "Failed", ["error_data"] = new JsonObject { ["details"] = "Failed" },
            });
        }
        return new Update(body, null, IsStatus: true);
    }

    /// <summary>Any message: <paramref name="content"/> goes under the name of its type.</summary>
    public static Update Message(Customer from, DateTimeOffset at, string? wamid, string type, JsonObject content) => new(
        new JsonObject
        {
            ["from"] = from.WaId,
            ["id"] = wamid ?? FakeGraph.NewWamid(),
            ["timestamp"] = Seconds(at),
            ["type"] = type,
            [type] = content,
        },
        new JsonObject { ["profile"] = new JsonObject { ["name"] = from.Name }, ["wa_id"] = from.WaId },
        IsStatus: false);

    private static Update Media(Customer from, DateTimeOffset at, string? wamid, string type, string mediaId, string mimeType, string? caption)
    {
        var media = new JsonObject { ["id"] = mediaId, ["mime_type"] = mimeType, ["sha256"] = "4Nj1XBfKB6DYQ5dCwD1RbDKIu6FRGGp4gN6Kp0JYbTs=" };
        if (caption is not null) media["caption"] = caption;
        return Message(from, at, wamid, type, media);
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
