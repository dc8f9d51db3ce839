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

    private const int FirstRoom = 64 * 1024;

    /// <summary>The server is overloaded if storing takes longer than this: the POST is answered 503.</summary>
    private static readonly TimeSpan StoredWithin = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Handshake).AllowAnonymous().ExcludeFromDescription().RequireRateLimiting(RateLimits.Codes);
        // Needs no sign-in and reads no cookie: skips authentication and the rest of the pipeline.
        routes.MapPost(Path, Receive).AllowAnonymous().ExcludeFromDescription().ShortCircuit();
    }

    // This request is not signed; only the verify token is checked, and how often one address may try it is limited.
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
        // Room for what has come, not for what is announced: anybody may announce megabytes and send nothing.
        var body = new byte[Math.Min(request.ContentLength ?? FirstRoom, FirstRoom)];
        var length = 0;
        while (length != request.ContentLength)
        {
            if (length == body.Length) Array.Resize(ref body, Math.Min(length * 2, LargestBody + 1));
            var read = await request.Body.ReadAsync(body.AsMemory(length), ct);
            if (read == 0) break;
            length += read;
            if (length > LargestBody) return null;
        }
        return body.AsMemory(0, length);
    }
}
