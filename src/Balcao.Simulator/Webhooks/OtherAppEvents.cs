using System.Text.Json.Nodes;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// The webhooks of a conversation that another app controls, here Meta's business agent, and of the change of control (Meta,
/// Standby webhooks, 4 Aug 2026; Messaging handovers webhook, Aug 2026).
/// </summary>
public sealed class OtherAppEvents(WebhookDeliveries deliveries, BusinessDirectory directory, PhoneBook phones, TimeProvider time)
{
    const string AgentsAppId = "1066355071287456";

    /// <summary>The customer writes to the other app.</summary>
    public Task<WebhookDelivery>? CustomerWrites(BusinessNumber number, Phone phone, string text)
    {
        var message = WebhookValues.Message(phone, "text", time.GetUtcNow());
        message["text"] = WebhookValues.TextOf(text);
        return SendHeard(number, phone, new JsonObject
        {
            ["contacts"] = new JsonArray(WebhookValues.Contact(phone)),
            ["messages"] = new JsonArray(message),
        }, "standby message");
    }

    /// <summary>The other app answers; an echo holds its request.</summary>
    public Task<WebhookDelivery>? AppAnswers(BusinessNumber number, Phone phone, string text)
    {
        var request = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual" };
        if (phone.WaId is not null) request["to"] = phone.WaId;
        else request["recipient"] = phone.UserId;
        request["type"] = "text";
        request["text"] = WebhookValues.TextOf(text);
        var (wamid, now) = (Wamids.New(), time.GetUtcNow());
        phones.UpdateConversation(phone.Id, number.Id, talk => talk with
        {
            Messages = talk.Messages.Add(new PhoneMessage { Id = wamid, FromCustomer = false, At = now, Content = MessageContent.OfText(text), Ticks = Ticks.Sent }),
        });
        return SendHeard(number, phone, new JsonObject
        {
            ["message_echoes"] = new JsonArray(new JsonObject { ["id"] = wamid, ["timestamp"] = now.UnixText(), ["message"] = request }),
        }, "standby echo");
    }

    /// <summary>The other app's message arrives.</summary>
    public Task<WebhookDelivery>? AppsMessageArrives(BusinessNumber number, Phone phone, string wamid)
    {
        var status = new JsonObject { ["id"] = wamid, ["status"] = "delivered", ["timestamp"] = time.GetUtcNow().UnixText() };
        if (phone.WaId is not null) status["recipient_id"] = phone.WaId;
        status["recipient_user_id"] = phone.UserId;
        status["pricing"] = new JsonObject { ["billable"] = true, ["pricing_model"] = "PMP", ["type"] = "regular", ["category"] = "service" };
        phones.Advance(phone.Id, wamid, Ticks.Delivered);
        return SendHeard(number, phone, new JsonObject { ["statuses"] = new JsonArray(status) }, "standby status");
    }

    /// <summary>The control changes; this value has no metadata.</summary>
    /// <param name="type">control_passed: the other app gave it away; control_taken: somebody took it.</param>
    public Task<WebhookDelivery>? ControlChanges(BusinessNumber number, Phone phone, string type, string? reason)
    {
        var sender = new JsonObject();
        if (phone.WaId is not null) sender["phone_number"] = phone.WaId;
        else sender["user_id"] = phone.UserId;
        var details = new JsonObject { ["previous_owner_app_id"] = AgentsAppId, ["previous_owner_role"] = "ai_agent", ["new_owner_role"] = "escalation" };
        if (type is "control_passed")
        {
            details["previous_owner_app_role"] = "meta_business_agent";
            details["conversation_context"] = new JsonObject { ["type"] = "summary", ["summary"] = new JsonObject { ["text"] = "Pergunta pelo pedido 4182." } };
        }
        details["metadata"] = reason ?? "O cliente pediu para falar com uma pessoa.";
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["sender"] = sender,
            ["recipient"] = new JsonObject { ["display_phone_number"] = number.Digits, ["phone_number_id"] = number.Id },
            ["type"] = type,
            ["timestamp"] = time.GetUtcNow().UnixText(),
            [type] = details,
        };
        return Send(number, phone, "messaging_handovers", value, type);
    }

    Task<WebhookDelivery>? SendHeard(BusinessNumber number, Phone phone, JsonObject heard, string kind)
    {
        var value = WebhookValues.Of(number);
        value["standby"] = heard;
        return Send(number, phone, "standby", value, kind);
    }

    Task<WebhookDelivery>? Send(BusinessNumber number, Phone phone, string field, JsonObject value, string kind) =>
        deliveries.Send(directory.AccountOf(number).Id, number.Id, field, value, WebhookValues.Lane(number, phone), kind);
}
