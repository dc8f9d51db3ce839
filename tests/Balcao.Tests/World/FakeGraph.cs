using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.World;

/// <summary>One call to the Graph API.</summary>
/// <param name="Path">With the version, without the query: <c>/v25.0/100200300400500/messages</c>.</param>
public sealed record GraphCall(string Method, string Path, string Query, string? Authorization, string? ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The phone it is sent to; null for anything else.</summary>
    public string? To => Json.TryGetProperty("to", out var to) ? to.GetString() : null;

    public bool IsSend => Method == "POST" && Path.EndsWith("/messages", StringComparison.Ordinal);

    /// <summary>Asks for a number itself, as when a token is tried.</summary>
    public bool IsNumber => Method == "GET" && Query.Contains("display_phone_number", StringComparison.Ordinal) && PathId.All(char.IsAsciiDigit);

    /// <summary>What follows the version.</summary>
    public string PathId => Path[(Path.IndexOf('/', 1) + 1)..];
}

/// <summary>An answer of the Graph API. <see cref="Lost"/>: the call was received, but the answer never arrives.</summary>
public sealed record GraphAnswer(int Status, byte[] Body, string ContentType = "application/json", bool Lost = false)
{
    public static GraphAnswer Json(string json, int status = 200) => new(status, Encoding.UTF8.GetBytes(json));

    /// <summary>An error as Graph returns it (Meta, Cloud API error codes, Dec 2025).</summary>
    public static GraphAnswer Error(int code, string details = "", int status = 400, int? subcode = null) => Json(JsonSerializer.Serialize(new
    {
        error = new
        {
            message = $"(#{code}) {details}", type = "OAuthException", code, error_subcode = subcode,
            error_data = new { messaging_product = "whatsapp", details }, fbtrace_id = "Atest",
        },
    }), status);

    public static GraphAnswer Connectionless { get; } = new(0, [], Lost: true);
}

/// <summary>
/// A Graph API in this process that records its calls and returns scripted answers: <see cref="Next(string, GraphAnswer)"/>
/// once, otherwise <see cref="Answer"/>, otherwise success (a new wamid for each message).
/// </summary>
public sealed class FakeGraph : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<GraphCall> _calls = new();
    private readonly ConcurrentQueue<(string To, Func<GraphCall, Task<GraphAnswer>> Answer)> _next = new();
    private static int _wamids;

    private FakeGraph()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    public static async Task<FakeGraph> StartAsync()
    {
        var graph = new FakeGraph();
        await graph._server.StartAsync();
        graph.Url = new Uri(graph._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return graph;
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>In the order in which they arrived.</summary>
    public IReadOnlyList<GraphCall> Calls => [.. _calls];

    public IReadOnlyList<GraphCall> Sends => [.. _calls.Where(call => call.IsSend)];

    /// <summary>The answer to calls without a scripted one; if it returns null, the call succeeds.</summary>
    public Func<GraphCall, GraphAnswer?>? Answer { get; set; }

    /// <summary>
    /// The answer to the next message to that phone, once; several are queued. Messages to other phones are not affected.
    /// </summary>
    public void Next(string to, GraphAnswer answer) => Next(to, _ => Task.FromResult(answer));

    /// <summary>Answers when the task completes, to test what happens before an answer arrives.</summary>
    public void Next(string to, Func<GraphCall, Task<GraphAnswer>> answer) => _next.Enqueue((to, answer));

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var call = new GraphCall(http.Request.Method, http.Request.Path, http.Request.QueryString.Value ?? "",
            http.Request.Headers.Authorization, http.Request.ContentType, body.ToArray());
        _calls.Enqueue(call);
        var isScripted = _next.TryPeek(out var next) && call.IsSend && call.To == next.To && _next.TryDequeue(out next);
        var answer = isScripted ? await next.Answer(call) : Answer?.Invoke(call) ?? Healthy(call);
        if (answer.Lost)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static GraphAnswer Healthy(GraphCall call)
    {
        if (call.IsNumber) return GraphAnswer.Json($$"""{"display_phone_number":"+55 11 4000-0500","id":"{{call.PathId}}"}""");
        if (!call.IsSend) return GraphAnswer.Error(100, "Unsupported request", 404, subcode: 33);
        if (call.Json.TryGetProperty("status", out _)) return GraphAnswer.Json("""{"success":true}"""); // read receipt, typing
        var to = call.To;
        return GraphAnswer.Json(JsonSerializer.Serialize(new
        {
            messaging_product = "whatsapp",
            contacts = new[] { new { input = to, wa_id = to } },
            messages = new[] { new { id = NewWamid() } },
        }));
    }

    /// <summary>A unique id in WhatsApp's format.</summary>
    public static string NewWamid() => "wamid." + Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HBgNfake{Interlocked.Increment(ref _wamids):D10}")));

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
