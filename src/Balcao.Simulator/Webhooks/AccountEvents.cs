using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// The webhooks that Meta sends by itself: about numbers, accounts, preferences, and the phone app of a coexistence
/// number (Meta, webhook fields reference, Dec 2025).
/// </summary>
public sealed class AccountEvents(WebhookDeliveries deliveries, BusinessDirectory directory, PhoneBook phones, TimeProvider time)
{
    /// <summary>Events of a number, without a customer.</summary>
    public static readonly IReadOnlyList<string> OfNumber =
        ["number_quality", "number_name", "account_violation", "account_restriction", "account_disabled", "account_reinstated", "account_alert", "account_review", "business_capability", "security", "username", "history", "contacts"];

    /// <summary>Events about a customer.</summary>
    public static readonly IReadOnlyList<string> OfCustomer =
        ["echo", "echo_edit", "echo_revoke", "stop_marketing", "resume_marketing", "number_changed", "user_id_changed", "identity_changed", "group_message", "standby", "unavailable", "media_too_large"];

    public Task<WebhookDelivery>? Tell(string kind, BusinessNumber number, JsonObject? given = null)
    {
        var display = number.Digits;
        (string Field, JsonObject Value)? told = kind switch
        {
            "number_quality" => ("phone_number_quality_update", new() { ["display_phone_number"] = display, ["event"] = "THROUGHPUT_UPGRADE", ["current_limit"] = "TIER_10K", ["max_daily_conversations_per_business"] = "TIER_10K" }),
            "number_name" => ("phone_number_name_update", new() { ["display_phone_number"] = display, ["decision"] = "APPROVED", ["requested_verified_name"] = number.VerifiedName, ["rejection_reason"] = null }),
            "account_violation" => ("account_update", new() { ["phone_number"] = display, ["event"] = "ACCOUNT_VIOLATION", ["violation_info"] = new JsonObject { ["violation_type"] = "SCAM" } }),
            "account_restriction" => ("account_update", new() { ["phone_number"] = display, ["event"] = "ACCOUNT_RESTRICTION", ["restriction_info"] = new JsonArray(new JsonObject { ["restriction_type"] = "RESTRICTED_BIZ_INITIATED_MESSAGING", ["expiration"] = time.GetUtcNow().AddDays(7).ToUnixTimeSeconds() }) }),
            "account_disabled" => ("account_update", new() { ["phone_number"] = display, ["event"] = "DISABLED_UPDATE", ["ban_info"] = new JsonObject { ["waba_ban_state"] = "DISABLE", ["waba_ban_date"] = "November 26, 2026" } }),
            "account_reinstated" => ("account_update", new() { ["phone_number"] = display, ["event"] = "DISABLED_UPDATE", ["ban_info"] = new JsonObject { ["waba_ban_state"] = "REINSTATE" } }),
            "account_alert" => ("account_alerts", new() { ["entity_type"] = "PHONE_NUMBER", ["entity_id"] = number.Id, ["alert_info"] = new JsonObject { ["alert_severity"] = "WARNING", ["alert_status"] = "ACTIVE", ["alert_type"] = "PROFILE_PICTURE_LOST", ["alert_description"] = "The profile picture was lost." } }),
            "account_review" => ("account_review_update", new() { ["decision"] = "APPROVED" }),
            "business_capability" => ("business_capability_update", new() { ["max_daily_conversations_per_business"] = "TIER_10K", ["max_phone_numbers_per_business"] = 20 }),
            "security" => ("security", new() { ["display_phone_number"] = display, ["event"] = "PIN_CHANGED", ["requester"] = "120000000000001" }),
            "username" => ("business_username_updates", new() { ["display_phone_number"] = display, ["username"] = "lojaaurora", ["status"] = "approved" }),
            _ => null,
        };
        if (kind is "history") return SendHistory(number, given?.Is("declined") is true);
        if (kind is "contacts") return SendContacts(number);
        if (told is not { } known) return null;
        foreach (var (name, member) in given ?? []) known.Value[name] = member?.DeepClone();
        return Send(number, known.Field, known.Value, "events " + number.Id, kind);
    }

    public Task<WebhookDelivery>? Tell(string kind, BusinessNumber number, Phone phone, JsonObject? given = null)
    {
        var now = time.GetUtcNow();
        switch (kind)
        {
            case "echo":
                return Echo(number, phone, given?.Text("text") ?? "Respondido pelo celular", given?.Text("reply_to"));
            case "echo_edit" or "echo_revoke":
                if (given?.Text("message_id") is not { } about) return null;
                var changed = EchoOf(number, phone, kind["echo_".Length..]);
                changed[kind["echo_".Length..]] = kind is "echo_revoke" ? new JsonObject { ["original_message_id"] = about }
                    : new JsonObject { ["original_message_id"] = about, ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = given.Text("text") ?? "Corrigido pelo celular" } } };
                phones.UpdateMessage(phone.Id, about, message => kind is "echo_revoke" ? message with { IsRevoked = true }
                    : message with { IsEdited = true, Content = MessageContent.OfText(given.Text("text") ?? "Corrigido pelo celular") });
                return SendEcho(number, phone, changed);
            case "stop_marketing" or "resume_marketing":
                var preference = Person(phone);
                preference["category"] = "marketing_messages";
                preference["detail"] = kind is "stop_marketing" ? "User requested to stop marketing messages" : "User requested to resume marketing messages";
                preference["value"] = kind is "stop_marketing" ? "stop" : "resume";
                preference["timestamp"] = now.ToUnixTimeSeconds();
                phones.Update(phone.Id, before => before with { StoppedMarketing = kind is "stop_marketing" });
                var preferences = Value(number, phone);
                preferences["user_preferences"] = new JsonArray(preference);
                return Send(number, "user_preferences", preferences, Lane(number, phone), kind);
            case "user_id_changed":
                var next = given?.Text("user_id") ?? PhoneNumbers.UserId(phone.UserId + "'");
                var update = new JsonObject { ["detail"] = "User ID changed", ["user_id"] = new JsonObject { ["previous"] = phone.UserId, ["current"] = next }, ["timestamp"] = now.ToUnixTimeSeconds() };
                if (phone.WaId is not null) update["wa_id"] = phone.WaId;
                phones.Renumber(phone.Id, phone.WaId, next);
                var updates = Value(number, null);
                updates["user_id_update"] = new JsonArray(update);
                return Send(number, "user_id_update", updates, Lane(number, phone), kind);
            case "number_changed":
                var other = given?.Text("wa_id") ?? "5511" + (900000000L + (now.ToUnixTimeMilliseconds() % 99999999L)).ToString(CultureInfo.InvariantCulture);
                var moved = new JsonObject { ["body"] = $"{phone.Name} changed from {phone.WaId} to {other}", ["type"] = "user_changed_number", ["wa_id"] = other, ["user_id"] = phone.UserId };
                var system = Message(phone, "system");
                system["system"] = moved;
                phones.Renumber(phone.Id, other, phone.UserId);
                return SendMessage(number, phone, system, withContacts: false, kind);
            case "identity_changed":
                var identity = Message(phone, "system");
                identity["system"] = new JsonObject { ["body"] = $"{phone.Name} changed device", ["type"] = "customer_identity_changed", ["wa_id"] = phone.WaId, ["user_id"] = phone.UserId };
                return SendMessage(number, phone, identity, withContacts: false, kind);
            case "group_message":
                var inGroup = Message(phone, "text");
                inGroup["group_id"] = given?.Text("group_id") ?? "Y2FwaV9ncm91cDox";
                inGroup["text"] = new JsonObject { ["body"] = given?.Text("text") ?? "Olá a todos do grupo" };
                return SendMessage(number, phone, inGroup, withContacts: true, kind);
            case "standby":
                var held = Message(phone, "text");
                held["text"] = new JsonObject { ["body"] = given?.Text("text") ?? "Quem responde agora?" };
                var standby = Value(number, phone);
                standby["messages"] = new JsonArray(held);
                return Send(number, "standby", standby, Lane(number, phone), kind);
            case "unavailable" or "media_too_large":
                var lost = Message(phone, kind is "unavailable" ? "unsupported" : "video");
                lost["errors"] = new JsonArray(GraphError.Of(kind is "unavailable" ? 131060 : 131052, kind is "unavailable" ? "This message is currently unavailable." : "Failed to download the media: the file is larger than 100 MB.").ToWebhook());
                return SendMessage(number, phone, lost, withContacts: true, kind);
            default:
                return null;
        }
    }

    /// <summary>Sends the history of the phone app: three phases, in chunks.</summary>
    public Task<WebhookDelivery>? SendHistory(BusinessNumber number, bool declined)
    {
        if (declined)
        {
            var refused = Value(number, null);
            refused["history"] = new JsonArray(new JsonObject { ["errors"] = new JsonArray(GraphError.Of(2593109).ToWebhook()) });
            return Send(number, "history", refused, "history " + number.Id, "history declined");
        }
        Task<WebhookDelivery>? last = null;
        for (var phase = 0; phase < 3; phase++)
        {
            var age = TimeSpan.FromHours(phase switch { 0 => 6, 1 => 24 * 30, _ => 24 * 120 });
            var threads = phones.All.Where(phone => phone.WaId is not null).Take(20).Select(phone => Thread(number, phone, time.GetUtcNow() - age));
            var value = Value(number, null);
            value["history"] = new JsonArray(new JsonObject
            {
                ["metadata"] = new JsonObject { ["phase"] = phase, ["chunk_order"] = 1, ["progress"] = phase switch { 0 => 33, 1 => 66, _ => 100 } },
                ["threads"] = new JsonArray([.. threads]),
            });
            last = Send(number, "history", value, "history " + number.Id, string.Create(CultureInfo.InvariantCulture, $"history {phase}"));
        }
        return last;
    }

    public Task<WebhookDelivery>? SendContacts(BusinessNumber number)
    {
        var value = Value(number, null);
        value["state_sync"] = new JsonArray([.. phones.All.Where(phone => phone.WaId is not null).Select(phone => new JsonObject
        {
            ["type"] = "contact",
            ["contact"] = new JsonObject { ["full_name"] = phone.Name, ["first_name"] = phone.Name.Split(' ')[0], ["phone_number"] = phone.WaId, ["user_id"] = phone.UserId },
            ["action"] = "add",
            ["metadata"] = new JsonObject { ["timestamp"] = time.GetUtcNow().UnixText() },
        })]);
        return Send(number, "smb_app_state_sync", value, "history " + number.Id, "contacts");
    }

    static JsonObject Thread(BusinessNumber number, Phone phone, DateTimeOffset at)
    {
        JsonObject Past(string from, string text, int seconds, string status) => new()
        {
            ["from"] = from, ["to"] = from == number.Digits ? phone.WaId : number.Digits, ["id"] = Wamids.New(), ["timestamp"] = at.AddSeconds(seconds).UnixText(), ["type"] = "text",
            ["text"] = new JsonObject { ["body"] = text }, ["history_context"] = new JsonObject { ["status"] = status },
        };
        var picture = Past(phone.WaId!, "", 90, "READ");
        picture.Remove("text");
        picture["type"] = "media_placeholder";
        return new() { ["id"] = phone.WaId, ["messages"] = new JsonArray(Past(phone.WaId!, "Bom dia, ainda tem?", 0, "READ"), Past(number.Digits, "Tem sim!", 60, "READ"), picture) };
    }

    Task<WebhookDelivery>? Echo(BusinessNumber number, Phone phone, string text, string? replyTo)
    {
        var echo = EchoOf(number, phone, "text");
        echo["text"] = new JsonObject { ["body"] = text };
        if (replyTo is not null) echo["context"] = new JsonObject { ["from"] = phone.WaId ?? phone.UserId, ["id"] = replyTo };
        var shown = new PhoneMessage { Id = echo.Text("id")!, FromCustomer = false, At = time.GetUtcNow(), Content = MessageContent.OfText(text), ReplyTo = replyTo, Ticks = Ticks.Delivered };
        phones.UpdateConversation(phone.Id, number.Id, talk => talk with { Messages = talk.Messages.Add(shown) });
        return SendEcho(number, phone, echo);
    }

    JsonObject EchoOf(BusinessNumber number, Phone phone, string type)
    {
        var echo = new JsonObject { ["from"] = number.Digits };
        if (phone.WaId is not null) echo["to"] = phone.WaId;
        echo["to_user_id"] = phone.UserId;
        echo["id"] = Wamids.New();
        echo["timestamp"] = time.GetUtcNow().UnixText();
        echo["type"] = type;
        return echo;
    }

    Task<WebhookDelivery>? SendEcho(BusinessNumber number, Phone phone, JsonObject echo)
    {
        var value = Value(number, null);
        value["message_echoes"] = new JsonArray(echo);
        return Send(number, "smb_message_echoes", value, Lane(number, phone), "echo " + echo.Text("type"));
    }

    Task<WebhookDelivery>? SendMessage(BusinessNumber number, Phone phone, JsonObject message, bool withContacts, string kind)
    {
        var value = Value(number, withContacts ? phone : null);
        value["messages"] = new JsonArray(message);
        return Send(number, "messages", value, Lane(number, phone), kind);
    }

    JsonObject Message(Phone phone, string type)
    {
        var message = new JsonObject();
        if (phone.WaId is not null) message["from"] = phone.WaId;
        message["from_user_id"] = phone.UserId;
        message["id"] = Wamids.New();
        message["timestamp"] = time.GetUtcNow().UnixText();
        message["type"] = type;
        return message;
    }

    static JsonObject Person(Phone phone)
    {
        var person = new JsonObject();
        if (phone.WaId is not null) person["wa_id"] = phone.WaId;
        person["user_id"] = phone.UserId;
        return person;
    }

    static JsonObject Value(BusinessNumber number, Phone? phone)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = number.Digits, ["phone_number_id"] = number.Id },
        };
        if (phone is null) return value;
        var contact = Person(phone);
        contact["profile"] = new JsonObject { ["name"] = phone.Name };
        value["contacts"] = new JsonArray(contact);
        return value;
    }

    static string Lane(BusinessNumber number, Phone phone) => $"{number.Id} {phone.Id}";

    Task<WebhookDelivery>? Send(BusinessNumber number, string field, JsonObject value, string lane, string kind) =>
        deliveries.Send(directory.AccountOf(number).Id, number.Id, field, value, lane, kind);
}
