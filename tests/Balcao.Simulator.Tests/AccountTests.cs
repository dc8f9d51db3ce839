using System.Net.Http.Headers;

namespace Balcao.Simulator.Tests;

public sealed class AccountTests
{
    [Theory]
    [InlineData(null, 104)]
    [InlineData("wrong", 190)]
    public async Task Requests_without_a_valid_token_are_refused(string? token, int code)
    {
        await using var world = await World.StartAsync();
        world.Graph.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach (var path in new[] { World.Number, $"{World.Account}/phone_numbers", $"{World.Account}/subscribed_apps", $"{World.Number}/whatsapp_business_profile", "debug_token?input_token=x", "nonsense/path/here" })
        {
            var reply = await world.GetAsync(path);
            Assert.Equal((401, code, "OAuthException"), (reply.Status, reply.Code, reply.Error.GetProperty("type").GetString()));
        }
        Assert.Equal(code, (await world.SendTextAsync("Oi")).Code);
    }

    [Fact]
    public async Task A_token_of_one_account_gives_no_access_to_another()
    {
        await using var world = await World.StartAsync(options => options.Accounts =
        [
            BusinessAccount.Demo,
            new BusinessAccount { Id = "2", Name = "Outra", AccessToken = "other-token", Numbers = [new BusinessNumber { Id = "22", DisplayPhoneNumber = "+55 21 3000-0000" }] },
        ]);
        Assert.Equal(200, (await world.GetAsync("2/phone_numbers")).Code);
        Assert.Equal(200, (await world.SendAsync(new { messaging_product = "whatsapp", to = World.Lucia, text = new { body = "x" } }, "22")).Code);
        world.Graph.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "other-token");
        Assert.Equal("22", (await world.GetAsync("2/phone_numbers")).Json.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal(200, (await world.GetAsync(World.Number)).Code);
    }

    [Fact]
    public async Task Numbers_are_listed_in_pages_with_the_requested_fields()
    {
        await using var world = await World.StartAsync();
        var first = (await world.GetAsync($"{World.Account}/phone_numbers?fields=id,display_phone_number&limit=1")).Json;
        var number = Assert.Single(first.GetProperty("data").EnumerateArray());
        Assert.Equal("+55 11 4000-0500", number.GetProperty("display_phone_number").GetString());
        Assert.False(number.TryGetProperty("quality_rating", out _));

        var second = (await world.GetAsync(first.GetProperty("paging").GetProperty("next").GetString()!)).Json;
        Assert.Equal("100200300400501", second.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.False(second.GetProperty("paging").TryGetProperty("next", out _));
        Assert.True(second.GetProperty("paging").TryGetProperty("previous", out _));
    }

    [Fact]
    public async Task Numbers_and_accounts_can_be_read_and_an_unknown_id_is_an_error()
    {
        await using var world = await World.StartAsync();
        var number = (await world.GetAsync(World.Number + "?fields=status,throughput,whatsapp_business_manager_messaging_limit")).Json;
        Assert.Equal(("CONNECTED", "STANDARD", "TIER_2K"), (number.GetProperty("status").GetString(), number.GetProperty("throughput").GetProperty("level").GetString(), number.GetProperty("whatsapp_business_manager_messaging_limit").GetString()));
        Assert.Equal("Loja Aurora", (await world.GetAsync(World.Account)).Json.GetProperty("name").GetString());
        var neither = await world.GetAsync("123");
        Assert.Equal(("GraphMethodException", 100, 33), (neither.Error.GetProperty("type").GetString(), neither.Code, neither.Error.GetProperty("error_subcode").GetInt32()));
        Assert.Equal(2500, (await world.GetAsync("a/b/c")).Code);
        Assert.Equal(33, (await world.SendAsync(new { }, "123")).Error.GetProperty("error_subcode").GetInt32());
    }

    [Fact]
    public async Task The_profile_is_stored_and_invalid_values_are_refused()
    {
        await using var world = await World.StartAsync();
        Task<Reply> Set(object profile) => Reply.OfAsync(world.Graph.PostAsync($"{World.Number}/whatsapp_business_profile", World.JsonBody(profile), TestContext.Current.CancellationToken));
        Assert.Equal(200, (await Set(new { messaging_product = "whatsapp", about = "Seg a sex", websites = new[] { "https://loja.test/" } })).Status);
        var profile = (await world.GetAsync($"{World.Number}/whatsapp_business_profile?fields=about,websites")).Json.GetProperty("data")[0];
        Assert.Equal(("Seg a sex", "whatsapp"), (profile.GetProperty("about").GetString(), profile.GetProperty("messaging_product").GetString()));
        Assert.Equal(100, (await Set(new { about = "x" })).Code);
        Assert.Equal(100, (await Set(new { messaging_product = "whatsapp", about = new string('x', 140) })).Code);
        Assert.Equal(100, (await Set(new { messaging_product = "whatsapp", vertical = "PIRACY" })).Code);
    }

    [Fact]
    public async Task Debug_token_shows_the_scopes_and_accounts_of_a_token()
    {
        await using var world = await World.StartAsync();
        var good = (await world.GetAsync("debug_token?input_token=demo-access-token")).Json.GetProperty("data");
        Assert.True(good.GetProperty("is_valid").GetBoolean());
        Assert.Contains("whatsapp_business_messaging", good.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(World.Account, good.GetProperty("granular_scopes")[0].GetProperty("target_ids")[0].GetString());
        Assert.False((await world.GetAsync("debug_token?input_token=other")).Json.GetProperty("data").GetProperty("is_valid").GetBoolean());
        Assert.Equal(100, (await world.GetAsync("debug_token")).Code);
    }

    [Fact]
    public async Task An_account_without_a_subscription_sends_no_webhooks()
    {
        await using var world = await World.StartAsync();
        Assert.Equal("Balcao", (await world.GetAsync($"{World.Account}/subscribed_apps")).Json.GetProperty("data")[0].GetProperty("whatsapp_business_api_data").GetProperty("name").GetString());
        Assert.True((await Reply.OfAsync(world.Graph.DeleteAsync($"{World.Account}/subscribed_apps", TestContext.Current.CancellationToken))).Json.GetProperty("success").GetBoolean());
        Assert.Empty((await world.GetAsync($"{World.Account}/subscribed_apps")).Json.GetProperty("data").EnumerateArray());
        var act = await world.ActAsync(new { type = "text", text = "Ninguém ouve" });
        Assert.False(act.Json.TryGetProperty("delivery", out _));

        await world.Graph.PostAsync($"{World.Account}/subscribed_apps", null, TestContext.Current.CancellationToken);
        await world.WriteAsync("Alguém ouve");
        Assert.Single(world.Receiver.Seen);
    }

    [Fact]
    public async Task A_verified_callback_of_the_number_overrides_that_of_the_account_which_overrides_that_of_the_app()
    {
        await using var world = await World.StartAsync();
        await using var ofAccount = await Receiver.StartAsync();
        await using var ofNumber = await Receiver.StartAsync();
        Task<Reply> Post(string path, object body) => Reply.OfAsync(world.Graph.PostAsync(path, World.JsonBody(body), TestContext.Current.CancellationToken));

        Assert.Equal(2200, (await Post($"{World.Account}/subscribed_apps", new { override_callback_uri = ofAccount.Url, verify_token = "wrong" })).Code);
        Assert.Equal(200, (await Post($"{World.Account}/subscribed_apps", new { override_callback_uri = ofAccount.Url, verify_token = Receiver.VerifyToken })).Status);
        await world.ActAsync(new { type = "text", text = "um" });
        Assert.True((await ofAccount.NextMessageAsync()).IsSigned);

        Assert.Equal(200, (await Post(World.Number, new { webhook_configuration = new { override_callback_uri = ofNumber.Url, verify_token = Receiver.VerifyToken } })).Status);
        var configuration = (await world.GetAsync(World.Number + "?fields=webhook_configuration")).Json.GetProperty("webhook_configuration");
        Assert.Equal(ofNumber.Url.ToString(), configuration.GetProperty("phone_number").GetString());
        Assert.Equal(ofAccount.Url.ToString(), configuration.GetProperty("whatsapp_business_account").GetString());
        await world.ActAsync(new { type = "text", text = "dois" });
        await ofNumber.NextMessageAsync();

        Assert.Equal(200, (await Post(World.Number, new { webhook_configuration = new { override_callback_uri = "" } })).Status);
        await Post($"{World.Account}/subscribed_apps", new { });
        await world.WriteAsync("três");
        Assert.Equal((1, 1, 1), (ofAccount.Posts, ofNumber.Posts, world.Receiver.Posts));
    }

    [Fact]
    public async Task The_callback_of_the_app_is_set_with_the_token_of_the_app()
    {
        await using var world = await World.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        var body = new { @object = "whatsapp_business_account", callback_url = elsewhere.Url, verify_token = Receiver.VerifyToken, fields = "messages" };
        var path = world.Options.AppId + "/subscriptions";
        Assert.Equal(15, (await Reply.OfAsync(world.Graph.PostAsync(path, World.JsonBody(body), TestContext.Current.CancellationToken))).Code);
        world.Graph.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", $"{world.Options.AppId}|{world.Options.AppSecret}");
        Assert.Equal(200, (await Reply.OfAsync(world.Graph.PostAsync(path, World.JsonBody(body), TestContext.Current.CancellationToken))).Status);
        await world.ActAsync(new { type = "text", text = "Oi" });
        await elsewhere.NextMessageAsync();
    }
}
