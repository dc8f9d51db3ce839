using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Balcao.Simulator.Tests;

/// <summary>The simulator and a callback, each on a port of its own. Dona Lúcia has a phone, Theo only a username.</summary>
public sealed class World : IAsyncDisposable
{
    public const string Number = "100200300400500";
    public const string Account = "900800700600500";
    public const string Lucia = "5511999990001";
    public const string Marcos = "553188880002";

    public required WebApplication App { get; init; }
    public required Receiver Receiver { get; init; }
    public required SimulatorOptions Options { get; init; }

    /// <summary>With the business's token.</summary>
    public required HttpClient Graph { get; init; }

    /// <summary>Without a token.</summary>
    public required HttpClient Control { get; init; }

    public static async Task<World> StartAsync(Action<SimulatorOptions>? configure = null, TimeProvider? time = null)
    {
        var receiver = await Receiver.StartAsync();
        var options = new SimulatorOptions
        {
            Urls = "http://127.0.0.1:0",
            AppSecret = Receiver.Secret,
            Webhook = new WebhookOptions { Url = receiver.Url.ToString(), VerifyToken = Receiver.VerifyToken, RetryGaps = [TimeSpan.FromMilliseconds(20)] },
            Statuses = new StatusOptions { SentAfter = TimeSpan.Zero, DeliveredAfter = TimeSpan.Zero, ReadAfter = TimeSpan.Zero },
        };
        configure?.Invoke(options);
        var app = SimulatorServer.Create(options, time);
        await app.StartAsync();
        var root = new Uri(app.Urls.First());
        var graph = new HttpClient { BaseAddress = new Uri(root, "/v25.0/") };
        graph.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken);
        return new World { App = app, Receiver = receiver, Options = options, Graph = graph, Control = new HttpClient { BaseAddress = new Uri(root, "/simulator/") } };
    }

    public Task<Reply> SendAsync(object message, string number = Number) => Reply.OfAsync(Graph.PostAsJsonAsync($"{number}/messages", message));

    /// <summary>A free-form message to Dona Lúcia with the given members added.</summary>
    public Task<Reply> SendAsync(string type, object content) => SendAsync(new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["to"] = "+" + Lucia,
        ["type"] = type,
        [type] = JsonSerializer.SerializeToNode(content),
    });

    public Task<Reply> SendTextAsync(string text, string to = "+" + Lucia) =>
        SendAsync(new { messaging_product = "whatsapp", to, type = "text", text = new { body = text } });

    public Task<Reply> GetAsync(string path) => Reply.OfAsync(Graph.GetAsync(path));

    public Task<Reply> ActAsync(object act, string phone = Lucia) => Reply.OfAsync(Control.PostAsJsonAsync($"phones/{phone}/messages?wait=true", act));

    /// <summary>Sends a customer's message, which opens the 24-hour window, and returns its wamid.</summary>
    public async Task<string> WriteAsync(string text = "Bom dia", string phone = Lucia)
    {
        var act = await ActAsync(new { type = "text", text }, phone);
        Assert.Equal(202, act.Status);
        await Receiver.NextMessageAsync();
        return act.Json.GetProperty("message").GetProperty("id").GetString()!;
    }

    public async Task PatchAsync(string phone, object change) =>
        (await Control.PatchAsync("phones/" + phone, JsonBody(change))).EnsureSuccessStatusCode();

    public async Task<IReadOnlyList<JsonElement>> DeliveriesAsync() => [.. (await Reply.OfAsync(Control.GetAsync("webhooks"))).Json.EnumerateArray()];

    public static JsonContent JsonBody(object body) => JsonContent.Create(body);

    public static byte[] Sample(string type) => Media.Samples.For(type)!.Bytes;

    public async Task<string> UploadAsync(byte[] bytes, string fileName, string mimeType) => (await TryUploadAsync(bytes, fileName, mimeType)).Json.GetProperty("id").GetString()!;

    public Task<Reply> TryUploadAsync(byte[] bytes, string fileName, string mimeType)
    {
        var file = new ByteArrayContent(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mimeType) } };
        var form = new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" }, { new StringContent(mimeType), "type" }, { file, "file", fileName } };
        return Reply.OfAsync(Graph.PostAsync($"{Number}/media", form));
    }

    public async Task SetFaultsAsync(object faults) => (await Control.PutAsJsonAsync("faults", faults)).EnsureSuccessStatusCode();

    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(string phone = Lucia) =>
        [.. (await Reply.OfAsync(Control.GetAsync($"phones/{phone}/messages"))).Json.EnumerateArray()];

    /// <summary>Repeats the request until the condition holds, for at most 15 seconds.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (true)
        {
            var answer = await ask();
            if (holds(answer)) return answer;
            if (patience.IsCancellationRequested) throw new TimeoutException($"It never held; last: {answer}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Graph.Dispose();
        Control.Dispose();
        await App.StopAsync(TestContext.Current.CancellationToken);
        await App.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}

/// <summary>An answer with its body.</summary>
public sealed record Reply(int Status, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Encoding.UTF8.GetBytes(Body)).RootElement;

    public JsonElement Error => Json.GetProperty("error");

    public int Code => Error.GetProperty("code").GetInt32();

    public string Wamid => Json.GetProperty("messages")[0].GetProperty("id").GetString()!;

    public static async Task<Reply> OfAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
