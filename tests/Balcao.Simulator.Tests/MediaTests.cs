using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Simulator.Tests;

public sealed class MediaTests
{
    [Fact]
    public async Task An_upload_can_be_looked_up_fetched_sent_and_deleted()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var bytes = World.Sample("image");
        var id = await world.UploadAsync(bytes, "foto.jpg", "image/jpeg");

        var node = (await world.GetAsync(id)).Json;
        Assert.Equal(("whatsapp", "image/jpeg", bytes.Length, id), (node.GetProperty("messaging_product").GetString(), node.GetProperty("mime_type").GetString(), node.GetProperty("file_size").GetInt32(), node.GetProperty("id").GetString()));
        Assert.Equal(bytes, await world.Graph.GetByteArrayAsync(node.GetProperty("url").GetString(), TestContext.Current.CancellationToken));
        Assert.Equal(200, (await world.GetAsync($"{id}?phone_number_id={World.Number}")).Status);
        Assert.Equal(100, (await world.GetAsync($"{id}?phone_number_id=1")).Code);

        await world.SendAsync("image", new { id, caption = "Veja" });
        await world.Receiver.NextStatusAsync("delivered");
        var shown = (await world.MessagesAsync())[^1].GetProperty("content").GetProperty("media").GetProperty("id").GetString();
        Assert.Equal(bytes, await world.Control.GetByteArrayAsync("media/" + shown, TestContext.Current.CancellationToken));

        Assert.True((await Reply.OfAsync(world.Graph.DeleteAsync(id, TestContext.Current.CancellationToken))).Json.GetProperty("success").GetBoolean());
        var gone = await world.GetAsync(id);
        Assert.Equal((100, 33), (gone.Code, gone.Error.GetProperty("error_subcode").GetInt32()));
    }

    [Fact]
    public async Task The_address_of_a_file_needs_the_token_and_expires_after_five_minutes()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(time: clock);
        var id = await world.UploadAsync(World.Sample("image"), "foto.jpg", "image/jpeg");
        var url = (await world.GetAsync(id)).Json.GetProperty("url").GetString()!;

        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Control.GetAsync(url, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Graph.GetAsync(url + "0", TestContext.Current.CancellationToken)).StatusCode);
        clock.Advance(TimeSpan.FromMinutes(4.9));
        Assert.Equal(HttpStatusCode.OK, (await world.Graph.GetAsync(url, TestContext.Current.CancellationToken)).StatusCode);
        clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal(HttpStatusCode.NotFound, (await world.Graph.GetAsync(url, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(200, (await world.GetAsync(id)).Status);
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(100, (await world.GetAsync(id)).Code);
    }

    [Theory]
    [InlineData("image/gif", 100)]
    [InlineData("audio/webm", 100)]
    [InlineData("application/octet-stream", 100)]
    public async Task A_type_that_WhatsApp_does_not_accept_is_refused_at_the_upload(string mimeType, int code)
    {
        await using var world = await World.StartAsync();
        var reply = await world.TryUploadAsync([1, 2, 3], "x", mimeType);
        Assert.Equal((400, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_picture_over_five_megabytes_and_an_upload_without_its_fields_are_refused()
    {
        await using var world = await World.StartAsync();
        Assert.Equal(131053, (await world.TryUploadAsync(new byte[5 * 1024 * 1024 + 1], "x.jpg", "image/jpeg")).Code);
        using var bare = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "x.jpg" } };
        Assert.Equal(100, (await Reply.OfAsync(world.Graph.PostAsync($"{World.Number}/media", bare, TestContext.Current.CancellationToken))).Code);
        using var fileless = new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" } };
        Assert.Equal(100, (await Reply.OfAsync(world.Graph.PostAsync($"{World.Number}/media", fileless, TestContext.Current.CancellationToken))).Code);
    }

    [Fact]
    public async Task A_file_that_does_not_match_its_type_is_accepted_and_then_fails_with_131053()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var png = await world.UploadAsync(World.Sample("audio"), "foto.png", "image/png");
        Assert.Equal(200, (await world.SendAsync("image", new { id = png })).Status);
        Assert.Equal(131053, Code(await world.Receiver.NextStatusAsync("failed")));

        // A common mistake: a voice note declared as audio/opus instead of audio/ogg.
        var opus = await world.UploadAsync(World.Sample("audio"), "voz.opus", "audio/opus");
        await world.SendAsync("audio", new { id = opus });
        Assert.Equal(131053, Code(await world.Receiver.NextStatusAsync("failed")));

        var pdf = await world.UploadAsync(World.Sample("document"), "x.pdf", "application/pdf");
        await world.SendAsync("image", new { id = pdf });
        Assert.Equal(131053, Code(await world.Receiver.NextStatusAsync("failed")));

        static int Code(Arrival arrival) => arrival.Status!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32();
    }

    [Fact]
    public async Task A_linked_file_is_fetched_and_a_link_that_cannot_be_fetched_fails_asynchronously()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.ActAsync(new { type = "image" });
        var own = (await world.MessagesAsync())[^1].GetProperty("content").GetProperty("media").GetProperty("id").GetString();
        var link = new Uri(world.Control.BaseAddress!, "media/" + own).ToString();
        await world.SendAsync("image", new { link });
        await world.Receiver.NextStatusAsync("delivered");
        Assert.Equal("image/jpeg", (await world.MessagesAsync())[^1].GetProperty("content").GetProperty("media").GetProperty("mimeType").GetString());

        await world.SendAsync("image", new { link = new Uri(world.Control.BaseAddress!, "media/none").ToString() });
        Assert.Equal(131053, (await world.Receiver.NextStatusAsync("failed")).Status!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_media_file_can_be_requested_from_the_middle()
    {
        await using var world = await World.StartAsync();
        await world.ActAsync(new { type = "voice" });
        var id = (await world.MessagesAsync())[0].GetProperty("content").GetProperty("media").GetProperty("id").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "media/" + id) { Headers = { Range = new RangeHeaderValue(100, 199) } };
        using var part = await world.Control.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.PartialContent, 100L), (part.StatusCode, part.Content.Headers.ContentLength));
    }
}
