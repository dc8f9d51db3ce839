using System.Globalization;
using System.Text;
using Balcao.Platform;
using Microsoft.AspNetCore.Http;

namespace Balcao.Tests.Platform;

/// <summary>What a spreadsheet reads in an exported file.</summary>
public sealed class CsvExportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+55 11 4000-0500", "'+55 11 4000-0500")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("um, dois", "\"um, dois\"")]
    [InlineData("um; dois", "\"um; dois\"")]
    [InlineData("disse \"oi\"", "\"disse \"\"oi\"\"\"")]
    [InlineData("linha\nlinha", "\"linha\nlinha\"")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_text_is_never_calculated(string? text, string written) => Assert.Equal(written, ((CsvCell)text).Quoted);

    [Fact]
    public void A_negative_number_stays_a_number() => Assert.Equal("-3", CsvCell.Of(-3).Quoted);

    [Theory]
    [InlineData("pt-BR", "nome;valor\r\nDona Lúcia;\"1,5\"\r\n;-2\r\n")]
    [InlineData("en", "nome,valor\r\nDona Lúcia,1.5\r\n,-2\r\n")]
    public async Task A_file_has_the_mark_of_UTF_8_and_the_separator_of_the_language(string language, string text)
    {
        var (before, http) = (CultureInfo.CurrentCulture, new DefaultHttpContext());
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
        try
        {
            using var body = new MemoryStream();
            http.Response.Body = body;

            await new CsvExport("pessoas", ["nome", "valor"], RowsAsync()).ExecuteAsync(http);

            byte[] expected = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)];
            Assert.Equal(expected, body.ToArray());
            Assert.Equal("attachment; filename=\"pessoas.csv\"", http.Response.Headers.ContentDisposition);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<CsvCell>> RowsAsync()
    {
        yield return ["Dona Lúcia", CsvCell.Of(1.5m)];
        await Task.Yield();
        Cancel.ThrowIfCancellationRequested();
        yield return [null, CsvCell.Of(-2)];
    }
}
