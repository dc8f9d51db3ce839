using System.Text.Json.Nodes;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Webhooks;

/// <summary>The parts that webhooks of several fields have in common.</summary>
static class WebhookValues
{
    /// <summary>A value with the number's metadata, and with the customer if there is one.</summary>
    public static JsonObject Of(BusinessNumber number, Phone? phone = null)
    {
        var value = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["metadata"] = new JsonObject { ["display_phone_number"] = number.Digits, ["phone_number_id"] = number.Id },
        };
        if (phone is not null) value["contacts"] = new JsonArray(Contact(phone));
        return value;
    }

    public static JsonObject Contact(Phone phone)
    {
        var profile = new JsonObject { ["name"] = phone.Name };
        if (phone.Username is not null) profile["username"] = phone.Username;
        var contact = new JsonObject { ["profile"] = profile };
        foreach (var (name, id) in Person(phone)) contact[name] = id?.DeepClone();
        return contact;
    }

    public static JsonObject Person(Phone phone)
    {
        var person = new JsonObject();
        if (phone.WaId is not null) person["wa_id"] = phone.WaId;
        person["user_id"] = phone.UserId;
        return person;
    }

    /// <summary>A message of the customer, without the part of its type.</summary>
    public static JsonObject Message(Phone phone, string type, DateTimeOffset at)
    {
        var message = new JsonObject();
        if (phone.WaId is not null) message["from"] = phone.WaId;
        message["from_user_id"] = phone.UserId;
        message["id"] = Wamids.New();
        message["timestamp"] = at.UnixText();
        message["type"] = type;
        return message;
    }

    public static JsonObject TextOf(string text) => new() { ["body"] = text };

    public static string Lane(BusinessNumber number, Phone phone) => $"{number.Id} {phone.Id}";
}
