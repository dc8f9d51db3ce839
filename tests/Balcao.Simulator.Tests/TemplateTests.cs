using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Tests;

public sealed class TemplateTests
{
    const string Path = World.Account + "/message_templates";

    [Fact]
    public async Task A_new_template_is_pending_then_approved_with_a_webhook_and_can_be_sent()
    {
        await using var world = await StartAsync();
        var created = await CreateAsync(world, Definition("aviso_novo", "Olá {{1}}, temos um aviso para você hoje."));
        Assert.Equal((200, "PENDING"), (created.Status, created.Json.GetProperty("status").GetString()));
        var told = await world.Receiver.NextAsync(arrival => arrival.Value.TryGetProperty("message_template_name", out _));
        Assert.Equal(("APPROVED", "aviso_novo"), (told.Value.GetProperty("event").GetString(), told.Value.GetProperty("message_template_name").GetString()));
        Assert.Equal(created.Json.GetProperty("id").GetString(), told.Value.GetProperty("message_template_id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));

        await SendAsync(world, "aviso_novo", "pt_BR", Text("Ana"));
        var sent = (await world.Receiver.NextStatusAsync("sent")).Status!.Value;
        Assert.Equal("marketing", sent.GetProperty("pricing").GetProperty("category").GetString());
        Assert.Equal("Olá Ana, temos um aviso para você hoje.", (await world.MessagesAsync())[^1].GetProperty("content").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_rejected_template_cannot_be_sent()
    {
        await using var world = await StartAsync();
        await CreateAsync(world, Definition("please_reject", "Um texto sem variáveis."));
        var told = await world.Receiver.NextAsync(arrival => arrival.Value.TryGetProperty("message_template_name", out _));
        Assert.Equal(("REJECTED", "INVALID_FORMAT"), (told.Value.GetProperty("event").GetString(), told.Value.GetProperty("reason").GetString()));
        Assert.Equal(132001, (await SendAsync(world, "please_reject", "pt_BR")).Code);
    }

    [Theory]
    [InlineData("Olá {{1}}", 2388299)]
    [InlineData("Olá {{1}}{{2}} bom dia para todos vocês hoje", 2388072)]
    [InlineData("Olá {{2}} bom dia para todos vocês hoje", 2388072)]
    [InlineData("Oi {{1}} e {{2}} e {{3}} ok", 2388293)]
    public async Task A_body_that_breaks_a_rule_is_refused_with_a_subcode_and_a_message(string body, int subcode)
    {
        await using var world = await StartAsync();
        var refused = await CreateAsync(world, Definition("quebra_regra", body));
        Assert.Equal((400, 100, subcode), (refused.Status, refused.Code, refused.Error.GetProperty("error_subcode").GetInt32()));
        Assert.NotEmpty(refused.Error.GetProperty("error_user_msg").GetString()!);
    }

    [Fact]
    public async Task The_list_has_pages_of_25_and_a_cursor()
    {
        await using var world = await StartAsync();
        for (var i = 0; i < 30; i++) await CreateAsync(world, Definition($"aviso_{i}", $"Texto número {i} do aviso."));
        var first = (await world.GetAsync(Path + "?fields=name,status")).Json;
        Assert.Equal(25, first.GetProperty("data").GetArrayLength());
        var after = first.GetProperty("paging").GetProperty("cursors").GetProperty("after").GetString()!;
        var second = (await world.GetAsync($"{Path}?fields=name&after={Uri.EscapeDataString(after)}")).Json;
        Assert.Equal(10, second.GetProperty("data").GetArrayLength());
        Assert.False(second.GetProperty("paging").TryGetProperty("next", out _));
        Assert.Equal(1, (await world.GetAsync(Path + "?name=codigo_de_acesso&status=APPROVED")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_send_that_does_not_match_its_template_is_refused()
    {
        await using var world = await StartAsync();
        Assert.Equal(132001, (await SendAsync(world, "nao_existe", "pt_BR")).Code);
        Assert.Equal(132001, (await SendAsync(world, "retomar_conversa", "pt")).Code);
        Assert.Equal(132000, (await SendAsync(world, "pedido_enviado", "pt_BR", Text("Ana"))).Code);
        Assert.Equal(100, (await SendAsync(world, "retomar_conversa", "pt_BR", Text("Ana"))).Code);
        Assert.Equal(132012, (await SendAsync(world, "novidades_da_semana", "pt_BR", Text("Ana"))).Code);
        Assert.Equal(131008, (await SendAsync(world, "codigo_de_acesso", "pt_BR", Text("123456"))).Code);
    }

    [Theory]
    [InlineData("PAUSED", 132015)]
    [InlineData("DISABLED", 132016)]
    public async Task A_template_that_is_paused_or_disabled_is_refused(string status, int code)
    {
        await using var world = await StartAsync();
        var id = (await world.GetAsync(Path + "?name=hello_world")).Json.GetProperty("data")[0].GetProperty("id").GetString();
        (await world.Control.PatchAsync("templates/" + id, World.JsonBody(new { status }), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Equal(code, (await SendAsync(world, "hello_world", "en_US")).Code);
        if (status is not "PAUSED") return;
        await Reply.OfAsync(world.Graph.PostAsync(id + "/unpause", null, TestContext.Current.CancellationToken));
        Assert.Equal(200, (await SendAsync(world, "hello_world", "en_US")).Status);
    }

    [Fact]
    public async Task A_template_is_deleted_by_name_and_its_name_cannot_be_reused()
    {
        await using var world = await StartAsync();
        Assert.Equal(200, (await Reply.OfAsync(world.Graph.DeleteAsync(Path + "?name=hello_world", TestContext.Current.CancellationToken))).Status);
        Assert.Equal(0, (await world.GetAsync(Path + "?name=hello_world")).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(2388023, (await CreateAsync(world, Definition("hello_world", "Um texto novo aqui."))).Error.GetProperty("error_subcode").GetInt32());
    }

    [Fact]
    public async Task An_approved_template_can_be_edited_once_a_day_and_its_category_cannot_change()
    {
        await using var world = await StartAsync();
        var id = (await world.GetAsync(Path + "?name=retomar_conversa")).Json.GetProperty("data")[0].GetProperty("id").GetString();
        Assert.Equal(100, (await EditAsync(new { category = "MARKETING" })).Code);
        Assert.Equal(200, (await EditAsync(new { components = new[] { new { type = "BODY", text = "Podemos continuar a conversa?" } } })).Status);
        await world.Receiver.NextAsync(arrival => arrival.Value.TryGetProperty("message_template_name", out _));
        Assert.Equal(2388003, (await EditAsync(new { components = new[] { new { type = "BODY", text = "Vamos continuar?" } } })).Error.GetProperty("error_subcode").GetInt32());

        Task<Reply> EditAsync(object change) => Reply.OfAsync(world.Graph.PostAsJsonAsync(id, change));
    }

    [Fact]
    public async Task An_authentication_template_needs_a_phone_number()
    {
        await using var world = await StartAsync();
        var theo = (await Reply.OfAsync(world.Control.GetAsync("phones", TestContext.Current.CancellationToken))).Json.EnumerateArray().Single(phone => phone.GetProperty("name").GetString() is "Theo").GetProperty("userId").GetString();
        var reply = await world.SendAsync(new
        {
            messaging_product = "whatsapp",
            recipient = theo,
            type = "template",
            template = new { name = "codigo_de_acesso", language = new { code = "pt_BR" }, components = new object[] { Text("123456"), new { type = "button", sub_type = "url", index = "0", parameters = new[] { new { type = "text", text = "123456" } } } } },
        });
        Assert.Equal(131062, reply.Code);
    }

    [Fact]
    public async Task A_resumable_upload_returns_a_handle_when_it_is_complete()
    {
        await using var world = await StartAsync();
        var picture = World.Sample("image");
        var session = (await Reply.OfAsync(world.Graph.PostAsync($"{world.Options.AppId}/uploads?file_length={picture.Length}&file_type=image/jpeg", null, TestContext.Current.CancellationToken))).Json.GetProperty("id").GetString()!;
        Assert.Equal(100, (await AppendAsync(picture[..100], 7)).Code);
        Assert.Equal(100, (await AppendAsync(picture[..100], 0)).Json.GetProperty("file_offset").GetInt32());
        Assert.StartsWith("4::", (await AppendAsync(picture[100..], 100)).Json.GetProperty("h").GetString()!, StringComparison.Ordinal);

        Task<Reply> AppendAsync(byte[] bytes, int offset)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Graph.BaseAddress!, "/v25.0/" + session)) { Content = new ByteArrayContent(bytes) };
            request.Headers.Add("file_offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return Reply.OfAsync(world.Graph.SendAsync(request));
        }
    }

    static Task<World> StartAsync() => World.StartAsync(options => options.Templates.ReviewAfter = TimeSpan.Zero);

    static Task<Reply> CreateAsync(World world, JsonObject definition) => Reply.OfAsync(world.Graph.PostAsJsonAsync(Path, definition));

    static JsonObject Definition(string name, string body) => new()
    {
        ["name"] = name,
        ["language"] = "pt_BR",
        ["category"] = "MARKETING",
        ["components"] = new JsonArray(new JsonObject { ["type"] = "BODY", ["text"] = body, ["example"] = new JsonObject { ["body_text"] = new JsonArray(new JsonArray("a", "b", "c")) } }),
    };

    static object Text(string value) => new { type = "body", parameters = new[] { new { type = "text", text = value } } };

    static Task<Reply> SendAsync(World world, string name, string language, params object[] components) =>
        world.SendAsync("template", new { name, language = new { code = language }, components });
}
