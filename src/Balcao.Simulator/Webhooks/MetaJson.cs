using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Webhooks;

/// <summary>
/// JSON bytes as Meta writes them: non-ASCII as lower-case \uXXXX and '/' as '\/'. A receiver that parses and
/// re-serialises before checking the signature fails here as it would in production (Meta, webhooks getting started, Dec 2025).
/// </summary>
static class MetaJson
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonNode body) => Encoding.ASCII.GetBytes(WriteText(body));

    public static string WriteText(JsonNode body)
    {
        var json = body.ToJsonString(Plain);
        var escaped = new StringBuilder(json.Length + 64);
        for (var i = 0; i < json.Length; i++)
        {
            // Slashes and non-ASCII characters occur only inside strings, so no parsing is needed.
            var c = json[i];
            if (c == '/')
            {
                escaped.Append("\\/");
            }
            else if (c > 0x7e)
            {
                escaped.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else if (c == '\\')
            {
                // An escape the serializer wrote; its \uXXXX (surrogates) become lower-case too.
                var length = json[i + 1] == 'u' ? 6 : 2;
                escaped.Append(json.AsSpan(i, length).ToString().ToLowerInvariant());
                i += length - 1;
            }
            else
            {
                escaped.Append(c);
            }
        }
        return escaped.ToString();
    }
}

static class WebhookSignature
{
    public static string Sha256(byte[] body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    /// <summary>The value of the legacy header, which Meta still sends too.</summary>
#pragma warning disable CA5350 // Meta requires SHA-1 in this header.
    public static string Sha1(byte[] body, string secret) =>
        "sha1=" + Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body));
#pragma warning restore CA5350
}
