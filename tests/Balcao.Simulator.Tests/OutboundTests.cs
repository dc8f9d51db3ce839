namespace Balcao.Simulator.Tests;

public sealed class OutboundTests
{
    [Fact]
    public async Task A_message_is_sent_delivered_and_read_with_price_and_callback_data()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var reply = await world.SendAsync(new
        {
            messaging_product = "whatsapp",
            recipient_type = "individual",
            to = "+55 (11) 99999-0001",
            type = "text",
            text = new { body = "Olá" },
            biz_opaque_callback_data = "msg:8f3",
        });
        Assert.Equal(200, reply.Status);
        var contact = reply.Json.GetProperty("contacts")[0];
        Assert.Equal(("+55 (11) 99999-0001", World.Lucia), (contact.GetProperty("input").GetString(), contact.GetProperty("wa_id").GetString()));
        Assert.StartsWith("BR.", contact.GetProperty("user_id").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("wamid.", reply.Wamid, StringComparison.Ordinal);

        foreach (var name in new[] { "sent", "delivered", "read" })
        {
            var arrival = await world.Receiver.NextAsync(arrival => arrival.Status is not null);
            var status = arrival.Status!.Value;
            Assert.True(arrival.IsSigned);
            Assert.Equal(name, status.GetProperty("status").GetString());
            Assert.Equal(reply.Wamid, status.GetProperty("id").GetString());
            Assert.Equal(World.Lucia, status.GetProperty("recipient_id").GetString());
            Assert.Equal(contact.GetProperty("user_id").GetString(), status.GetProperty("recipient_user_id").GetString());
            Assert.Equal("msg:8f3", status.GetProperty("biz_opaque_callback_data").GetString());
            Assert.Equal("Dona Lúcia", arrival.Value.GetProperty("contacts")[0].GetProperty("profile").GetProperty("name").GetString());
            Assert.Equal(name is not "read", status.TryGetProperty("pricing", out var pricing));
            if (name is "read") continue;
            Assert.Equal(("PMP", "regular", "service"), (pricing.GetProperty("pricing_model").GetString(), pricing.GetProperty("type").GetString(), pricing.GetProperty("category").GetString()));
            Assert.False(status.TryGetProperty("conversation", out _));
        }
        var shown = (await world.MessagesAsync())[^1];
        Assert.Equal(("Olá", "read"), (shown.GetProperty("content").GetProperty("text").GetString(), shown.GetProperty("ticks").GetString()));
    }

    [Theory]
    [InlineData("+55 11 99999-0001")]
    [InlineData("5511999990001")]
    [InlineData("11 99999-0001")]
    [InlineData("551199990001")]
    public async Task Every_way_to_write_the_number_reaches_the_same_phone(string to)
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var reply = await world.SendTextAsync("Oi", to);
        Assert.Equal(World.Lucia, reply.Json.GetProperty("contacts")[0].GetProperty("wa_id").GetString());
    }

    [Fact]
    public async Task A_number_with_a_superfluous_ninth_digit_reaches_the_phone_and_the_answer_has_the_real_id()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync(phone: World.Marcos);
        var reply = await world.SendTextAsync("Oi", "+55 31 98888-0002");
        Assert.Equal(World.Marcos, reply.Json.GetProperty("contacts")[0].GetProperty("wa_id").GetString());
    }

    [Fact]
    public async Task A_reaction_of_the_business_is_shown_on_the_message_and_has_only_the_status_sent()
    {
        await using var world = await World.StartAsync();
        var wamid = await world.WriteAsync();
        await world.SendAsync("reaction", new { message_id = wamid, emoji = "❤️" });
        var sent = (await world.Receiver.NextStatusAsync("sent")).Status!.Value;
        Assert.False(sent.TryGetProperty("pricing", out _));
        var messages = await World.UntilAsync(() => world.MessagesAsync(), all => all[0].TryGetProperty("businessReaction", out _));
        Assert.Equal("❤️", messages[0].GetProperty("businessReaction").GetString());
        Assert.Equal("sent", messages[1].GetProperty("ticks").GetString());
    }

    [Fact]
    public async Task Marking_a_message_as_read_also_marks_earlier_ones_and_shows_typing()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync("um");
        var second = await world.WriteAsync("dois");
        await world.WriteAsync("três");
        var reply = await world.SendAsync(new { messaging_product = "whatsapp", status = "read", message_id = second, typing_indicator = new { type = "text" } });
        Assert.True(reply.Json.GetProperty("success").GetBoolean());
        Assert.Equal(["read", "read", "delivered"], (await world.MessagesAsync()).Select(message => message.GetProperty("ticks").GetString()));
        var phone = (await Reply.OfAsync(world.Control.GetAsync($"phones/{World.Lucia}", TestContext.Current.CancellationToken))).Json;
        Assert.True(phone.GetProperty("conversations").GetProperty(World.Number).TryGetProperty("typingUntil", out _));

        Assert.Equal(131009, (await world.SendAsync(new { messaging_product = "whatsapp", status = "read", message_id = "wamid.unknown" })).Code);
        Assert.Equal(100, (await world.SendAsync(new { messaging_product = "whatsapp", status = "seen", message_id = second })).Code);
    }

    [Fact]
    public async Task Messages_to_an_offline_phone_are_delivered_when_it_is_online_again()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.PatchAsync(World.Lucia, new { isOnline = false });
        var reply = await world.SendTextAsync("Oi");
        await world.Receiver.NextStatusAsync("sent");
        Assert.Equal("sent", (await world.MessagesAsync())[^1].GetProperty("ticks").GetString());

        await world.PatchAsync(World.Lucia, new { isOnline = true });
        Assert.Equal(reply.Wamid, (await world.Receiver.NextStatusAsync("delivered")).Status!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_message_is_read_when_its_conversation_is_opened_and_never_without_read_receipts()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.PatchAsync(World.Lucia, new { isOpen = false });
        await world.SendTextAsync("Oi");
        await world.Receiver.NextStatusAsync("delivered");
        Assert.Equal("delivered", (await world.MessagesAsync())[^1].GetProperty("ticks").GetString());
        await world.PatchAsync(World.Lucia, new { isOpen = true });
        await world.Receiver.NextStatusAsync("read");

        await world.PatchAsync(World.Lucia, new { sendsReadReceipts = false });
        var silent = await world.SendTextAsync("Sem tique azul");
        await world.Receiver.NextStatusAsync("delivered");
        Assert.Equal(0, (await Reply.OfAsync(world.Control.PostAsync($"phones/{World.Lucia}/read", World.JsonBody(new { to = World.Number }), TestContext.Current.CancellationToken))).Json.GetProperty("read").GetInt32());
        Assert.DoesNotContain(world.Receiver.Seen, arrival => arrival.Status is { } status && status.GetProperty("id").GetString() == silent.Wamid && status.GetProperty("status").GetString() == "read");
    }

    [Fact]
    public async Task A_voice_note_that_the_customer_plays_gets_the_status_played()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var media = await world.UploadAsync(World.Sample("audio"), "voz.ogg", "audio/ogg; codecs=opus");
        var reply = await world.SendAsync("audio", new { id = media, voice = true });
        await world.Receiver.NextStatusAsync("read");
        Assert.Equal(204, (await Reply.OfAsync(world.Control.PostAsync($"phones/{World.Lucia}/played", World.JsonBody(new { messageId = reply.Wamid }), TestContext.Current.CancellationToken))).Status);
        Assert.Equal(reply.Wamid, (await world.Receiver.NextStatusAsync("played")).Status!.Value.GetProperty("id").GetString());
    }

    [Fact]
    public async Task An_unknown_recipient_gets_a_phone_or_131026_depending_on_the_setting()
    {
        await using var friendly = await World.StartAsync();
        await friendly.SendAsync(new { messaging_product = "whatsapp", to = "+5511900001111", type = "template", template = new { name = "hello_world", language = new { code = "en_US" } } });
        await friendly.Receiver.NextStatusAsync("delivered");
        Assert.Single(await friendly.MessagesAsync("5511900001111"));

        await using var strict = await World.StartAsync(options => options.UnknownRecipients = UnknownRecipient.Undeliverable);
        var reply = await strict.SendTextAsync("Oi", "+5511900001111");
        Assert.Equal(200, reply.Status);
        var failed = (await strict.Receiver.NextStatusAsync("failed")).Status!.Value;
        Assert.Equal((reply.Wamid, 131026), (failed.GetProperty("id").GetString(), failed.GetProperty("errors")[0].GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Answers_after_an_advertisement_are_free_for_72_hours()
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "text", text = "Vi o anúncio", referral = new { source_type = "ad", source_id = "1", ctwa_clid = "AbC" } });
        var message = (await world.Receiver.NextMessageAsync()).Message!.Value;
        Assert.Equal("AbC", message.GetProperty("referral").GetProperty("ctwa_clid").GetString());
        await world.SendTextAsync("Olá!");
        var sent = (await world.Receiver.NextStatusAsync("sent")).Status!.Value;
        Assert.Equal("free_entry_point", sent.GetProperty("pricing").GetProperty("type").GetString());
        Assert.False(sent.GetProperty("pricing").GetProperty("billable").GetBoolean());
        Assert.Equal("referral_conversion", sent.GetProperty("conversation").GetProperty("origin").GetProperty("type").GetString());
        Assert.True(sent.GetProperty("conversation").TryGetProperty("expiration_timestamp", out _));
    }
}
