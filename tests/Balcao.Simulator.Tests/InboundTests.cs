using System.Security.Cryptography;
using System.Text.Json;

namespace Balcao.Simulator.Tests;

public sealed class InboundTests
{
    [Fact]
    public async Task A_text_is_signed_and_has_the_envelope_of_the_reference()
    {
        await using var world = await World.StartAsync();
        var act = await world.ActAsync(new { type = "text", text = "Olá, preço do café: R$ 10/kg 😀" });

        var arrival = await world.Receiver.NextMessageAsync();
        Assert.True(arrival.IsSigned);
        Assert.Equal("whatsapp_business_account", arrival.Json.GetProperty("object").GetString());
        Assert.Equal(World.Account, arrival.Json.GetProperty("entry")[0].GetProperty("id").GetString());
        Assert.Equal("messages", arrival.Json.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("field").GetString());
        Assert.Equal("551140000500", arrival.Value.GetProperty("metadata").GetProperty("display_phone_number").GetString());
        Assert.Equal(World.Number, arrival.Value.GetProperty("metadata").GetProperty("phone_number_id").GetString());
        var contact = arrival.Value.GetProperty("contacts")[0];
        Assert.Equal("Dona Lúcia", contact.GetProperty("profile").GetProperty("name").GetString());
        Assert.Equal(World.Lucia, contact.GetProperty("wa_id").GetString());
        var message = arrival.Message!.Value;
        Assert.Equal(World.Lucia, message.GetProperty("from").GetString());
        Assert.Equal(contact.GetProperty("user_id").GetString(), message.GetProperty("from_user_id").GetString());
        Assert.Equal(act.Json.GetProperty("message").GetProperty("id").GetString(), message.GetProperty("id").GetString());
        Assert.Equal("Olá, preço do café: R$ 10/kg 😀", message.GetProperty("text").GetProperty("body").GetString());
        Assert.True(long.TryParse(message.GetProperty("timestamp").GetString(), out _));
    }

    [Fact]
    public async Task The_bytes_are_escaped_as_Meta_escapes_them()
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "text", text = "ção a/b \\u00E7 \"x\" 😀" });

        var arrival = await world.Receiver.NextMessageAsync();
        Assert.Contains("""\u00e7\u00e3o a\/b \\u00E7 \"x\" \ud83d\ude00""", arrival.Text, StringComparison.Ordinal);
        Assert.All(arrival.Body, b => Assert.InRange(b, 0x20, 0x7e));
    }

    [Theory]
    [InlineData("image", "image", "image/jpeg")]
    [InlineData("voice", "audio", "audio/ogg; codecs=opus")]
    [InlineData("document", "document", "application/pdf")]
    [InlineData("sticker", "sticker", "image/webp")]
    public async Task A_sample_file_arrives_and_can_be_fetched(string type, string wireType, string mimeType)
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type, data = "sample" });

        var message = (await world.Receiver.NextMessageAsync()).Message!.Value;
        Assert.Equal(wireType, message.GetProperty("type").GetString());
        var part = message.GetProperty(wireType);
        Assert.Equal(mimeType, part.GetProperty("mime_type").GetString());
        Assert.Equal(type is "voice", part.TryGetProperty("voice", out var voice) && voice.GetBoolean());
        Assert.Equal(type is "document", part.TryGetProperty("filename", out _));

        var node = await world.GetAsync(part.GetProperty("id").GetString()!);
        var bytes = await world.Graph.GetByteArrayAsync(node.Json.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        Assert.Equal(part.GetProperty("sha256").GetString(), Convert.ToBase64String(SHA256.HashData(bytes)));
        Assert.Equal(node.Json.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        var direct = await world.Graph.GetByteArrayAsync(part.GetProperty("url").GetString(), TestContext.Current.CancellationToken);
        Assert.Equal(bytes, direct);
    }

    [Fact]
    public async Task A_file_given_by_the_caller_is_sent_unchanged()
    {
        await using var world = await World.StartAsync();
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        await world.ActAsync(new { type = "image", data = Convert.ToBase64String(png), caption = "Olha" });

        var part = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("image");
        Assert.Equal("image/png", part.GetProperty("mime_type").GetString());
        Assert.Equal("Olha", part.GetProperty("caption").GetString());
        Assert.Equal(png, await world.Graph.GetByteArrayAsync(part.GetProperty("url").GetString(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Location_and_contacts_have_the_fields_of_the_reference()
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "location", latitude = -23.5, longitude = -46.6, name = "MASP", address = "Av. Paulista, 1578" });
        var place = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("location");
        Assert.Equal(-23.5, place.GetProperty("latitude").GetDouble());
        Assert.Equal("MASP", place.GetProperty("name").GetString());

        await world.ActAsync(new { type = "contacts", contacts = new[] { new { name = "Paulo Nogueira", phone = "+55 11 98888-1234" } } });
        var card = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("contacts")[0];
        Assert.Equal("Paulo Nogueira", card.GetProperty("name").GetProperty("formatted_name").GetString());
        Assert.Equal("5511988881234", card.GetProperty("phones")[0].GetProperty("wa_id").GetString());
    }

    [Fact]
    public async Task A_reply_and_a_reaction_name_their_message()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var wamid = (await world.SendTextAsync("Bom dia!")).Wamid;
        await world.ActAsync(new { type = "text", text = "Oi", replyTo = wamid });
        var context = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("context");
        Assert.Equal(wamid, context.GetProperty("id").GetString());
        Assert.Equal("551140000500", context.GetProperty("from").GetString());

        await world.ActAsync(new { type = "reaction", messageId = wamid, emoji = "👍" });
        var reaction = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("reaction");
        Assert.Equal(wamid, reaction.GetProperty("message_id").GetString());
        Assert.Equal("👍", reaction.GetProperty("emoji").GetString());
        Assert.Contains(await world.MessagesAsync(), message => message.TryGetProperty("customerReaction", out var shown) && shown.GetString() == "👍");

        await world.ActAsync(new { type = "reaction", messageId = wamid });
        Assert.False((await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("reaction").TryGetProperty("emoji", out _));
    }

    [Fact]
    public async Task Webhooks_of_a_customer_with_only_a_username_contain_no_phone_number()
    {
        await using var world = await World.StartAsync();
        var theo = (await Reply.OfAsync(world.Control.GetAsync("phones", TestContext.Current.CancellationToken))).Json.EnumerateArray().Single(phone => phone.GetProperty("name").GetString() == "Theo").GetProperty("id").GetString()!;
        await world.ActAsync(new { type = "text", text = "Oi" }, theo);

        var arrival = await world.Receiver.NextMessageAsync();
        Assert.False(arrival.Message!.Value.TryGetProperty("from", out _));
        Assert.Equal(theo, arrival.Message.Value.GetProperty("from_user_id").GetString());
        var contact = arrival.Value.GetProperty("contacts")[0];
        Assert.False(contact.TryGetProperty("wa_id", out _));
        Assert.Equal("theo.anon", contact.GetProperty("profile").GetProperty("username").GetString());

        var reply = await world.SendAsync(new { messaging_product = "whatsapp", recipient = theo, type = "text", text = new { body = "Olá" } });
        Assert.Equal(200, reply.Status);
        var sent = (await world.Receiver.NextStatusAsync("sent")).Status!.Value;
        Assert.False(sent.TryGetProperty("recipient_id", out _));
        Assert.Equal(theo, sent.GetProperty("recipient_user_id").GetString());
    }

    [Fact]
    public async Task Buttons_and_list_rows_answer_with_their_ids()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var buttons = await world.SendAsync("interactive", new
        {
            type = "button",
            body = new { text = "Como prefere?" },
            action = new { buttons = new[] { new { type = "reply", reply = new { id = "troca", title = "Trocar" } } } },
        });
        await world.ActAsync(new { type = "press", messageId = buttons.Wamid, optionId = "troca" });
        var pressed = (await world.Receiver.NextMessageAsync()).Message!.Value;
        Assert.Equal("button_reply", pressed.GetProperty("interactive").GetProperty("type").GetString());
        Assert.Equal("troca", pressed.GetProperty("interactive").GetProperty("button_reply").GetProperty("id").GetString());
        Assert.Equal(buttons.Wamid, pressed.GetProperty("context").GetProperty("id").GetString());

        var list = await world.SendAsync("interactive", new
        {
            type = "list",
            body = new { text = "Quando?" },
            action = new { button = "Horários", sections = new[] { new { title = "Manhã", rows = new[] { new { id = "8", title = "8h", description = "Cedo" } } } } },
        });
        await world.ActAsync(new { type = "press", messageId = list.Wamid, optionId = "8" });
        var chosen = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("interactive").GetProperty("list_reply");
        Assert.Equal(("8", "8h", "Cedo"), (chosen.GetProperty("id").GetString(), chosen.GetProperty("title").GetString(), chosen.GetProperty("description").GetString()));

        var nothing = await world.ActAsync(new { type = "press", messageId = list.Wamid, optionId = "9" });
        Assert.Equal(400, nothing.Status);
    }

    [Fact]
    public async Task A_template_quick_reply_arrives_as_a_button()
    {
        await using var world = await World.StartAsync();
        var template = await world.SendAsync("template", new
        {
            name = "pedido_enviado",
            language = new { code = "pt_BR" },
            components = new object[]
            {
                new { type = "body", parameters = new[] { new { type = "text", text = "Ana" }, new { type = "text", text = "4711" } } },
                new { type = "button", sub_type = "quick_reply", index = "0", parameters = new[] { new { type = "payload", payload = "CONFIRM-7" } } },
                new { type = "button", sub_type = "url", index = "1", parameters = new[] { new { type = "text", text = "4711" } } },
            },
        });
        Assert.Equal("accepted", template.Json.GetProperty("messages")[0].GetProperty("message_status").GetString());
        await world.ActAsync(new { type = "press", messageId = template.Wamid, optionId = "CONFIRM-7" });

        var message = (await world.Receiver.NextMessageAsync()).Message!.Value;
        Assert.Equal("button", message.GetProperty("type").GetString());
        Assert.Equal("CONFIRM-7", message.GetProperty("button").GetProperty("payload").GetString());
    }

    [Fact]
    public async Task An_edit_and_a_deletion_name_the_message()
    {
        await using var world = await World.StartAsync();
        var wamid = await world.WriteAsync("Quero um cafe");
        await world.ActAsync(new { type = "edit", messageId = wamid, text = "Quero um café" });
        var edit = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("edit");
        Assert.Equal(wamid, edit.GetProperty("original_message_id").GetString());
        Assert.Equal("Quero um café", edit.GetProperty("message").GetProperty("text").GetProperty("body").GetString());

        await world.ActAsync(new { type = "revoke", messageId = wamid });
        Assert.Equal(wamid, (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("revoke").GetProperty("original_message_id").GetString());
        Assert.True((await world.MessagesAsync())[0].GetProperty("isRevoked").GetBoolean());
    }

    [Fact]
    public async Task An_unsupported_message_has_error_131051_and_a_raw_one_has_the_given_payload()
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "unsupported" });
        Assert.Equal(131051, (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32());

        await world.ActAsync(new { type = "raw", payload = new { type = "hologram", hologram = new { depth = 3 } } });
        var raw = (await world.Receiver.NextMessageAsync()).Message!.Value;
        Assert.Equal("hologram", raw.GetProperty("type").GetString());
        Assert.Equal(World.Lucia, raw.GetProperty("from").GetString());
    }

    [Theory]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":"text","text":""}""")]
    [InlineData("""{"type":"telepathy"}""")]
    [InlineData("""{"type":"image","data":"not base64!"}""")]
    [InlineData("""{"type":"video"}""")]
    [InlineData("""{"type":"reaction","emoji":"x"}""")]
    [InlineData("""{"type":"text","text":"x","to":"1"}""")]
    public async Task An_invalid_action_of_a_phone_is_refused_with_the_reason(string act)
    {
        await using var world = await World.StartAsync();
        var reply = await world.ActAsync(JsonDocument.Parse(act).RootElement);
        Assert.Equal(400, reply.Status);
        Assert.NotEmpty(reply.Json.GetProperty("error").GetString()!);
        Assert.Empty(world.Receiver.Seen);
    }

    [Fact]
    public async Task An_unknown_phone_is_refused()
    {
        await using var world = await World.StartAsync();
        Assert.Equal(400, (await world.ActAsync(new { type = "text", text = "x" }, "999")).Status);
    }
}
