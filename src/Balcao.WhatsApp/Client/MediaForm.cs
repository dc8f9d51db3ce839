using System.Net.Http.Headers;

namespace Balcao.WhatsApp.Client;

/// <summary>The multipart body of an upload, quoted the way browsers and curl do it.</summary>
internal static class MediaForm
{
    public static MultipartFormDataContent Create(Stream content, string fileName, string mimeType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        var form = new MultipartFormDataContent();
        // .NET quotes the boundary; not every server's multipart reader unquotes it.
        var boundary = form.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary");
        boundary.Value = boundary.Value!.Trim('"');

        form.Add(new StringContent("whatsapp") { Headers = { ContentType = null } }, "\"messaging_product\"");
        form.Add(new StringContent(mimeType) { Headers = { ContentType = null } }, "\"type\"");
        var file = new StreamContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(mimeType);
        file.Headers.ContentDisposition = new("form-data") { Name = "\"file\"", FileName = $"\"{PlainName(fileName)}\"" };
        form.Add(file);
        return form;
    }

    /// <summary>
    /// ASCII only: .NET would write anything else as an encoded word, whose end is no longer the extension from which
    /// Meta infers the type. The name that people see is given with the message, not here.
    /// </summary>
    private static string PlainName(string fileName) => string.Create(fileName.Length, fileName, static (plain, name) =>
    {
        for (var i = 0; i < plain.Length; i++)
            plain[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '.' or '-' or '_' ? name[i] : '_';
    });
}
