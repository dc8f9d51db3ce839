using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using QRCoder;

namespace Balcao.Panel;

/// <summary>The QR code of a number's opt-in link: SVG for the screen, PNG for printing. Both have the light border that readers need.</summary>
public static class OptInPicture
{
    /// <summary>10 cm at 300 dots per inch; a little more, because each module has whole dots.</summary>
    private const int PrintedPixels = 1200;

    private const string Png = "image/png", Svg = "image/svg+xml";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/numbers/{id}/opt-in.svg", HandleSvg).RequireAuthorization(Permission.Read)
            .WithName("GetOptInSvg").WithSummary("Get the QR code of a number's opt-in link as SVG").WithTags("Numbers")
            .Produces<FileContentHttpResult>(contentType: Svg)
            .Refuses(InputRefusals.NotFound);
        routes.MapGet("/api/numbers/{id}/opt-in.png", HandlePng).RequireAuthorization(Permission.Read)
            .WithName("GetOptInPng").WithSummary("Get the QR code of a number's opt-in link as PNG, to print it").WithTags("Numbers")
            .Produces<FileContentHttpResult>(contentType: Png)
            .Refuses(InputRefusals.NotFound);
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleSvg(ChannelId id, BalcaoDb db, HttpContext http, CancellationToken ct)
    {
        if (await DisplayOfAsync(db, id, ct) is not { } display) return InputRefusals.NotFound.ToProblem();
        using var code = CodeOf(display);
        using var drawing = new SvgQRCode(code);
        // One unit is one module: the page decides about the size.
        return Answer(http, System.Text.Encoding.UTF8.GetBytes(drawing.GetGraphic(1, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute)), Svg);
    }

    static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandlePng(ChannelId id, BalcaoDb db, HttpContext http, CancellationToken ct)
    {
        if (await DisplayOfAsync(db, id, ct) is not { } display) return InputRefusals.NotFound.ToProblem();
        using var code = CodeOf(display);
        using var drawing = new PngByteQRCode(code);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{BalcaoApi.OptInPngName(display)}\"";
        return Answer(http, drawing.GetGraphic((PrintedPixels + code.ModuleMatrix.Count - 1) / code.ModuleMatrix.Count), Png);
    }

    private static Task<string?> DisplayOfAsync(BalcaoDb db, ChannelId number, CancellationToken ct) =>
        db.Channels.Where(c => c.Id == number).Select(c => c.Display).SingleOrDefaultAsync(ct);

    /// <summary>Error correction M repairs 15 %, enough for paper, and the modules stay large.</summary>
    private static QRCodeData CodeOf(string display) => QRCodeGenerator.GenerateQrCode(OptInLink.Of(display), QRCodeGenerator.ECCLevel.M);

    private static FileContentHttpResult Answer(HttpContext http, byte[] picture, string type)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "private, max-age=300"; // it follows from the number alone
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'"; // an SVG that is opened by itself is a document
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Bytes(picture, type);
    }
}
