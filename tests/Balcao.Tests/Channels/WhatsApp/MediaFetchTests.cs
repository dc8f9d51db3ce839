using System.Security.Cryptography;
using Balcao.Contract;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>The file of a customer's message is fetched separately, and may arrive later than the message.</summary>
public sealed class MediaFetchTests(BalcaoApp app) : InboundTests(app)
{
    [Fact, KnownFailure(2)]
    public async Task A_message_is_stored_at_once_and_its_file_is_fetched_later()
    {
        var bytes = "foto"u8.ToArray();
        var isUp = false;
        App.Graph.Answer = call =>
        {
            if (call.Path.EndsWith("/bytes-900777", StringComparison.Ordinal)) return new GraphAnswer(200, bytes, "image/jpeg");
            if (!call.Path.EndsWith("/900777", StringComparison.Ordinal)) return null;
            return isUp
                ? GraphAnswer.Json($$"""{"id":"900777","url":"{{App.Graph.Url}}bytes-900777","mime_type":"image/jpeg","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}","file_size":4}""")
                : GraphAnswer.Error(131000, "Something went wrong", 500);
        };
        var picture = Webhooks.Image(NewCustomer(), Now, mediaId: "900777", caption: "a foto");
        picture.Body["image"]!["sha256"] = Convert.ToBase64String(SHA256.HashData(bytes));
        await ReceiveAsync(picture);
        await ReceiveAsync(picture); // WhatsApp repeats; the file must not be lost
        await Waiting.Eventually(() => App.Graph.Calls.Any(c => c.Path.EndsWith("/900777", StringComparison.Ordinal)));
        Assert.Equal(("a foto", MediaState.Pending), ((await PlaceOf(picture)).Message.Text, (await PlaceOf(picture)).Message.Media!.State));

        isUp = true;
        await Waiting.Eventually(async () =>
        {
            App.Time.Advance(TimeSpan.FromSeconds(30)); // until the next try is due
            return (await PlaceOf(picture)).Message.Media!.State is MediaState.Stored;
        }, "the file is fetched");
        using var ana = As(Ana);
        Assert.Equal(bytes, await ana.GetByteArrayAsync((await PlaceOf(picture)).Message.Media!.Url, Cancel));
    }
}
