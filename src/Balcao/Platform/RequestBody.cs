using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Balcao.Platform;

/// <summary>Endpoint metadata: the body may be larger than <see cref="Limits.JsonBytes"/>.</summary>
public sealed class BodyLimit
{
    private readonly Func<Limits, long?> _most;

    private BodyLimit(Func<Limits, long?> most) => _most = most;

    /// <summary>JSON with a list in it.</summary>
    public static BodyLimit Large { get; } = new(limits => limits.LargeJsonBytes);

    /// <summary>The endpoint sets the limit itself.</summary>
    public static BodyLimit Own { get; } = new(_ => null);

    internal long? Of(Limits limits) => _most(limits);
}

/// <summary>
/// Keeps bodies small before anybody reads them: 413 at once where the length is announced, otherwise when the limit is passed. JSON
/// in an encoding that is not UTF-8 is refused too (RFC 8259): reading it would fail, or cost a conversion.
/// </summary>
internal sealed class RequestBody(RequestDelegate next, Limits limits)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasJsonContentType() && !IsUtf8(request.ContentType)) return Refused(new Refusal("http.415", StatusCodes.Status415UnsupportedMediaType), context);
        var given = context.GetEndpoint()?.Metadata.GetMetadata<BodyLimit>();
        if ((given is null ? limits.JsonBytes : given.Of(limits)) is not { } most) return next(context);
        if (request.ContentLength > most) return Refused(LimitRefusals.TooLarge, context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        return next(context);
    }

    private static bool IsUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static Task Refused(Refusal refusal, HttpContext context) => refusal.ToProblem().ExecuteAsync(context);
}
