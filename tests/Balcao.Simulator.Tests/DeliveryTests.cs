using Microsoft.Extensions.Time.Testing;

namespace Balcao.Simulator.Tests;

public sealed class DeliveryTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(204)]
    [InlineData(302)]
    public async Task Any_answer_other_than_200_is_retried_with_the_same_bytes(int answer)
    {
        await using var world = await World.StartAsync();
        world.Receiver.Answer = nth => nth < 3 ? answer : 200;
        await world.ActAsync(new { type = "text", text = "Oi" });
        var first = await world.Receiver.NextMessageAsync();
        await world.Receiver.NextMessageAsync();
        var third = await world.Receiver.NextMessageAsync();
        Assert.Equal(first.Body, third.Body);
        Assert.True(third.IsSigned);

        var delivery = await World.UntilAsync(async () => (await world.DeliveriesAsync())[0], delivery => delivery.GetProperty("state").GetString() == "delivered");
        Assert.Equal([answer, answer, 200], delivery.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("statusCode").GetInt32()));
        Assert.Equal("delivered", (await world.MessagesAsync())[0].GetProperty("ticks").GetString());
    }

    [Fact]
    public async Task Intervals_between_retries_grow_and_retries_end_after_seven_days()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(options => options.Webhook.RetryGaps = [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(3)], clock);
        world.Receiver.Answer = _ => 503;
        await world.ActAsync(new { type = "text", text = "Oi" });
        foreach (var (gap, attempts) in new[] { (TimeSpan.FromMinutes(1), 2), (TimeSpan.FromHours(1), 3), (TimeSpan.FromDays(3), 4), (TimeSpan.FromDays(3), 5) })
        {
            var waiting = await World.UntilAsync(async () => (await world.DeliveriesAsync())[0], delivery => delivery.TryGetProperty("nextAttemptAt", out _) && delivery.GetProperty("attempts").GetArrayLength() == attempts - 1);
            Assert.Equal(clock.GetUtcNow() + gap, waiting.GetProperty("nextAttemptAt").GetDateTimeOffset());
            clock.Advance(gap);
        }
        var last = await World.UntilAsync(async () => (await world.DeliveriesAsync())[0], delivery => delivery.GetProperty("state").GetString() == "givenUp");
        Assert.Equal(5, last.GetProperty("attempts").GetArrayLength());
    }

    [Fact]
    public async Task A_callback_without_an_answer_in_time_counts_as_failed()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(options => options.Webhook.RetryGaps = [TimeSpan.FromHours(1)], clock);
        using var release = new ManualResetEventSlim();
        world.Receiver.Answer = nth =>
        {
            if (nth == 1) release.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            return 200;
        };
        var act = Reply.OfAsync(world.Control.PostAsync($"phones/{World.Lucia}/messages?wait=true", World.JsonBody(new { type = "text", text = "Oi" }), TestContext.Current.CancellationToken));
        await World.UntilAsync(() => world.MessagesAsync(), _ => world.Receiver.Posts == 1);
        clock.Advance(world.Options.Webhook.Timeout);
        var attempt = (await act).Json.GetProperty("delivery").GetProperty("attempts")[0];
        release.Set();
        Assert.Equal("timeout", attempt.GetProperty("failure").GetString());
        Assert.Equal("sent", (await world.MessagesAsync())[0].GetProperty("ticks").GetString());

        await World.UntilAsync(async () => (await world.DeliveriesAsync())[0], delivery => delivery.TryGetProperty("nextAttemptAt", out _));
        await world.Control.PostAsync("webhooks/retry", null, TestContext.Current.CancellationToken);
        await World.UntilAsync(async () => (await world.DeliveriesAsync())[0], delivery => delivery.GetProperty("state").GetString() == "delivered");
    }

    [Fact]
    public async Task Messages_of_one_customer_arrive_in_order()
    {
        await using var world = await World.StartAsync();
        for (var i = 0; i < 20; i++) await world.Control.PostAsync($"phones/{World.Lucia}/messages", World.JsonBody(new { type = "text", text = $"{i}" }), TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++) Assert.Equal($"{i}", (await world.Receiver.NextMessageAsync()).Message!.Value.GetProperty("text").GetProperty("body").GetString());
    }

    [Fact]
    public async Task The_verification_of_the_callback_can_be_requested()
    {
        await using var world = await World.StartAsync();
        var good = await Reply.OfAsync(world.Control.PostAsync("webhooks/verification", null, TestContext.Current.CancellationToken));
        Assert.Equal(200, good.Json.GetProperty("statusCode").GetInt32());
        Assert.False(good.Json.TryGetProperty("error", out _));

        await world.Control.PutAsync("webhooks/callback", World.JsonBody(new { url = world.Receiver.Url, verifyToken = "wrong" }), TestContext.Current.CancellationToken);
        var bad = await Reply.OfAsync(world.Control.PostAsync("webhooks/verification", null, TestContext.Current.CancellationToken));
        Assert.Equal(403, bad.Json.GetProperty("statusCode").GetInt32());
        Assert.NotEmpty(bad.Json.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Any_value_and_any_bytes_can_be_sent()
    {
        await using var world = await World.StartAsync();
        await world.Control.PostAsync("webhooks/values?field=account_alerts&wait=true", World.JsonBody(new { entity_type = "BUSINESS" }), TestContext.Current.CancellationToken);
        var alert = await world.Receiver.NextAsync();
        Assert.True(alert.IsSigned);
        Assert.Equal("BUSINESS", alert.Value.GetProperty("entity_type").GetString());
        Assert.True(alert.Json.GetProperty("entry")[0].TryGetProperty("time", out _));

        foreach (var (signature, signed) in new[] { ("valid", true), ("wrong", false), ("missing", false) })
        {
            await world.Control.PostAsync($"webhooks/bodies?signature={signature}", new StringContent("not json é"), TestContext.Current.CancellationToken);
            var raw = await world.Receiver.NextAsync();
            Assert.Equal(("not json é", signed), (raw.Text, raw.IsSigned));
        }
    }

    [Fact]
    public async Task Two_servers_in_one_process_do_not_share_anything()
    {
        await using var one = await World.StartAsync();
        await using var two = await World.StartAsync();
        await one.WriteAsync();
        Assert.Empty(await two.MessagesAsync());
        Assert.Empty(two.Receiver.Seen);
    }
}
