using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Media;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Phones;

/// <summary>
/// Either <see cref="Message"/> or <see cref="Error"/>. <see cref="Delivery"/> completes after the first attempt; null
/// if no webhook is sent.
/// </summary>
public sealed record CustomerAct(PhoneMessage? Message, string? Error, Task<WebhookDelivery>? Delivery)
{
    public static CustomerAct Refused(string why) => new(null, why, null);
}

/// <summary>Carries out the actions of customers on their phones, and sends the resulting webhooks.</summary>
public sealed class Customers(
    PhoneBook phones, BusinessDirectory directory, MediaStore media, MessageWebhooks webhooks, SendingLimits limits, PublicAddress address, TimeProvider time)
{
    public CustomerAct Send(string phoneId, CustomerMessage wanted)
    {
        if (phones.Find(phoneId) is not { } phone) return CustomerAct.Refused($"No phone {phoneId}.");
        var numberId = wanted.To ?? phone.Conversations.Values.FirstOrDefault(talk => wanted.MessageId is { } about && talk.Find(about) is not null)?.NumberId
            ?? directory.Numbers.First().Id;
        if (directory.Number(numberId) is not { } number) return CustomerAct.Refused($"No business number {numberId}.");
        return wanted.Type switch
        {
            "reaction" => React(phone, number, wanted),
            "press" => Press(phone, number, wanted),
            "edit" => Edit(phone, number, wanted),
            "revoke" => Revoke(phone, number, wanted),
            _ => Write(phone, number, wanted),
        };
    }

    /// <summary>The customer opens the conversation: all delivered messages become read.</summary>
    public int Read(string phoneId, string numberId)
    {
        if (phones.Find(phoneId) is not { IsOnline: true, SendsReadReceipts: true } phone || directory.Number(numberId) is not { } number) return 0;
        var read = 0;
        foreach (var message in phone.With(numberId).Messages.Where(message => !message.FromCustomer && message.Ticks is Ticks.Delivered))
        {
            if (!phones.Advance(phone.Id, message.Id, Ticks.Read)) continue;
            webhooks.SendStatus(phone, number, message, Ticks.Read);
            read++;
        }
        return read;
    }

    /// <summary>The customer listens to a voice note. Only the first time is reported.</summary>
    public bool Play(string phoneId, string wamid)
    {
        if (phones.Find(phoneId) is not { } phone || phone.Find(wamid) is not { FromCustomer: false, Content.Media.IsVoice: true } message) return false;
        var number = directory.Number(phone.Conversations.Values.First(talk => talk.Find(wamid) is not null).NumberId)!;
        Read(phoneId, number.Id);
        if (!phones.Advance(phone.Id, wamid, Ticks.Played)) return false;
        if (phone.SendsReadReceipts) webhooks.SendStatus(phone, number, message, Ticks.Played);
        return true;
    }

    CustomerAct Write(Phone phone, BusinessNumber number, CustomerMessage wanted)
    {
        var json = New(phone, wanted);
        MessageContent? content;
        switch (wanted.Type)
        {
            case "text":
                if (string.IsNullOrEmpty(wanted.Text)) return CustomerAct.Refused("text is empty.");
                json["text"] = new JsonObject { ["body"] = wanted.Text };
                content = MessageContent.OfText(wanted.Text);
                break;
            case "image" or "video" or "audio" or "voice" or "document" or "sticker":
                if (ReadFile(wanted) is not { } file) return CustomerAct.Refused($"data is neither base64 nor a sample for {wanted.Type}.");
                content = AddMedia(json, wanted, number, file);
                break;
            case "location":
                var place = new LocationPart(wanted.Latitude ?? -23.5614, wanted.Longitude ?? -46.6559, wanted.Name, wanted.Address);
                var location = new JsonObject { ["latitude"] = place.Latitude, ["longitude"] = place.Longitude };
                if (place.Name is not null) location["name"] = place.Name;
                if (place.Address is not null) location["address"] = place.Address;
                json["location"] = location;
                content = new MessageContent { Type = "location", Location = place };
                break;
            case "contacts":
                IReadOnlyList<ContactPart> cards = wanted.Contacts ?? [new ContactPart("Paulo Nogueira", "+55 11 98888-1234")];
                json["contacts"] = new JsonArray([.. cards.Select(Card)]);
                content = new MessageContent { Type = "contacts", Contacts = cards };
                break;
            case "order":
                json["order"] = wanted.Payload?.DeepClone() ?? new JsonObject
                {
                    ["catalog_id"] = "310000000000001",
                    ["product_items"] = new JsonArray(new JsonObject { ["product_retailer_id"] = "SKU-1", ["quantity"] = 1, ["item_price"] = 189.9, ["currency"] = "BRL" }),
                };
                content = new MessageContent { Type = "order", Text = wanted.Text };
                break;
            case "unsupported":
                json["errors"] = new JsonArray(GraphError.Of(131051).ToWebhook());
                json["unsupported"] = new JsonObject { ["type"] = wanted.Text ?? "poll_creation" };
                content = new MessageContent { Type = "unsupported", Text = wanted.Text };
                break;
            case "raw":
                if (wanted.Payload is not { } payload) return CustomerAct.Refused("payload is missing.");
                foreach (var (name, value) in payload) json[name] = value?.DeepClone();
                content = new MessageContent { Type = payload.Text("type") ?? "raw", Text = payload.Object("text")?.Text("body") };
                break;
            default:
                return CustomerAct.Refused($"Unknown type {wanted.Type}.");
        }
        return Post(phone, number, json, content, wanted);
    }

    CustomerAct React(Phone phone, BusinessNumber number, CustomerMessage wanted)
    {
        if (wanted.MessageId is not { } about) return CustomerAct.Refused("messageId is missing.");
        var json = New(phone, wanted);
        var reaction = new JsonObject { ["message_id"] = about };
        // A removed reaction has no emoji.
        if (wanted.Emoji is { Length: > 0 } emoji) reaction["emoji"] = emoji;
        json["reaction"] = reaction;
        phones.UpdateMessage(phone.Id, about, message => message with { CustomerReaction = wanted.Emoji is { Length: > 0 } shown ? shown : null });
        return Tell(phone, number, json);
    }

    CustomerAct Press(Phone phone, BusinessNumber number, CustomerMessage wanted)
    {
        if (wanted.MessageId is not { } about || phone.Find(about) is not { FromCustomer: false } asked) return CustomerAct.Refused("messageId is not a message of the business.");
        var row = asked.Content.List?.Sections.SelectMany(section => section.Rows).FirstOrDefault(choice => choice.Id == wanted.OptionId);
        if (row is null && asked.Content.Buttons?.FirstOrDefault(choice => choice.Id == wanted.OptionId) is { } button) row = button;
        if (row is null) return CustomerAct.Refused($"The message offers no option {wanted.OptionId}.");

        var json = New(phone, wanted with { ReplyTo = about });
        if (asked.Content.Template is not null)
        {
            json["type"] = "button";
            json["button"] = new JsonObject { ["payload"] = row.Id, ["text"] = row.Title };
        }
        else
        {
            var kind = asked.Content.List is null ? "button_reply" : "list_reply";
            var reply = new JsonObject { ["id"] = row.Id, ["title"] = row.Title };
            if (kind is "list_reply" && row.Description is not null) reply["description"] = row.Description;
            json["type"] = "interactive";
            json["interactive"] = new JsonObject { ["type"] = kind, [kind] = reply };
        }
        phones.UpdateMessage(phone.Id, about, message => message with { Pressed = row.Id });
        return Post(phone, number, json, new MessageContent { Type = json.Text("type")!, Text = row.Title, Chosen = row }, wanted with { ReplyTo = about });
    }

    CustomerAct Edit(Phone phone, BusinessNumber number, CustomerMessage wanted)
    {
        if (wanted.MessageId is not { } about || phone.Find(about) is not { FromCustomer: true, Content.Type: "text" }) return CustomerAct.Refused("messageId is not a text of this customer.");
        if (string.IsNullOrEmpty(wanted.Text)) return CustomerAct.Refused("text is empty.");
        var json = New(phone, wanted);
        json["edit"] = new JsonObject
        {
            ["original_message_id"] = about,
            ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = wanted.Text } },
        };
        phones.UpdateMessage(phone.Id, about, message => message with { Content = MessageContent.OfText(wanted.Text), IsEdited = true });
        return Tell(phone, number, json);
    }

    CustomerAct Revoke(Phone phone, BusinessNumber number, CustomerMessage wanted)
    {
        if (wanted.MessageId is not { } about || phone.Find(about) is not { FromCustomer: true }) return CustomerAct.Refused("messageId is not a message of this customer.");
        var json = New(phone, wanted);
        json["revoke"] = new JsonObject { ["original_message_id"] = about };
        phones.UpdateMessage(phone.Id, about, message => message with { IsRevoked = true });
        return Tell(phone, number, json);
    }

    JsonObject New(Phone phone, CustomerMessage wanted)
    {
        var json = new JsonObject();
        if (phone.WaId is not null) json["from"] = phone.WaId;
        json["from_user_id"] = phone.UserId;
        json["id"] = Wamids.New();
        json["timestamp"] = time.GetUtcNow().UnixText();
        json["type"] = wanted.Type is "voice" ? "audio" : wanted.Type;
        return json;
    }

    MessageContent AddMedia(JsonObject json, CustomerMessage wanted, BusinessNumber number, Sample file)
    {
        var type = json.Text("type")!;
        var isVoice = wanted.Type is "voice";
        var stored = media.Add(file.Bytes, file.MimeType, file.FileName, number.Id, inbound: true);
        // Base64 in webhooks, hexadecimal in GET media, as at Meta.
        var part = new JsonObject { ["id"] = stored.Id, ["mime_type"] = stored.MimeType, ["sha256"] = Convert.ToBase64String(stored.Sha256), ["url"] = media.Url(address.Root, stored) };
        if (type is "audio") part["voice"] = isVoice;
        if (type is "sticker") part["animated"] = false;
        if (type is "document") part["filename"] = file.FileName;
        if (type is "image" or "video" or "document" && wanted.Caption is { Length: > 0 } caption) part["caption"] = caption;
        json[type] = part;
        return new MessageContent { Type = type, Text = wanted.Caption, Media = new MediaPart(stored.Id, stored.MimeType, stored.Bytes.Length, file.FileName, isVoice) };
    }

    /// <summary>Adds a message to the phone and sends its webhook.</summary>
    CustomerAct Post(Phone phone, BusinessNumber number, JsonObject json, MessageContent content, CustomerMessage wanted)
    {
        var context = new JsonObject();
        if (wanted.ReplyTo is { } quoted)
        {
            context["from"] = phone.Find(quoted) is { FromCustomer: true } ? phone.WaId ?? phone.UserId : number.Digits;
            context["id"] = quoted;
        }
        if (wanted.Forwarded) context["forwarded"] = true;
        if (context.Count > 0) json["context"] = context;
        if (wanted.Referral is { } referral) json["referral"] = referral.DeepClone();

        var now = time.GetUtcNow();
        var message = new PhoneMessage
        {
            Id = json.Text("id")!,
            FromCustomer = true,
            At = now,
            Content = content,
            ReplyTo = wanted.ReplyTo,
            IsForwarded = wanted.Forwarded,
            Ticks = Ticks.Sent,
        };
        phones.UpdateConversation(phone.Id, number.Id, talk => talk with
        {
            Messages = talk.Messages.Add(message),
            LastInboundAt = now,
            CameFromAdAt = wanted.Referral is null ? talk.CameFromAdAt : now,
        });
        return Tell(phone, number, json) with { Message = message };
    }

    CustomerAct Tell(Phone phone, BusinessNumber number, JsonObject json)
    {
        limits.CountInbound(number.Id);
        var wamid = json.Text("id")!;
        return new CustomerAct(phone.Find(wamid), null, webhooks.SendMessage(phone, number, json, () => phones.Advance(phone.Id, wamid, Ticks.Delivered)));
    }

    static Sample? ReadFile(CustomerMessage wanted)
    {
        var sample = Samples.For(wanted.Type);
        if (wanted.Data is null or "sample") return sample is null ? null : sample with { FileName = wanted.FileName ?? sample.FileName };
        var bytes = new byte[wanted.Data.Length];
        if (!Convert.TryFromBase64String(wanted.Data, bytes, out var length)) return null;
        bytes = bytes[..length];
        var mimeType = wanted.MimeType ?? (wanted.Type is "voice" ? sample!.MimeType : MediaRules.Sniff(bytes)) ?? "application/octet-stream";
        return new Sample(wanted.FileName ?? "arquivo", mimeType, bytes);
    }

    static JsonNode Card(ContactPart contact)
    {
        var names = contact.Name.Split(' ', 2);
        var name = new JsonObject { ["formatted_name"] = contact.Name, ["first_name"] = names[0] };
        if (names.Length == 2) name["last_name"] = names[1];
        var card = new JsonObject { ["name"] = name };
        if (contact.Phone is { } phone) card["phones"] = new JsonArray(new JsonObject { ["phone"] = phone, ["wa_id"] = PhoneNumbers.Digits(phone), ["type"] = "CELL" });
        return card;
    }
}
