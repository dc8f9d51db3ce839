using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;

namespace Balcao.Platform;

/// <summary>
/// The one writer of CSV files: UTF-8 with a byte order mark, one row after the other as they are read, formulas made harmless
/// (<see cref="CsvCell"/>). Where the reader's language writes 1,5 the separator is the semicolon: spreadsheets expect it so.
/// The rows are read while they are sent, so the endpoint has <see cref="Storage.WithoutUnitOfWork"/> and reads page by page.
/// </summary>
public sealed class CsvExport(string fileName, IReadOnlyList<string> columns, IAsyncEnumerable<IReadOnlyList<CsvCell>> rows) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "text/csv";

    private const int RowsPerFlush = 200;

    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = ContentType + "; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}.csv\"";
        response.Headers.CacheControl = "no-store";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var separator = CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator == "," ? ';' : ',';
        await writer.WriteAsync(Line([.. columns.Select(name => (CsvCell)name)], separator).AsMemory(), ct);
        var written = 0;
        await foreach (var row in rows.WithCancellation(ct))
        {
            await writer.WriteAsync(Line(row, separator).AsMemory(), ct);
            if (++written % RowsPerFlush == 0) await writer.FlushAsync(ct);
        }
        await writer.FlushAsync(ct);
    }

    private static string Line(IReadOnlyList<CsvCell> row, char separator) => string.Join(separator, row.Select(cell => cell.Quoted)) + "\r\n";
}

/// <summary>
/// A cell of a CSV file. A text that a spreadsheet would calculate gets an apostrophe in front (OWASP, CSV Injection, 2025), also
/// behind spaces and quotes, which some readers drop first; a number, which may be negative, stays one.
/// </summary>
public readonly record struct CsvCell
{
    /// <summary>Also as full-width and small forms, and the minus sign of typesetting.</summary>
    private const string Operators = "=+-@＝＋－＠﹦﹢﹣﹫\u2212";

    private readonly string? _content;

    private CsvCell(string? content) => _content = content;

    public static implicit operator CsvCell(string? text) => FromString(text);

    public static CsvCell FromString(string? text) => new(text is not null && IsCalculated(text) ? "'" + text : text);

    private static bool IsCalculated(string text) =>
        text is ['\t' or '\r' or '\n', ..] || text.FirstOrDefault(c => !IsDropped(c)) is var first && first is not '\0' && Operators.Contains(first, StringComparison.Ordinal);

    private static bool IsDropped(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '\'' or '`' or '´' or '＂' or '＇'
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    public static CsvCell Of(long number) => new(number.ToString(CultureInfo.CurrentCulture));

    public static CsvCell Of(decimal number) => new(number.ToString(CultureInfo.CurrentCulture));

    /// <summary>In UTC, in the form that spreadsheets read in every language.</summary>
    public static CsvCell Of(DateTimeOffset at) => new(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    /// <summary>In a time zone, which the column's name states.</summary>
    public static CsvCell Of(DateTimeOffset? at, DateTimeZone zone) =>
        new(at is { } instant ? Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeUnspecified().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : null);

    /// <summary>As in the file: quoted if it must be (RFC 4180). Both separators count, because readers guess.</summary>
    public string Quoted => _content is null ? "" : _content.AsSpan().IndexOfAny(",;\"\r\n") < 0 ? _content : $"\"{_content.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
