using System.Text;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.WhatsApp.Tests.Webhooks;

/// <summary>Bodies that would cost more than their length: deep ones, and ones that grow when they are taken apart.</summary>
public sealed class ExcessiveTests
{
    [Theory]
    [InlineData(WebhookParser.MaxDepth, false)]
    [InlineData(WebhookParser.MaxDepth + 1, true)]
    [InlineData(1_000_000, true)]
    public void A_body_deeper_than_the_limit_is_kept_whole(int depth, bool isExcessive)
    {
        // The object itself is one level.
        var body = "{\"object\":\"whatsapp_business_account\",\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        var update = Assert.Single(Split(body));

        Assert.Equal((isExcessive ? WebhookUpdateKind.Excessive : WebhookUpdateKind.Unreadable, body), (update.Kind, update.RawJson));
        Assert.Equal(update.Kind, WebhookParser.ParseStored(update.RawJson).Kind);
    }

    [Theory]
    [InlineData("[[[[")]
    [InlineData("]]]]")]
    [InlineData("{\"a\":\"[[[[\\\"[[[\"")]
    public void What_is_no_json_is_unreadable_and_not_deep(string body) => Assert.Equal(WebhookUpdateKind.Unreadable, Assert.Single(Split(body)).Kind);

    [Fact]
    public void Brackets_in_strings_are_no_depth()
    {
        var body = "{\"object\":\"whatsapp_business_account\",\"x\":\"" + new string('[', 1_000) + "\\\"" + new string('{', 1_000) + "\",}";

        Assert.Equal(WebhookUpdateKind.Unreadable, Assert.Single(Split(body)).Kind);
    }

    [Theory]
    [InlineData("\"rest\":\"{0}\"")]
    [InlineData("\"metadata\":{\"x\":\"{0}\"}")]
    [InlineData("\"contacts\":[{\"wa_id\":\"1\",\"x\":\"{0}\"}]")]
    public void A_body_that_would_grow_to_more_than_the_limit_is_kept_whole(string member)
    {
        var large = member.Replace("{0}", new string('x', 500_000), StringComparison.Ordinal);
        var body = Body(large, Messages((WebhookParser.MaxBytesOfUpdates / 500_000) + 1));

        var update = Assert.Single(Split(body));
        Assert.Equal((WebhookUpdateKind.Excessive, body), (update.Kind, update.RawJson));
        Assert.Equal(WebhookUpdateKind.Excessive, WebhookParser.ParseStored(update.RawJson).Kind);
        Assert.Equal(10, Split(Body(large, Messages(10))).Count);
    }

    [Fact]
    public void A_body_whose_messages_would_be_compared_with_too_many_contacts_is_kept_whole()
    {
        const int each = 1_500;
        var contacts = string.Join(',', Enumerable.Range(0, each).Select(i => $"{{\"wa_id\":\"{i + 10}\"}}"));

        Assert.Equal(WebhookUpdateKind.Excessive, Assert.Single(Split(Body($"\"contacts\":[{contacts}]", Messages(each)))).Kind);
        Assert.Equal(1_000, Split(Body($"\"contacts\":[{contacts}]", Messages(1_000))).Count);
    }

    private static IReadOnlyList<WebhookUpdate> Split(string body) => WebhookParser.Split(Encoding.UTF8.GetBytes(body));

    private static string Messages(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"{{\"id\":\"w{i}\",\"from\":\"1\"}}"));

    private static string Body(string member, string messages) =>
        $"{{\"object\":\"whatsapp_business_account\",\"entry\":[{{\"id\":\"1\",\"changes\":[{{\"field\":\"messages\",\"value\":{{{member},\"messages\":[{messages}]}}}}]}}]}}";
}
