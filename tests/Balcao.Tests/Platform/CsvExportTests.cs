using System.Globalization;
using System.Text;
using Balcao.Platform;
using Microsoft.AspNetCore.Http;

namespace Balcao.Tests.Platform;

/// <summary>What a spreadsheet reads in an exported file.</summary>
[WithoutDatabase]
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
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠SUM(A1)", "'＠SUM(A1)")]
    [InlineData("\u22121", "'\u22121")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\u00A0=1+1", "'\u00A0=1+1")]
    [InlineData("\u200B=1+1", "'\u200B=1+1")]
    [InlineData("\"=1+1", "\"'\"\"=1+1\"")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData(" \" +1", "\"' \"\" +1\"")]
    [InlineData("“@SUM(A1)”", "'“@SUM(A1)”")]
    [InlineData("  texto", "  texto")]
    [InlineData("1-1", "1-1")]
    [InlineData("ana@loja.example", "ana@loja.example")]
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
    [InlineData("2026-07-01T02:30:00Z", "America/Sao_Paulo", "2026-06-30 23:30:00")]
    [InlineData("2018-11-04T03:30:00Z", "America/Sao_Paulo", "2018-11-04 01:30:00")]
    [InlineData("2026-07-01T02:30:00Z", "Etc/UTC", "2026-07-01 02:30:00")]
    public void An_instant_is_written_in_the_zone_of_its_column(string instant, string zone, string written) => Assert.Equal(
        written, CsvCell.Of(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), NodaTime.DateTimeZoneProviders.Tzdb[zone]).Quoted);

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
