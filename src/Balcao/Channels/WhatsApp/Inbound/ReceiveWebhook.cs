using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Mvc;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// The endpoint for WhatsApp's webhooks. Answers 200 only after everything in the POST is stored and applied, or set aside.
/// After any other answer WhatsApp repeats the POST for 7 days (Meta, webhooks, Dec 2025).
/// </summary>
internal static class ReceiveWebhook
{
    private const string Path = "/webhooks/whatsapp";

    /// <summary>Meta's own limit is 3 MB.</summary>
    private const int LargestBody = 3 * 1024 * 1024;

    /// <summary>The server is overloaded if storing takes longer than this: the POST is answered 503.</summary>
    private static readonly TimeSpan StoredWithin = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Handshake).AllowAnonymous().ExcludeFromDescription().ShortCircuit();
        // Needs no sign-in and reads no cookie: skips authentication and the rest of the pipeline.
        routes.MapPost(Path, Receive).AllowAnonymous().ExcludeFromDescription().ShortCircuit();
    }

    // This request is not signed; only the verify token is checked.
    static IResult Handshake(
        [FromQuery(Name = WebhookHandshake.ModeParameter)] string? mode,
        [FromQuery(Name = WebhookHandshake.TokenParameter)] string? token,
        [FromQuery(Name = WebhookHandshake.ChallengeParameter)] string? challenge,
        Settings settings) =>
        WebhookHandshake.Answer(mode, token, challenge, settings.WhatsApp.VerifyToken) is { } answer
            ? TypedResults.Text(answer, "text/plain")
            : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    static async Task<IResult> Receive(HttpContext http, Settings settings, InboundLanes lanes, TimeProvider time, CancellationToken ct)
    {
        if (await ReadBodyAsync(http.Request, ct) is not { } body) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (!WebhookSignature.Verify(http.Request.Headers[WebhookSignature.HeaderName], body.Span, settings.WhatsApp.AppSecrets))
            return TypedResults.StatusCode(StatusCodes.Status401Unauthorized);

        var receivedAt = time.GetUtcNow();
        var items = WebhookParser.Split(body).Select(update => new InboundItem(update, receivedAt)).ToList();
        foreach (var item in items)
            if (!lanes.TryEnter(item)) return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        try
        {
            var stored = await Task.WhenAll(items.Select(item => item.Done.Task)).WaitAsync(StoredWithin, ct);
            return stored.All(done => done) ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (TimeoutException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>The bytes as received, because the signature covers them; null if there are too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > LargestBody) return null;
        if (request.ContentLength is { } length)
        {
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body, ct);
            return body;
        }
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, ct)) > 0;)
        {
            if (buffer.Length + read > LargestBody) return null;
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
