using Balcao.Simulator.Faults;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Media;

/// <summary>Returns the bytes of a file. Requires the bearer token and an address that has not expired.</summary>
static class DownloadMedia
{
    static readonly TimeSpan SlowFor = TimeSpan.FromSeconds(20);

    public static async Task<IResult> HandleAsync(string? mid, long? ext, string? hash, HttpContext http, BusinessDirectory directory, FaultSwitches faults, MediaStore media, TimeProvider time)
    {
        // A token in the query would appear in logs, so the media host accepts it only in the header.
        var token = http.Request.Headers.Authorization.Count == 0 ? null : GraphMiddleware.Token(http.Request);
        if (!directory.IsToken(token) || faults.Current.ExpiredToken) return Results.Unauthorized();
        var fault = faults.Current.Media;
        if (fault is MediaFault.Unauthorized) return Results.Unauthorized();
        if (fault is MediaFault.NotFound or MediaFault.Expired) return Results.NotFound();
        if (fault is MediaFault.Slow) await Task.Delay(SlowFor, time, http.RequestAborted);
        if (mid is null || ext is null || hash is null || media.Open(mid, ext.Value, hash) is not { } file) return Results.NotFound();
        return Results.File(file.Bytes, file.MimeType, enableRangeProcessing: true);
    }
}
