using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// Sends the <c>messages</c> field: messages of customers, and statuses of messages to them (Meta, messages webhook
/// reference, Dec 2025).
/// </summary>
public sealed class MessageWebhooks(WebhookDeliveries deliveries, BusinessDirectory directory, SimulatorOptions options, TimeProvider time)
{
    public Task<WebhookDelivery>? SendMessage(Phone phone, BusinessNumber number, JsonObject message, Action acknowledged) =>
        SendValue(phone, number, Value(number, phone, ("messages", message)), "message " + message.Text("type"), acknowledged);

    public Task<WebhookDelivery>? SendStatus(Phone phone, BusinessNumber number, PhoneMessage message, Ticks reached, GraphError? failure = null)
    {
        var status = new JsonObject
        {
            ["id"] = message.Id,
            ["status"] = reached.ToString().ToLowerInvariant(),
            ["timestamp"] = time.GetUtcNow().UnixText(),
        };
        if (phone.WaId is not null) status["recipient_id"] = phone.WaId;
        status["recipient_user_id"] = phone.UserId;
        if (message.CallbackData is { } callbackData) status["biz_opaque_callback_data"] = callbackData;
        if (failure is not null)
        {
            status["errors"] = new JsonArray(failure.ToWebhook());
            // A failed status has no contacts (Meta, status webhooks, 2026).
            return SendValue(phone, number, Value(number, null, ("statuses", status)), "status failed");
        }
        if (message.Content.Type is not "reaction" && reached is not Ticks.Played) AddPricing(status, phone.With(number.Id), message, reached);
        return SendValue(phone, number, Value(number, phone, ("statuses", status)), "status " + status.Text("status"));
    }

    Task<WebhookDelivery>? SendValue(Phone phone, BusinessNumber number, JsonObject value, string kind, Action? acknowledged = null) =>
        deliveries.Send(directory.AccountOf(number).Id, number.Id, "messages", value, WebhookValues.Lane(number, phone), kind, acknowledged);

    static JsonObject Value(BusinessNumber number, Phone? phone, (string Name, JsonObject Item) content)
    {
        var value = WebhookValues.Of(number, phone);
        value[content.Name] = new JsonArray(content.Item);
        return value;
    }

    /// <summary>
    /// Per-message pricing: on <c>sent</c> and on one of delivered and read (Meta, pricing, Dec 2025; service billable
    /// since 1 Oct 2026).
    /// </summary>
    void AddPricing(JsonObject status, PhoneConversation talk, PhoneMessage message, Ticks reached)
    {
        if (reached is Ticks.Read && message.Ticks is not Ticks.Sent) return;
        var now = time.GetUtcNow();
        if (now <= talk.FreeEntryUntil)
        {
            status["conversation"] = new JsonObject { ["id"] = PhoneNumbers.UserId(talk.NumberId + talk.FreeEntryUntil)[3..], ["origin"] = new JsonObject { ["type"] = "referral_conversion" } };
            if (reached is Ticks.Sent) status["conversation"]!["expiration_timestamp"] = talk.FreeEntryUntil.Value.UnixText();
            status["pricing"] = Pricing(false, "free_entry_point", "referral_conversion");
            return;
        }
        var category = message.Content.Category ?? "service";
        var free = now < options.ServiceMessagesBillableFrom && talk.WindowIsOpen(now) && category is ("service" or "utility");
        status["pricing"] = Pricing(!free, free ? "free_customer_service" : "regular", category);
    }

    static JsonObject Pricing(bool billable, string type, string category) =>
        new() { ["billable"] = billable, ["pricing_model"] = "PMP", ["type"] = type, ["category"] = category };
}
