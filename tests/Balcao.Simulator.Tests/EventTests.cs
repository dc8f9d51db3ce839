using System.Net.Http.Json;

namespace Balcao.Simulator.Tests;

public sealed class EventTests
{
    [Fact]
    public async Task Every_event_is_sent_with_a_signature()
    {
        await using var world = await World.StartAsync();
        var kinds = (await Reply.OfAsync(world.Control.GetAsync("events", TestContext.Current.CancellationToken))).Json;
        var told = 0;
        foreach (var kind in kinds.GetProperty("ofNumber").EnumerateArray().Concat(kinds.GetProperty("ofCustomer").EnumerateArray()))
        {
            var reply = await TellAsync(world, kind.GetString()!, new { message_id = "wamid.X" });
            Assert.Equal(202, reply.Status);
            Assert.Equal("delivered", reply.Json.GetProperty("delivery").GetProperty("state").GetString());
            told++;
        }
        Assert.True(told >= 25);
        Assert.All(world.Receiver.Seen, arrival => Assert.True(arrival.IsSigned));
    }

    [Fact]
    [Trait("Finding", "F2")]
    public async Task The_files_of_the_history_follow_under_the_ids_of_their_placeholders()
    {
        await using var world = await World.StartAsync();
        await TellAsync(world, "history", new { });
        var values = world.Receiver.Seen.Select(arrival => arrival.Value).ToList();
        var placeholders =
            from value in values
            where value.TryGetProperty("history", out var chunks) && chunks[0].GetProperty("metadata").GetProperty("phase").GetInt32() == 0
            from thread in value.GetProperty("history")[0].GetProperty("threads").EnumerateArray()
            from message in thread.GetProperty("messages").EnumerateArray()
            where message.GetProperty("type").GetString() == "media_placeholder"
            select message.GetProperty("id").GetString();
        var files = values.Where(value => value.TryGetProperty("messages", out _)).Select(value => value.GetProperty("messages")[0]).ToList();
        Assert.Equal(placeholders.Order(), files.Select(file => file.GetProperty("id").GetString()).Order());
        var media = await world.GetAsync(files[0].GetProperty("image").GetProperty("id").GetString()!);
        Assert.Equal(200, media.Status);
    }

    [Fact]
    public async Task A_customer_who_stopped_marketing_gets_no_more_of_it()
    {
        await using var world = await World.StartAsync();
        await TellAsync(world, "stop_marketing", new { });
        var media = await world.UploadAsync(World.Sample("image"), "a.jpg", "image/jpeg");
        await world.SendAsync("template", new
        {
            name = "novidades_da_semana",
            language = new { code = "pt_BR" },
            components = new object[]
            {
                new { type = "header", parameters = new[] { new { type = "image", image = new { id = media } } } },
                new { type = "body", parameters = new[] { new { type = "text", text = "Ana" } } },
            },
        });
        Assert.Equal(131050, (await world.Receiver.NextStatusAsync("failed")).Status!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_burst_is_sent_in_posts_of_up_to_a_thousand_messages()
    {
        await using var world = await World.StartAsync();
        var done = (await Reply.OfAsync(world.Control.PostAsJsonAsync("bursts", new { messages = 2500, customers = 100 }, TestContext.Current.CancellationToken))).Json;
        Assert.Equal((3, 3), (done.GetProperty("posts").GetInt32(), done.GetProperty("delivered").GetInt32()));
        Assert.Equal([1000, 1000, 500], world.Receiver.Seen.Select(arrival => arrival.Value.GetProperty("messages").GetArrayLength()).OrderDescending());
    }

    [Fact]
    public async Task Received_messages_are_listed_in_order_and_in_pages()
    {
        await using var world = await World.StartAsync(options => options.Statuses.Enabled = false);
        await world.WriteAsync();
        for (var i = 0; i < 7; i++)
            await world.SendAsync(new { messaging_product = "whatsapp", to = "+" + World.Lucia, type = "text", text = new { body = "Oi" }, biz_opaque_callback_data = "msg:" + i });
        var first = (await Reply.OfAsync(world.Control.GetAsync($"received?phone={World.Lucia}&limit=4", TestContext.Current.CancellationToken))).Json;
        Assert.Equal(7, first.GetProperty("total").GetInt32());
        var second = (await Reply.OfAsync(world.Control.GetAsync($"received?phone={World.Lucia}&limit=4&after={first.GetProperty("next").GetInt64()}", TestContext.Current.CancellationToken))).Json;
        Assert.Equal(["msg:0", "msg:1", "msg:2", "msg:3", "msg:4", "msg:5", "msg:6"],
            first.GetProperty("messages").EnumerateArray().Concat(second.GetProperty("messages").EnumerateArray()).Select(message => message.GetProperty("callbackData").GetString()));
    }

    [Theory]
    [InlineData("notFound", 404)]
    [InlineData("unauthorized", 401)]
    [InlineData("expired", 404)]
    public async Task A_customer_s_file_cannot_be_downloaded_until_the_fault_is_reset(string media, int status)
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "image" });
        var id = (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("image").GetProperty("id").GetString();
        var url = (await world.GetAsync(id!)).Json.GetProperty("url").GetString();
        await world.SetFaultsAsync(new { media });
        Assert.Equal(status, (await Reply.OfAsync(world.Graph.GetAsync(url, TestContext.Current.CancellationToken))).Status);
        await world.Control.DeleteAsync("faults", TestContext.Current.CancellationToken);
        Assert.Equal(200, (await Reply.OfAsync(world.Graph.GetAsync(url, TestContext.Current.CancellationToken))).Status);
    }

    static Task<Reply> TellAsync(World world, string kind, object body) =>
        Reply.OfAsync(world.Control.PostAsJsonAsync($"events/{kind}?phone={World.Lucia}&wait=true", body));
}
