using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Simulator.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task An_expired_token_is_answered_with_190_and_463_until_the_fault_is_reset()
    {
        await using var world = await World.StartAsync();
        await world.SetFaultsAsync(new { expiredToken = true });
        var reply = await world.SendTextAsync("Oi");
        Assert.Equal((401, 190, 463), (reply.Status, reply.Code, reply.Error.GetProperty("error_subcode").GetInt32()));
        Assert.Equal(190, (await world.GetAsync(World.Number)).Code);
        await world.Control.DeleteAsync("faults", TestContext.Current.CancellationToken);
        Assert.Equal(200, (await world.GetAsync(World.Number)).Status);
    }

    [Fact]
    public async Task With_the_closed_window_fault_free_text_fails_even_after_a_customer_s_message()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.SetFaultsAsync(new { closedWindow = true });
        await world.SendTextAsync("Oi");
        Assert.Equal(131047, (await world.Receiver.NextStatusAsync("failed")).Status!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task The_next_sends_fail_with_the_chosen_code_the_chosen_number_of_times()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.SetFaultsAsync(new { failCode = 131049, failCount = 2 });
        Assert.Equal(131049, (await world.SendTextAsync("um")).Code);
        Assert.Equal(131049, (await world.SendTextAsync("dois")).Code);
        Assert.Equal(200, (await world.SendTextAsync("três")).Status);

        await world.SetFaultsAsync(new { failCode = 131026, failLate = true });
        Assert.Equal(200, (await world.SendTextAsync("quatro")).Status);
        Assert.Equal(131026, (await world.Receiver.NextStatusAsync("failed")).Status!.Value.GetProperty("errors")[0].GetProperty("code").GetInt32());
        Assert.Equal("failed", (await world.MessagesAsync())[^1].GetProperty("ticks").GetString());
    }

    [Fact]
    public async Task Server_errors_are_answered_as_JSON_or_as_an_HTML_page()
    {
        await using var world = await World.StartAsync();
        await world.SetFaultsAsync(new { serverErrors = 2 });
        var page = await world.GetAsync(World.Number);
        Assert.Equal(503, page.Status);
        Assert.StartsWith("<html>", page.Body, StringComparison.Ordinal);
        var json = await world.GetAsync(World.Number);
        Assert.Equal((503, 131016, true), (json.Status, json.Code, json.Error.GetProperty("is_transient").GetBoolean()));
        Assert.Equal(200, (await world.GetAsync(World.Number)).Status);
    }

    [Fact]
    public async Task A_message_whose_answer_is_lost_is_still_delivered()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.SetFaultsAsync(new { timeoutsAfterAcceptance = 1 });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = world.Graph.PostAsync($"{World.Number}/messages", World.JsonBody(new { messaging_product = "whatsapp", to = World.Lucia, text = new { body = "Chegou?" }, biz_opaque_callback_data = "msg:1" }), patience.Token);
        Assert.Equal("msg:1", (await world.Receiver.NextStatusAsync("delivered")).Status!.Value.GetProperty("biz_opaque_callback_data").GetString());
        Assert.False(call.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await World.UntilAsync(() => Reply.OfAsync(world.Control.GetAsync("calls?method=POST", TestContext.Current.CancellationToken)), reply => reply.Json.EnumerateArray().Any(made => made.GetProperty("status").GetInt32() == 0));
    }

    [Fact]
    public async Task Duplicates_arrive_twice_with_the_same_bytes()
    {
        await using var world = await World.StartAsync();
        await world.SetFaultsAsync(new { duplicateDeliveries = true });
        await world.ActAsync(new { type = "text", text = "Oi" });
        var first = await world.Receiver.NextMessageAsync();
        Assert.Equal(first.Body, (await world.Receiver.NextMessageAsync()).Body);
    }

    [Fact]
    public async Task With_out_of_order_delivery_the_second_message_arrives_before_the_first()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(time: clock);
        await world.SetFaultsAsync(new { outOfOrder = true });
        await WriteAsync("um");
        await WriteAsync("dois");
        Assert.Equal("dois", Text(await world.Receiver.NextMessageAsync()));
        Assert.Equal("um", Text(await world.Receiver.NextMessageAsync()));

        await WriteAsync("sozinha");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("sozinha", Text(await world.Receiver.NextMessageAsync()));

        Task<HttpResponseMessage> WriteAsync(string text) => world.Control.PostAsync($"phones/{World.Lucia}/messages", World.JsonBody(new { type = "text", text }), TestContext.Current.CancellationToken);

        static string? Text(Arrival arrival) => arrival.Message!.Value.GetProperty("text").GetProperty("body").GetString();
    }

    [Fact]
    public async Task Batches_put_several_updates_into_one_post()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(time: clock);
        await world.SetFaultsAsync(new { batches = true });
        foreach (var text in new[] { "um", "dois", "três" })
            await world.Control.PostAsync($"phones/{World.Lucia}/messages", World.JsonBody(new { type = "text", text }), TestContext.Current.CancellationToken);
        Assert.Empty(world.Receiver.Seen);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, (await world.Receiver.NextMessageAsync()).Json.GetProperty("entry").GetArrayLength());
        Assert.Equal("batch of 3", Assert.Single(await world.DeliveriesAsync()).GetProperty("kind").GetString());
        await World.UntilAsync(() => world.MessagesAsync(), messages => messages.All(message => message.GetProperty("ticks").GetString() == "delivered"));
    }

    [Fact]
    public async Task Slowness_delays_answers_and_webhooks()
    {
        await using var world = await World.StartAsync();
        await world.SetFaultsAsync(new { slowMilliseconds = 200 });
        var clock = Stopwatch.GetTimestamp();
        await world.GetAsync(World.Number);
        Assert.True(Stopwatch.GetElapsedTime(clock) > TimeSpan.FromMilliseconds(190));
        clock = Stopwatch.GetTimestamp();
        await world.ActAsync(new { type = "text", text = "Oi" });
        Assert.True(Stopwatch.GetElapsedTime(clock) > TimeSpan.FromMilliseconds(190));
    }
}
