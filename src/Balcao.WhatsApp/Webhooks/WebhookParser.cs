using System.Text;
using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Splits a webhook body into independent updates. It does not throw for any input, and it drops only nulls and
/// contacts to which no update refers: content of unknown shape becomes <see cref="WebhookUpdateKind.Unreadable"/> or
/// an update with its raw JSON only.
/// </summary>
public static class WebhookParser
{
    public const string BusinessAccountObject = "whatsapp_business_account";

    /// <summary>
    /// A member nested deeper than .NET's default of 64 levels must not make the rest of its body unreadable. The code
    /// reads only a few levels and does not recurse, so deep nesting is harmless. A body of 3 MB cannot be nested
    /// deeper than this.
    /// </summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 4 * 1024 * 1024 };

    /// <summary>The updates of a body whose signature was verified, in the body's order; at least one.</summary>
    public static IReadOnlyList<WebhookUpdate> Split(ReadOnlyMemory<byte> body)
    {
        var json = JsonSanitizer.Heal(body);
        using var document = TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return [Whole(WebhookUpdateKind.Unreadable, Encoding.UTF8.GetString(json.Span))];
        if (root.Text("object"u8) is not BusinessAccountObject)
            return [Whole(WebhookUpdateKind.UnknownObject, Encoding.UTF8.GetString(json.Span))];

        var splitter = new WebhookSplitter();
        splitter.Split(root);
        return splitter.Updates.Count > 0 ? splitter.Updates : [Whole(WebhookUpdateKind.Unreadable, Encoding.UTF8.GetString(json.Span))];
    }

    /// <summary>Reads the update whose <see cref="WebhookUpdate.RawJson"/> this is.</summary>
    public static WebhookUpdate ParseStored(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = TryParse(JsonSanitizer.Heal(Encoding.UTF8.GetBytes(json)));
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return Whole(WebhookUpdateKind.Unreadable, json);
        if (root.Text("object"u8) is not BusinessAccountObject)
            return Whole(WebhookUpdateKind.UnknownObject, json);

        foreach (var part in StoredPart.All)
            if (root.TryGetProperty(part.Name.Span, out var content))
            {
                root.TryMember("contact"u8, out var contact);
                return part.Read(WebhookOrigin.OfStored(root), contact, content, json);
            }
        return Whole(WebhookUpdateKind.Unreadable, json);
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, AnyDepth);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WebhookUpdate Whole(WebhookUpdateKind kind, string body) => new()
    {
        Kind = kind,
        RawJson = body,
        IdentityKey = SenderIdentity.OfAccount(null),
    };
}
