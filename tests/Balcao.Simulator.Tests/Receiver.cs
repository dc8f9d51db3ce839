using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Balcao.Simulator.Tests;

/// <summary>A received webhook. <see cref="IsSigned"/> is computed without the simulator's code.</summary>
public sealed record Arrival(byte[] Body, bool IsSigned)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Value => Json.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("value");

    public JsonElement? Message => Value.TryGetProperty("messages", out var messages) ? messages[0] : null;

    public JsonElement? Status => Value.TryGetProperty("statuses", out var statuses) ? statuses[0] : null;
}

/// <summary>A webhook callback that uses no code of the simulator.</summary>
public sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "test-app-secret";
    public const string VerifyToken = "test-verify-token";

    readonly WebApplication app;
    readonly Channel<Arrival> arrivals = Channel.CreateUnbounded<Arrival>();
    readonly List<Arrival> seen = [];

    Receiver(WebApplication app) => this.app = app;

    /// <summary>What the callback answers to the n-th POST, counted from 1.</summary>
    public Func<int, int> Answer { get; set; } = _ => 200;

    public int Posts { get; private set; }

    public Uri Url => new(new Uri(app.Urls.First()), "/callback");

    public IReadOnlyList<Arrival> Seen
    {
        get
        {
            lock (seen) return [.. seen];
        }
    }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.MapGet("/callback", (HttpRequest request) => request.Query["hub.verify_token"] == VerifyToken
            ? Results.Text(request.Query["hub.challenge"].ToString()) : Results.StatusCode(403));
        receiver.app.MapPost("/callback", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        var body = bytes.ToArray();
        var expected = "sha256=" + Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)).ToLowerInvariant();
        var arrival = new Arrival(body, request.Headers["X-Hub-Signature-256"] == expected);
        int answer;
        lock (seen)
        {
            seen.Add(arrival);
            answer = Answer(++Posts);
        }
        arrivals.Writer.TryWrite(arrival);
        return Results.StatusCode(answer);
    }

    /// <summary>The next matching arrival, in order of arrival; others are skipped.</summary>
    public async Task<Arrival> NextAsync(Func<Arrival, bool>? fits = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            while (true)
            {
                var arrival = await arrivals.Reader.ReadAsync(patience.Token);
                if (fits is null || fits(arrival)) return arrival;
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("Nothing that fits arrived. Seen: " + string.Join("\n", Seen.Select(arrival => arrival.Text)));
        }
    }

    public Task<Arrival> NextMessageAsync() => NextAsync(arrival => arrival.Message is not null);

    public Task<Arrival> NextStatusAsync(string status) => NextAsync(arrival => arrival.Status?.GetProperty("status").GetString() == status);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
