using System.Net;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// A request body that records whether writing it to the network has started. If it has not, the request cannot have
/// had an effect, whatever the error.
/// </summary>
internal sealed class TrackedContent : HttpContent
{
    private readonly HttpContent inner;
    private volatile bool hasLeft;

    public TrackedContent(HttpContent inner)
    {
        this.inner = inner;
        foreach (var header in inner.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    public bool HasLeft => hasLeft;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        hasLeft = true;
        return inner.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = inner.Headers.ContentLength ?? 0;
        return inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
