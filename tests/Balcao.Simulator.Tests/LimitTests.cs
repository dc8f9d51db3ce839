using Microsoft.Extensions.Time.Testing;

namespace Balcao.Simulator.Tests;

public sealed class LimitTests
{
    static FakeTimeProvider Clock() => new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Outside_the_24_hour_window_free_text_fails_asynchronously_and_a_template_is_delivered()
    {
        var clock = Clock();
        await using var world = await World.StartAsync(time: clock);
        await world.WriteAsync();
        clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        var reply = await world.SendTextAsync("Ainda está aí?");
        Assert.Equal(200, reply.Status);
        var arrival = await world.Receiver.NextStatusAsync("failed");
        var error = arrival.Status!.Value.GetProperty("errors")[0];
        Assert.Equal((131047, "Re-engagement message"), (error.GetProperty("code").GetInt32(), error.GetProperty("title").GetString()));
        Assert.NotEmpty(error.GetProperty("error_data").GetProperty("details").GetString()!);
        Assert.False(arrival.Value.TryGetProperty("contacts", out _));

        await world.SendAsync("template", new { name = "hello_world", language = new { code = "en_US" } });
        await world.Receiver.NextStatusAsync("delivered");
    }

    [Fact]
    public async Task The_window_check_can_be_synchronous_or_off()
    {
        await using var sync = await World.StartAsync(options => options.Window = WindowCheck.Sync);
        var refused = await sync.SendTextAsync("Oi");
        Assert.Equal((400, 131047), (refused.Status, refused.Code));
        await sync.WriteAsync();
        Assert.Equal(200, (await sync.SendTextAsync("Oi")).Status);

        await using var off = await World.StartAsync(options => options.Window = WindowCheck.Off);
        await off.SendTextAsync("Oi");
        await off.Receiver.NextStatusAsync("delivered");
    }

    [Fact]
    public async Task Each_number_has_its_own_window()
    {
        await using var world = await World.StartAsync(options => options.Window = WindowCheck.Sync);
        await world.WriteAsync();
        var other = await world.SendAsync(new { messaging_product = "whatsapp", to = World.Lucia, text = new { body = "Oi" } }, "100200300400501");
        Assert.Equal(131047, other.Code);
    }

    [Fact]
    public async Task The_46th_message_to_one_customer_is_refused_until_six_seconds_have_passed()
    {
        var clock = Clock();
        await using var world = await World.StartAsync(time: clock);
        await world.WriteAsync();
        await world.WriteAsync(phone: World.Marcos);
        for (var i = 0; i < 45; i++) Assert.Equal(200, (await world.SendTextAsync("Oi")).Status);
        var refused = await world.SendTextAsync("Oi");
        Assert.Equal((400, 131056), (refused.Status, refused.Code));
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(200, (await world.SendTextAsync("Oi")).Status);
        Assert.Equal(131056, (await world.SendTextAsync("Oi")).Code);
        Assert.Equal(200, (await world.SendTextAsync("Oi", "+" + World.Marcos)).Status);
    }

    [Fact]
    public async Task More_than_the_throughput_of_a_number_is_refused()
    {
        var clock = Clock();
        await using var world = await World.StartAsync(options => options.Limits = new LimitOptions { PairRate = false, MessagesPerSecond = 5 }, clock);
        await world.WriteAsync();
        // The customer's message also counts.
        for (var i = 0; i < 4; i++) Assert.Equal(200, (await world.SendTextAsync("Oi")).Status);
        Assert.Equal(130429, (await world.SendTextAsync("Oi")).Code);
        clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(200, (await world.SendTextAsync("Oi")).Status);
    }

    [Fact]
    public async Task Service_messages_were_free_before_October_2026()
    {
        await using var world = await World.StartAsync(time: new FakeTimeProvider(new DateTimeOffset(2026, 9, 30, 12, 0, 0, TimeSpan.Zero)));
        await world.WriteAsync();
        await world.SendTextAsync("Oi");
        var pricing = (await world.Receiver.NextStatusAsync("sent")).Status!.Value.GetProperty("pricing");
        Assert.Equal(("free_customer_service", false), (pricing.GetProperty("type").GetString(), pricing.GetProperty("billable").GetBoolean()));
    }
}
