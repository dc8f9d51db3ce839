using System.Text.Json.Nodes;

namespace Balcao.Simulator.Tests;

/// <summary>One simulator for all cases, because a refused message changes nothing. Dona Lúcia's window is open.</summary>
public sealed class OpenWindow : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.StartAsync(options => options.Limits = new LimitOptions { PairRate = false, Throughput = false });
        await World.WriteAsync();
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

public sealed class OutboundRuleTests(OpenWindow window) : IClassFixture<OpenWindow>
{
    readonly World world = window.World;

    public static TheoryData<string, int> Refused => new()
    {
        { """{}""", 100 },
        { """{"messaging_product":"sms","to":"+5511999990001","text":{"body":"x"}}""", 100 },
        { """{"messaging_product":"whatsapp","text":{"body":"x"}}""", 100 },
        { """{"messaging_product":"whatsapp","to":"ana","text":{"body":"x"}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+551140000500","text":{"body":"x"}}""", 131021 },
        { """{"messaging_product":"whatsapp","recipient":"BR.1","text":{"body":"x"}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"poll"}""", 100 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"text"}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","text":{"body":" "}}""", 100 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","context":{},"text":{"body":"x"}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"image","image":{}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"image","image":{"id":"1","link":"https://x.test/a.png"}}""", 100 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"image","image":{"link":"file:///etc/hosts"}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"image","image":{"id":"404"}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"audio","audio":{"id":"1","caption":"x"}}""", 100 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"location","location":{"latitude":91,"longitude":0}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"location","location":{"latitude":1}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"contacts","contacts":[]}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"contacts","contacts":[{"name":{"first_name":"Ana"}}]}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"reaction","reaction":{"message_id":"wamid.X"}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"reaction","reaction":{"message_id":"wamid.X","emoji":"ab"}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[]}}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"twenty-one characters"}}]}}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"a"}},{"type":"reply","reply":{"id":"1","title":"b"}}]}}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"button","action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"a"}}]}}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"b","sections":[{"rows":[{"id":"1"}]}]}}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"cta_url","body":{"text":"x"},"action":{"name":"cta_url","parameters":{"display_text":"x","url":"nowhere"}}}}""", 131009 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"interactive","interactive":{"type":"hologram","body":{"text":"x"},"action":{}}}""", 100 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"template","template":{"name":"x"}}""", 131008 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"template","template":{"name":"x","language":{"code":"pt_BR"},"components":[{"type":"body","parameters":[{"type":"text"}]}]}}""", 132012 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"template","template":{"name":"x","language":{"code":"pt_BR"},"components":[{"type":"body","parameters":[{"type":"text","text":"a\nb"}]}]}}""", 132018 },
        { """{"messaging_product":"whatsapp","to":"+5511999990001","type":"template","template":{"name":"x","language":{"code":"pt_BR"},"components":[{"type":"button","parameters":[]}]}}""", 131008 },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_message_that_breaks_a_rule_is_refused_with_an_error_of_the_Graph_API(string message, int code)
    {
        var before = (await world.MessagesAsync()).Count;
        var reply = await world.SendAsync(JsonNode.Parse(message)!);
        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.Equal("OAuthException", reply.Error.GetProperty("type").GetString());
        Assert.NotEmpty(reply.Error.GetProperty("message").GetString()!);
        Assert.NotEmpty(reply.Error.GetProperty("fbtrace_id").GetString()!);
        if (code > 130000) Assert.NotEmpty(reply.Error.GetProperty("error_data").GetProperty("details").GetString()!);
        Assert.Equal(before, (await world.MessagesAsync()).Count);
    }

    [Fact]
    public async Task Length_limits_count_an_emoji_as_one_character()
    {
        Assert.Equal(200, (await world.SendTextAsync(string.Concat(Enumerable.Repeat("😀", 4096)))).Status);
        Assert.Equal(100, (await world.SendTextAsync(new string('x', 4097))).Code);
    }

    public static TheoryData<string, string> Accepted => new()
    {
        { "location", """{"latitude":-23.5,"longitude":-46.6,"name":"MASP","address":"Av. Paulista"}""" },
        { "contacts", """[{"name":{"formatted_name":"Ana Souza","first_name":"Ana"},"phones":[{"phone":"+55 11 90000-0000"}]}]""" },
        { "interactive", """{"type":"cta_url","body":{"text":"Veja"},"action":{"name":"cta_url","parameters":{"display_text":"Abrir","url":"https://example.test/"}}}""" },
        { "interactive", """{"type":"location_request_message","body":{"text":"Onde?"},"action":{"name":"send_location"}}""" },
        { "interactive", """{"type":"flow","body":{"text":"Cadastro"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"1","flow_cta":"Começar"}}}""" },
        { "interactive", """{"type":"product","action":{"catalog_id":"1","product_retailer_id":"2"}}""" },
        { "interactive", """{"type":"carousel","body":{"text":"Ofertas"},"action":{"cards":[{"card_index":0,"type":"cta_url","header":{"type":"image"}},{"card_index":1,"type":"cta_url","header":{"type":"image"}}]}}""" },
        { "template", """{"name":"hello_world","language":{"code":"en_US"}}""" },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Every_type_of_the_reference_reaches_the_phone(string type, string content)
    {
        var reply = await world.SendAsync(new JsonObject { ["messaging_product"] = "whatsapp", ["to"] = World.Lucia, ["type"] = type, [type] = JsonNode.Parse(content) });
        Assert.True(reply.Status == 200, reply.Body);
        await world.Receiver.NextAsync(arrival => arrival.Status is { } status && status.GetProperty("id").GetString() == reply.Wamid && status.GetProperty("status").GetString() == "delivered");
        var shown = (await world.MessagesAsync()).Single(message => message.GetProperty("id").GetString() == reply.Wamid);
        Assert.Equal(type, shown.GetProperty("content").GetProperty("type").GetString());
    }
}
