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
    /// Deeper than .NET's usual 64, because a member that nobody reads must not make the rest of its body unreadable. Not much deeper: .NET
    /// needs time proportional to length times depth (17 s for a depth of 100,000).
    /// </summary>
    public const int MaxDepth = 256;

    /// <summary>
    /// Every update carries what its body says once for all, such as metadata and unknown members. A body made of one large member and many
    /// small messages would grow from megabytes to gigabytes; Meta's grow to less than twice their length.
    /// </summary>
    public const int MaxBytesOfUpdates = 32 * 1024 * 1024;

    /// <summary>Messages times contacts of a body, each of which is compared with each. Meta sends at most some hundreds of both.</summary>
    public const int MaxComparisons = 2_000_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>The updates of a body whose signature was verified, in the body's order; at least one.</summary>
    public static IReadOnlyList<WebhookUpdate> Split(ReadOnlyMemory<byte> body)
    {
        var json = JsonSanitizer.Heal(body);
        using var document = TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return [Whole(KindOfUnread(document, json.Span), Encoding.UTF8.GetString(json.Span))];
        if (root.Text("object"u8) is not BusinessAccountObject)
            return [Whole(WebhookUpdateKind.UnknownObject, Encoding.UTF8.GetString(json.Span))];

        var splitter = new WebhookSplitter();
        if (!splitter.TrySplit(root))
            return [Whole(WebhookUpdateKind.Excessive, Encoding.UTF8.GetString(json.Span))];
        return splitter.Updates.Count > 0 ? splitter.Updates : [Whole(WebhookUpdateKind.Unreadable, Encoding.UTF8.GetString(json.Span))];
    }

    /// <summary>Reads the update whose <see cref="WebhookUpdate.RawJson"/> this is.</summary>
    public static WebhookUpdate ParseStored(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var healed = JsonSanitizer.Heal(Encoding.UTF8.GetBytes(json));
        using var document = TryParse(healed);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return Whole(KindOfUnread(document, healed.Span), json);
        if (root.Text("object"u8) is not BusinessAccountObject)
            return Whole(WebhookUpdateKind.UnknownObject, json);

        foreach (var part in StoredPart.All)
            if (root.TryGetProperty(part.Name.Span, out var content))
            {
                root.TryMember("contact"u8, out var contact);
                return part.Read(WebhookOrigin.OfStored(root), contact, content, json);
            }
        // A body as a whole, which was kept because it was too much or because nothing of it could be read.
        if (!new WebhookSplitter().TrySplit(root))
            return Whole(WebhookUpdateKind.Excessive, json);
        return Whole(WebhookUpdateKind.Unreadable, json);
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WebhookUpdateKind KindOfUnread(JsonDocument? document, ReadOnlySpan<byte> json) =>
        document is null && DepthOf(json) > MaxDepth ? WebhookUpdateKind.Excessive : WebhookUpdateKind.Unreadable;

    /// <summary>How deep brackets outside of strings go, in text that may be JSON.</summary>
    private static int DepthOf(ReadOnlySpan<byte> json)
    {
        var (depth, deepest, isInString) = (0, 0, false);
        for (var at = 0; at < json.Length; at++)
        {
            var unit = json[at];
            if (unit == '"') isInString = !isInString;
            else if (isInString && unit == '\\') at++;
            else if (!isInString && unit is (byte)'[' or (byte)'{') deepest = Math.Max(deepest, ++depth);
            else if (!isInString && unit is (byte)']' or (byte)'}') depth--;
        }
        return deepest;
    }

    private static WebhookUpdate Whole(WebhookUpdateKind kind, string body) => new()
    {
        Kind = kind,
        RawJson = body,
        IdentityKey = SenderIdentity.OfAccount(null),
    };
}
