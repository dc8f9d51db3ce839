using System.Text;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>An HTTP response with its whole body: JSON, or for example a gateway's error page.</summary>
internal sealed record Answer(int HttpStatus, TimeSpan? RetryAfter, byte[] Body)
{
    /// <summary>Null unless the body is a Graph error.</summary>
    public GraphError? Error => Read(json => GraphError.Read(json, HttpStatus, RetryAfter));

    public GraphError AsError() => Error ?? GraphError.OfRaw(Encoding.UTF8.GetString(JsonSanitizer.Heal(Body).Span), HttpStatus, RetryAfter);

    public T? Read<T>(Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(JsonSanitizer.Heal(Body));
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
