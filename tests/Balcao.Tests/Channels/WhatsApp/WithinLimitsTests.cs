using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Defects found by the webhook fuzz test, in which one bad member lost a message or more.</summary>
[Trait("KnownFailure", "15")]
public sealed class WithinLimitsTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer(string name = "Cliente") => new(name, $"55119200{Interlocked.Increment(ref _customers):00000}");

    private async Task<MessagePlace> Received(Webhooks.Update update, Func<string, string>? damaged = null)
    {
        var body = Webhooks.From(Balcao500, update);
        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(damaged?.Invoke(body) ?? body)).StatusCode);
        using var ana = As(Ana);
        return await ana.Api.FindMessageAsync(update.Wamid, Cancel);
    }

    [Theory]
    [InlineData("253402300799")]
    [InlineData("0")]
    [InlineData("1790000000")]
    [InlineData("-1")]
    [InlineData("ontem")]
    public async Task An_impossible_timestamp_is_replaced_by_the_time_of_arrival(string timestamp)
    {
        var message = Webhooks.Text(NewCustomer(), "De quando?", App.Time.GetUtcNow());
        message.Body["timestamp"] = timestamp;
        var place = await Received(message);
        Assert.Equal(App.Time.GetUtcNow(), place.Message.At);

        // Everything that shows the 24-hour window can be read.
        using var ana = As(Ana);
        await ana.Api.GetConversationAsync(place.ConversationId, Cancel);
        Assert.Equal(App.Time.GetUtcNow().AddHours(24), (await ana.Api.GetChatAsync(place.Message.ChatId!.Value, Cancel)).WindowEndsAt);
    }

    [Fact]
    public async Task A_very_deeply_nested_member_loses_neither_its_message_nor_the_rest_of_the_body()
    {
        var message = Webhooks.Text(NewCustomer(), "Mesmo assim", App.Time.GetUtcNow());
        message.Body["novo"] = "FUNDO";
        var place = await Received(message, body => body.Replace("\"FUNDO\"", new string('[', 200) + new string(']', 200), StringComparison.Ordinal));
        Assert.Equal("Mesmo assim", place.Message.Text);
    }

    [Fact]
    public async Task A_too_long_name_or_subject_is_not_cut_within_an_emoji()
    {
        var emoji = "a" + string.Concat(Enumerable.Repeat("👍", 300));
        var message = Webhooks.Document(NewCustomer(emoji), App.Time.GetUtcNow(), fileName: emoji, caption: emoji[1..]);
        var place = await Received(message);
        Assert.Equal(emoji[..255], place.Contact.Name);
        Assert.Equal(emoji[1..], place.Message.Text);
        Assert.Equal(emoji[..399], place.Message.Media!.FileName);
        using var ana = As(Ana);
        var chat = await ana.Api.GetChatAsync(place.Message.ChatId!.Value, Cancel);
        Assert.Equal(emoji[1..119] + "…", (await ana.Api.GetTicketAsync(chat.Ticket.Id, Cancel)).Subject);
    }

    [Fact]
    public async Task Too_long_ids_are_ignored_and_the_message_is_stored()
    {
        var message = Webhooks.Image(NewCustomer(), App.Time.GetUtcNow(), mediaId: new string('9', 700), caption: "Sem arquivo");
        message.Body["context"] = new JsonObject { ["id"] = new string('w', 700) };
        message.Body["from_user_id"] = new string('u', 700);
        var place = await Received(message);
        Assert.Equal((MessageKind.Unsupported, null), (place.Message.Kind, place.Message.Quote));
    }

    [Fact]
    public async Task Characters_that_no_database_can_store_are_replaced_in_texts()
    {
        var message = Webhooks.Text(NewCustomer(), "MARCA", App.Time.GetUtcNow());
        var place = await Received(message, body => body.Replace("MARCA", "a\\u0000b\\ud83dc", StringComparison.Ordinal));
        Assert.Equal("a\ufffdb\ufffdc", place.Message.Text);
    }
}
