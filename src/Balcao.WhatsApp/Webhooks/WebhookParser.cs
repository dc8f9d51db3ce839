using System.Text;
using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Takes a webhook body apart into updates that stand alone. No input makes it throw, and nothing is dropped but nulls and
/// contacts nobody refers to: what has no known shape comes out as <see cref="WebhookUpdateKind.Unreadable"/> or with its raw JSON only.
/// </summary>
public static class WebhookParser
{
    public const string BusinessAccountObject = "whatsapp_business_account";

    /// <summary>
    /// Nothing here reads deeper than a few levels or calls itself: a member that goes deeper than .NET's usual 64 must
    /// not make the rest of its body unreadable. A body of 3 MB cannot go deeper than this.
    /// </summary>
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 4 * 1024 * 1024 };

    /// <summary>The updates of a body whose signature was verified, in the body's order; at least one.</summary>
    public static IReadOnlyList<WebhookUpdate> Split(ReadOnlyMemory<byte> body)
    {
        var json = JsonHealing.Heal(body);
        using var document = TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return [Whole(WebhookUpdateKind.Unreadable, Encoding.UTF8.GetString(json.Span))];
        if (root.Text("object"u8) is not BusinessAccountObject)
            return [Whole(WebhookUpdateKind.UnknownObject, Encoding.UTF8.GetString(json.Span))];

        var splitter = new WebhookSplitter();
        splitter.Split(root);
        return splitter.Updates.Count > 0 ? splitter.Updates : [Whole(WebhookUpdateKind.Unreadable, Encoding.UTF8.GetString(json.Span))];
    }

    /// <summary>The very update whose <see cref="WebhookUpdate.RawJson"/> this is.</summary>
    public static WebhookUpdate ParseStored(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = TryParse(JsonHealing.Heal(Encoding.UTF8.GetBytes(json)));
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
