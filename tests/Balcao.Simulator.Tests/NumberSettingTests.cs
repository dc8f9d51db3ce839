using System.Net.Http.Json;

namespace Balcao.Simulator.Tests;

public sealed class NumberSettingTests
{
    [Fact]
    public async Task A_number_is_verified_registered_and_deregistered()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        Assert.Equal(200, (await PostAsync(world, "deregister", new { })).Status);
        Assert.Equal(133010, (await world.SendTextAsync("Oi")).Code);
        (await world.Control.PostAsync($"numbers/{World.Number}/unverified", null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var register = new { messaging_product = "whatsapp", pin = "123456" };
        Assert.Equal(133006, (await PostAsync(world, "register", register)).Code);
        Assert.Equal(200, (await PostAsync(world, "request_code", new { code_method = "SMS", language = "pt_BR" })).Status);
        Assert.Equal(136025, (await PostAsync(world, "verify_code", new { code = "000000" })).Code);
        Assert.Equal(200, (await PostAsync(world, "verify_code", new { code = "123456" })).Status);
        Assert.Equal(200, (await PostAsync(world, "register", register)).Status);
        Assert.Equal(133005, (await PostAsync(world, "register", new { messaging_product = "whatsapp", pin = "654321" })).Code);
        Assert.Equal(200, (await world.SendTextAsync("Oi")).Status);
    }

    [Fact]
    public async Task Blocking_answers_400_with_both_lists_when_some_fail()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        var reply = await PostAsync(world, "block_users", new { messaging_product = "whatsapp", block_users = new[] { new { user = "+" + World.Lucia }, new { user = "+" + World.Marcos } } });
        Assert.Equal((400, 139100), (reply.Status, reply.Code));
        var lists = reply.Json.GetProperty("block_users");
        Assert.Equal((1, 1), (lists.GetProperty("added_users").GetArrayLength(), lists.GetProperty("failed_users").GetArrayLength()));
        Assert.Equal(130403, (await world.SendTextAsync("Oi")).Code);
        Assert.Equal(World.Lucia, (await world.GetAsync(World.Number + "/block_users")).Json.GetProperty("data")[0].GetProperty("wa_id").GetString());
    }

    [Fact]
    public async Task A_qr_code_is_made_listed_and_deleted()
    {
        await using var world = await World.StartAsync();
        var made = (await PostAsync(world, "message_qrdls", new { prefilled_message = "Olá", generate_qr_image = "SVG" })).Json.GetProperty("code").GetString();
        Assert.Equal(1, (await world.GetAsync(World.Number + "/message_qrdls")).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(200, (await Reply.OfAsync(world.Graph.DeleteAsync($"{World.Number}/message_qrdls/{made}", TestContext.Current.CancellationToken))).Status);
        Assert.Equal(0, (await world.GetAsync(World.Number + "/message_qrdls")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task History_can_be_requested_once_and_arrives_in_three_phases()
    {
        await using var world = await World.StartAsync();
        Assert.Equal(200, (await PostAsync(world, "smb_app_data", new { messaging_product = "whatsapp", sync_type = "history" })).Status);
        for (var phase = 0; phase < 3; phase++)
        {
            var told = await world.Receiver.NextAsync(arrival => arrival.Value.TryGetProperty("history", out _));
            Assert.Equal(phase, told.Value.GetProperty("history")[0].GetProperty("metadata").GetProperty("phase").GetInt32());
        }
        Assert.Equal(2593107, (await PostAsync(world, "smb_app_data", new { messaging_product = "whatsapp", sync_type = "history" })).Code);
    }

    [Fact]
    public async Task A_signup_code_can_be_exchanged_for_the_token_once()
    {
        await using var world = await World.StartAsync();
        var code = (await Reply.OfAsync(world.Control.PostAsync("signup_codes", null, TestContext.Current.CancellationToken))).Json.GetProperty("code").GetString();
        var path = $"/v25.0/oauth/access_token?client_id={world.Options.AppId}&client_secret={world.Options.AppSecret}&code={code}";
        Assert.Equal(world.Options.AccessToken, (await Reply.OfAsync(world.Control.GetAsync(path, TestContext.Current.CancellationToken))).Json.GetProperty("access_token").GetString());
        Assert.Equal(36007, (await Reply.OfAsync(world.Control.GetAsync(path, TestContext.Current.CancellationToken))).Error.GetProperty("error_subcode").GetInt32());
    }

    [Fact]
    public async Task Analytics_count_sent_and_delivered_messages()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.SendTextAsync("Oi");
        await world.Receiver.NextStatusAsync("read");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var plain = (await world.GetAsync($"{World.Account}?fields=analytics.start({now - 3600}).end({now + 60}).granularity(DAY)")).Json.GetProperty("analytics").GetProperty("data_points")[0];
        Assert.Equal((1, 1), (plain.GetProperty("sent").GetInt32(), plain.GetProperty("delivered").GetInt32()));
        var priced = (await world.GetAsync($"{World.Account}?fields=pricing_analytics.start({now - 3600}).end({now + 60}).granularity(DAILY)")).Json.GetProperty("pricing_analytics").GetProperty("data")[0].GetProperty("data_points")[0];
        Assert.Equal(("SERVICE", 1), (priced.GetProperty("pricing_category").GetString(), priced.GetProperty("volume").GetInt32()));
    }

    static Task<Reply> PostAsync(World world, string path, object body) => Reply.OfAsync(world.Graph.PostAsJsonAsync($"{World.Number}/{path}", body));
}
