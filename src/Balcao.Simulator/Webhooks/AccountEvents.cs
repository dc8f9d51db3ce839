using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// The webhooks that Meta sends by itself: about numbers, accounts, payments and what customers change (Meta, webhook fields
/// reference, Dec 2025). Those of the phone app and of another app are in classes of their own.
/// </summary>
public sealed class AccountEvents(
    WebhookDeliveries deliveries, BusinessDirectory directory, PhoneBook phones, PhoneAppEvents phoneApp, OtherAppEvents otherApp, TimeProvider time)
{
    /// <summary>Events of a number, without a customer.</summary>
    public static readonly IReadOnlyList<string> OfNumber =
        ["number_quality", "number_name", "account_violation", "account_restriction", "account_disabled", "account_reinstated", "account_pricing_tier", "account_alert", "account_review", "business_capability", "security", "username", "history", "contacts"];

    /// <summary>Events about a customer.</summary>
    public static readonly IReadOnlyList<string> OfCustomer =
        ["echo", "echo_edit", "echo_revoke", "stop_marketing", "resume_marketing", "number_changed", "user_id_changed", "identity_changed", "group_message", "standby", "standby_echo", "standby_status", "control_passed", "control_taken", "payment", "unavailable", "media_too_large"];

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
            "account_pricing_tier" => ("account_update", new() { ["event"] = "VOLUME_BASED_PRICING_TIER_UPDATE", ["volume_tier_info"] = new JsonObject { ["tier_update_time"] = time.GetUtcNow().ToUnixTimeSeconds(), ["pricing_category"] = "UTILITY", ["tier"] = "100001:200000", ["effective_month"] = "2026-12", ["region"] = "Brazil" } }),
            "account_alert" => ("account_alerts", new() { ["entity_type"] = "PHONE_NUMBER", ["entity_id"] = number.Id, ["alert_info"] = new JsonObject { ["alert_severity"] = "WARNING", ["alert_status"] = "ACTIVE", ["alert_type"] = "PROFILE_PICTURE_LOST", ["alert_description"] = "The profile picture was lost." } }),
            "account_review" => ("account_review_update", new() { ["decision"] = "APPROVED" }),
            "business_capability" => ("business_capability_update", new() { ["max_daily_conversations_per_business"] = "TIER_10K", ["max_phone_numbers_per_business"] = 20 }),
            "security" => ("security", new() { ["display_phone_number"] = display, ["event"] = "PIN_CHANGED", ["requester"] = "120000000000001" }),
            "username" => ("business_username_updates", new() { ["display_phone_number"] = display, ["username"] = "lojaaurora", ["status"] = "approved" }),
            _ => null,
        };
        if (kind is "history") return phoneApp.SendHistory(number, given?.Is("declined") is true);
        if (kind is "contacts") return phoneApp.SendContacts(number);
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
                return phoneApp.Echo(number, phone, given?.Text("text") ?? "Respondido pelo celular", given?.Text("reply_to"));
            case "echo_edit":
                return given?.Text("message_id") is { } edited ? phoneApp.EchoEdit(number, phone, edited, given.Text("text") ?? "Corrigido pelo celular") : null;
            case "echo_revoke":
                return given?.Text("message_id") is { } revoked ? phoneApp.EchoRevoke(number, phone, revoked) : null;
            case "standby":
                return otherApp.CustomerWrites(number, phone, given?.Text("text") ?? "Quem responde agora?");
            case "standby_echo":
                return otherApp.AppAnswers(number, phone, given?.Text("text") ?? "Posso ajudar com o seu pedido.");
            case "standby_status":
                return given?.Text("message_id") is { } heard ? otherApp.AppsMessageArrives(number, phone, heard) : null;
            case "control_passed" or "control_taken":
                return otherApp.ControlChanges(number, phone, kind, given?.Text("text"));
            case "payment":
                return given?.Text("message_id") is { } asked ? Pay(number, phone, asked, given.Text("status") ?? "captured") : null;
            case "stop_marketing" or "resume_marketing":
                var preference = WebhookValues.Person(phone);
                preference["category"] = "marketing_messages";
                preference["detail"] = kind is "stop_marketing" ? "User requested to stop marketing messages" : "User requested to resume marketing messages";
                preference["value"] = kind is "stop_marketing" ? "stop" : "resume";
                preference["timestamp"] = now.ToUnixTimeSeconds();
                phones.Update(phone.Id, before => before with { StoppedMarketing = kind is "stop_marketing" });
                var preferences = WebhookValues.Of(number, phone);
                preferences["user_preferences"] = new JsonArray(preference);
                return Send(number, "user_preferences", preferences, WebhookValues.Lane(number, phone), kind);
            case "user_id_changed":
                var next = given?.Text("user_id") ?? PhoneNumbers.UserId(phone.UserId + "'");
                var update = new JsonObject { ["detail"] = "User ID changed", ["user_id"] = new JsonObject { ["previous"] = phone.UserId, ["current"] = next }, ["timestamp"] = now.ToUnixTimeSeconds() };
                if (phone.WaId is not null) update["wa_id"] = phone.WaId;
                phones.Renumber(phone.Id, phone.WaId, next);
                var updates = WebhookValues.Of(number);
                updates["user_id_update"] = new JsonArray(update);
                return Send(number, "user_id_update", updates, WebhookValues.Lane(number, phone), kind);
            case "number_changed":
                var other = given?.Text("wa_id") ?? "5511" + (900000000L + (now.ToUnixTimeMilliseconds() % 99999999L)).ToString(CultureInfo.InvariantCulture);
                var moved = new JsonObject { ["body"] = $"{phone.Name} changed from {phone.WaId} to {other}", ["type"] = "user_changed_number", ["wa_id"] = other, ["user_id"] = phone.UserId };
                var system = WebhookValues.Message(phone, "system", now);
                system["system"] = moved;
                phones.Renumber(phone.Id, other, phone.UserId);
                return SendMessage(number, phone, system, withContacts: false, kind);
            case "identity_changed":
                var identity = WebhookValues.Message(phone, "system", now);
                identity["system"] = new JsonObject { ["body"] = $"{phone.Name} changed device", ["type"] = "customer_identity_changed", ["wa_id"] = phone.WaId, ["user_id"] = phone.UserId };
                return SendMessage(number, phone, identity, withContacts: false, kind);
            case "group_message":
                var inGroup = WebhookValues.Message(phone, "text", now);
                inGroup["group_id"] = given?.Text("group_id") ?? "Y2FwaV9ncm91cDox";
                inGroup["text"] = WebhookValues.TextOf(given?.Text("text") ?? "Olá a todos do grupo");
                return SendMessage(number, phone, inGroup, withContacts: true, kind);
            case "unavailable" or "media_too_large":
                var lost = WebhookValues.Message(phone, kind is "unavailable" ? "unsupported" : "video", now);
                lost["errors"] = new JsonArray(GraphError.Of(kind is "unavailable" ? 131060 : 131052, kind is "unavailable" ? "This message is currently unavailable." : "Failed to download the media: the file is larger than 100 MB.").ToWebhook());
                return SendMessage(number, phone, lost, withContacts: true, kind);
            default:
                return null;
        }
    }

    /// <summary>
    /// The state of a payment that a message of the business asked for (Meta, Payments API, payment status webhooks, 2026). It comes
    /// among the statuses of messages.
    /// </summary>
    Task<WebhookDelivery>? Pay(BusinessNumber number, Phone phone, string wamid, string state)
    {
        var now = time.GetUtcNow();
        var status = new JsonObject { ["id"] = wamid, ["type"] = "payment", ["status"] = state, ["timestamp"] = now.UnixText() };
        if (phone.WaId is not null) status["recipient_id"] = phone.WaId;
        status["payment"] = new JsonObject
        {
            ["reference_id"] = "pedido-4182",
            ["amount"] = new JsonObject { ["value"] = 18990, ["offset"] = 100 },
            ["currency"] = "BRL",
            ["transaction"] = new JsonObject
            {
                ["id"] = "transacao-1", ["type"] = "pix", ["status"] = state switch { "captured" => "success", "failed" => "failed", _ => "pending" },
                ["created_timestamp"] = now.ToUnixTimeSeconds(), ["updated_timestamp"] = now.ToUnixTimeSeconds(),
            },
        };
        var value = WebhookValues.Of(number);
        value["statuses"] = new JsonArray(status);
        return Send(number, "messages", value, WebhookValues.Lane(number, phone), "payment " + state);
    }

    Task<WebhookDelivery>? SendMessage(BusinessNumber number, Phone phone, JsonObject message, bool withContacts, string kind)
    {
        var value = WebhookValues.Of(number, withContacts ? phone : null);
        value["messages"] = new JsonArray(message);
        return Send(number, "messages", value, WebhookValues.Lane(number, phone), kind);
    }

    Task<WebhookDelivery>? Send(BusinessNumber number, string field, JsonObject value, string lane, string kind) =>
        deliveries.Send(directory.AccountOf(number).Id, number.Id, field, value, lane, kind);
}
