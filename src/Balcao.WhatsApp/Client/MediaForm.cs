using System.Net.Http.Headers;

namespace Balcao.WhatsApp.Client;

/// <summary>The multipart body of an upload, quoted the way browsers and curl do it.</summary>
internal static class MediaForm
{
    public static MultipartFormDataContent Create(Stream content, string fileName, string mimeType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        var form = new MultipartFormDataContent();
        // .NET quotes the boundary; some servers' multipart readers do not remove the quotes.
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
    /// ASCII only: .NET writes other characters as an encoded word, which no longer ends with the extension from which
    /// Meta infers the type. The name that people see is part of the message, not of the upload.
    /// </summary>
    private static string PlainName(string fileName) => string.Create(fileName.Length, fileName, static (plain, name) =>
    {
        for (var i = 0; i < plain.Length; i++)
            plain[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '.' or '-' or '_' ? name[i] : '_';
    });
}
