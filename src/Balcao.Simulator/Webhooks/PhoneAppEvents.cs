using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// The webhooks of a number that is used with the WhatsApp Business app as well (Meta, smb_message_echoes and
/// smb_app_state_sync webhooks, Dec 2025; history webhook, 21 May 2026).
/// </summary>
public sealed class PhoneAppEvents(WebhookDeliveries deliveries, BusinessDirectory directory, PhoneBook phones, MediaStore media, PublicAddress address, TimeProvider time)
{
    /// <summary>Meta delivers files of the last 14 days only: here those of the first phase.</summary>
    const int PhaseWithFiles = 0;

    /// <summary>The business writes with the app.</summary>
    public Task<WebhookDelivery>? Echo(BusinessNumber number, Phone phone, string text, string? replyTo)
    {
        var echo = EchoOf(number, phone, "text");
        echo["text"] = WebhookValues.TextOf(text);
        if (replyTo is not null) echo["context"] = new JsonObject { ["from"] = phone.WaId ?? phone.UserId, ["id"] = replyTo };
        var shown = new PhoneMessage { Id = echo.Text("id")!, FromCustomer = false, At = time.GetUtcNow(), Content = MessageContent.OfText(text), ReplyTo = replyTo, Ticks = Ticks.Delivered };
        phones.UpdateConversation(phone.Id, number.Id, talk => talk with { Messages = talk.Messages.Add(shown) });
        return SendEcho(number, phone, echo);
    }

    public Task<WebhookDelivery>? EchoEdit(BusinessNumber number, Phone phone, string about, string text)
    {
        var echo = EchoOf(number, phone, "edit");
        echo["edit"] = new JsonObject { ["original_message_id"] = about, ["message"] = new JsonObject { ["type"] = "text", ["text"] = WebhookValues.TextOf(text) } };
        phones.UpdateMessage(phone.Id, about, message => message with { IsEdited = true, Content = MessageContent.OfText(text) });
        return SendEcho(number, phone, echo);
    }

    public Task<WebhookDelivery>? EchoRevoke(BusinessNumber number, Phone phone, string about)
    {
        var echo = EchoOf(number, phone, "revoke");
        echo["revoke"] = new JsonObject { ["original_message_id"] = about };
        phones.UpdateMessage(phone.Id, about, message => message with { IsRevoked = true });
        return SendEcho(number, phone, echo);
    }

    /// <summary>Sends the history of the app: three phases, then the files of the first.</summary>
    public Task<WebhookDelivery>? SendHistory(BusinessNumber number, bool declined)
    {
        if (declined)
        {
            var refused = WebhookValues.Of(number);
            refused["history"] = new JsonArray(new JsonObject { ["errors"] = new JsonArray(GraphError.Of(2593109).ToWebhook()) });
            return Send(number, "history", refused, "history declined");
        }
        Task<WebhookDelivery>? last = null;
        var files = new List<JsonObject>();
        for (var phase = 0; phase < 3; phase++)
        {
            var at = time.GetUtcNow() - TimeSpan.FromHours(phase switch { 0 => 6, 1 => 24 * 30, _ => 24 * 120 });
            var threads = new JsonArray();
            foreach (var phone in phones.All.Take(20))
            {
                var (thread, picture) = Thread(number, phone, at);
                threads.Add(thread);
                if (phase is PhaseWithFiles) files.Add(FileOf(number, phone, picture));
            }
            var value = WebhookValues.Of(number);
            value["history"] = new JsonArray(new JsonObject
            {
                ["metadata"] = new JsonObject { ["phase"] = phase, ["chunk_order"] = 1, ["progress"] = phase switch { 0 => 33, 1 => 66, _ => 100 } },
                ["threads"] = threads,
            });
            last = Send(number, "history", value, string.Create(CultureInfo.InvariantCulture, $"history {phase}"));
        }
        foreach (var file in files) last = Send(number, "history", file, "history file");
        return last;
    }

    public Task<WebhookDelivery>? SendContacts(BusinessNumber number)
    {
        var value = WebhookValues.Of(number);
        value["state_sync"] = new JsonArray([.. phones.All.Where(phone => phone.WaId is not null).Select(phone => new JsonObject
        {
            ["type"] = "contact",
            ["contact"] = new JsonObject { ["full_name"] = phone.Name, ["first_name"] = phone.Name.Split(' ')[0], ["phone_number"] = phone.WaId, ["user_id"] = phone.UserId },
            ["action"] = "add",
            ["metadata"] = new JsonObject { ["timestamp"] = time.GetUtcNow().UnixText() },
        })]);
        return Send(number, "smb_app_state_sync", value, "contacts");
    }

    /// <summary>A thread, and its placeholder of a picture. A customer who hides the phone is named by the context alone.</summary>
    static (JsonObject Thread, JsonObject Picture) Thread(BusinessNumber number, Phone phone, DateTimeOffset at)
    {
        var picture = Past(WebhookValues.Message(phone, "media_placeholder", at.AddSeconds(90)), "READ");
        var asked = Past(WebhookValues.Message(phone, "text", at), "READ");
        asked["text"] = WebhookValues.TextOf("Bom dia, ainda tem?");
        var answered = Past(SentTo(number, phone, "text", at.AddSeconds(60)), "READ");
        answered["text"] = WebhookValues.TextOf("Tem sim!");

        var thread = new JsonObject();
        if (phone.WaId is not null) thread["id"] = phone.WaId;
        var context = new JsonObject { ["user_id"] = phone.UserId };
        if (phone.Username is not null) context["username"] = phone.Username;
        thread["context"] = context;
        thread["messages"] = new JsonArray(asked, answered, picture);
        return (thread, picture);
    }

    static JsonObject Past(JsonObject message, string status)
    {
        message["history_context"] = new JsonObject { ["status"] = status };
        return message;
    }

    /// <summary>The file that a placeholder stands for, under the id of the placeholder.</summary>
    JsonObject FileOf(BusinessNumber number, Phone phone, JsonObject placeholder)
    {
        var sample = Samples.For("image")!;
        var stored = media.Add(sample.Bytes, sample.MimeType, sample.FileName, number.Id, inbound: true);
        var message = placeholder.DeepClone().AsObject();
        message.Remove("history_context");
        message["type"] = "image";
        message["image"] = new JsonObject
        {
            ["id"] = stored.Id, ["mime_type"] = stored.MimeType, ["sha256"] = Convert.ToBase64String(stored.Sha256), ["url"] = media.Url(address.Root, stored),
        };
        var value = WebhookValues.Of(number, phone);
        value["messages"] = new JsonArray(message);
        return value;
    }

    JsonObject EchoOf(BusinessNumber number, Phone phone, string type) => SentTo(number, phone, type, time.GetUtcNow());

    /// <summary>A message of the business, without the part of its type.</summary>
    static JsonObject SentTo(BusinessNumber number, Phone phone, string type, DateTimeOffset at)
    {
        var message = new JsonObject { ["from"] = number.Digits };
        if (phone.WaId is not null) message["to"] = phone.WaId;
        message["to_user_id"] = phone.UserId;
        message["id"] = Wamids.New();
        message["timestamp"] = at.UnixText();
        message["type"] = type;
        return message;
    }

    Task<WebhookDelivery>? SendEcho(BusinessNumber number, Phone phone, JsonObject echo)
    {
        var value = WebhookValues.Of(number);
        value["message_echoes"] = new JsonArray(echo);
        return deliveries.Send(directory.AccountOf(number).Id, number.Id, "smb_message_echoes", value, WebhookValues.Lane(number, phone), "echo " + echo.Text("type"));
    }

    Task<WebhookDelivery>? Send(BusinessNumber number, string field, JsonObject value, string kind) =>
        deliveries.Send(directory.AccountOf(number).Id, number.Id, field, value, "history " + number.Id, kind);
}
