using System.Net;
using System.Text;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>A signed body that is made to cost is kept, seen by operators, and read no further.</summary>
[Finding("S15")]
public sealed class ExcessiveBodyTests(BalcaoApp app) : HttpTests(app)
{
    public static TheoryData<string> Bodies => ["deep list", "deep object", "deep within a message", "one contact of a megabyte and many messages"];

    [Theory, MemberData(nameof(Bodies))]
    public async Task It_is_answered_200_and_set_aside_whole(string kind)
    {
        var body = BodyOf(kind);
        var before = await SetAsideAsync();

        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(body)).StatusCode);

        var item = Assert.Single((await SetAsideAsync()).Except(before));
        Assert.Equal(body, await App.ReadAsync(TenantScope.Everyone, db => db.Journal.Where(e => e.Id == item).Select(e => e.Json).SingleAsync(Cancel)));
        // Another try finds it as excessive as before.
        Assert.Equal("journal.failedAgain", (await As(Otavio).Api.RetrySetAsideAsync(item, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task What_comes_after_it_is_received()
    {
        await App.PostWebhook(BodyOf("deep list"));
        var message = Webhooks.Text(DonaLucia, "Depois do fundo", App.Time.GetUtcNow());

        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(Webhooks.From(Balcao500, message))).StatusCode);

        Assert.Equal("Depois do fundo", (await As(Ana).Api.FindMessageAsync(message.Wamid, Cancel)).Message.Text);
    }

    private async Task<List<Guid>> SetAsideAsync() => [.. (await As(Otavio).Api.ListSetAsideAsync(Cancel)).Items.Select(item => item.Id)];

    private static string BodyOf(string kind)
    {
        const int depth = 100_000;
        switch (kind)
        {
            case "deep list":
                return new string('[', depth) + new string(']', depth);
            case "deep object":
                return string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
            case "deep within a message":
                return $$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"id":"wamid.F","from":"5511900000000","type":"text","text":{"body":"]]}}\""},"x":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}]}}]}]}""";
            default:
                var messages = new StringBuilder();
                for (var i = 0; i < 1_000; i++) messages.Append(i == 0 ? "" : ",").Append("{\"id\":\"w").Append(i).Append("\",\"from\":\"1\"}");
                return $$$"""{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"contacts":[{"wa_id":"1","x":"{{{new string('x', 1_000_000)}}}"}],"messages":[{{{messages}}}]}}]}]}""";
        }
    }
}
