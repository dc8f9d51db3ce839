using System.Net;
using System.Xml.Linq;
using Balcao.Contract;
using QRCoder;
using SkiaSharp;

namespace Balcao.Tests.Panel;

/// <summary>The QR code of a number's opt-in link, on screen and in print.</summary>
public sealed class OptInPictureTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("W4", "T4")]
    public async Task The_printed_code_is_that_of_the_link_with_a_light_border()
    {
        using var ana = As(Ana);
        var link = (await ana.Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel)).OptInUrl;
        using var expected = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        var size = expected.ModuleMatrix.Count; // with the border of four modules

        using var answer = await ana.GetAsync(BalcaoApi.OptInPngUrl(Balcao500.Id), Cancel);
        using var picture = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync(Cancel));

        Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("attachment", BalcaoApi.OptInPngName(Balcao500.Display)), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.Equal(picture.Width, picture.Height);
        Assert.True(picture.Width >= 600 && picture.Width % size == 0, $"{picture.Width} dots for {size} modules");
        var dots = picture.Width / size;
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                Assert.True(picture.GetPixel(x * dots + dots / 2, y * dots + dots / 2).Red < 128 == expected.ModuleMatrix[y][x], $"{x}, {y}");
        Assert.All(Enumerable.Range(0, size), i => Assert.False(expected.ModuleMatrix[3][i] || expected.ModuleMatrix[i][3]));
    }

    [Fact, Rule("W4")]
    public async Task The_code_on_screen_is_a_drawing_of_whole_modules_and_nothing_else()
    {
        using var ana = As(Ana);
        var size = QRCodeGenerator.GenerateQrCode((await ana.Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel)).OptInUrl, QRCodeGenerator.ECCLevel.M).ModuleMatrix.Count;

        using var answer = await ana.GetAsync(BalcaoApi.OptInSvgUrl(Balcao500.Id), Cancel);
        var drawing = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).Root!;

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal($"0 0 {size} {size}", drawing.Attribute("viewBox")!.Value);
        Assert.Null(drawing.Attribute("width"));
        Assert.Subset(new HashSet<string> { "svg", "rect", "path", "g" }, drawing.DescendantsAndSelf().Select(element => element.Name.LocalName).ToHashSet());
    }

    [Theory, Rule("T4")]
    [InlineData("svg")]
    [InlineData("png")]
    public async Task The_picture_is_kept_for_a_short_time_runs_nothing_and_is_the_tenant_s_alone(string kind)
    {
        var path = $"/api/numbers/{Balcao500.Id}/opt-in.{kind}";
        using var ana = As(Ana);
        using var answer = await ana.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((true, TimeSpan.FromMinutes(5)), (answer.Headers.CacheControl!.Private, answer.Headers.CacheControl.MaxAge));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        using var renata = As(Renata);
        Assert.Equal(HttpStatusCode.NotFound, (await renata.GetAsync(path, Cancel)).StatusCode);
        using var otavio = As(Otavio);
        Assert.Equal(HttpStatusCode.Forbidden, (await otavio.GetAsync(path, Cancel)).StatusCode);
        using var anyone = App.Anyone();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.GetAsync(path, Cancel)).StatusCode);
    }
}
