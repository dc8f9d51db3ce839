using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// The recipient: exactly one of a phone number, a user id and a group. If phone number and user id are known, the
/// phone number is more reliable.
/// </summary>
public sealed record Recipient
{
    private Recipient(string member, string value, bool isGroup)
    {
        Member = member;
        Value = value;
        IsGroup = isGroup;
    }

    internal string Member { get; }
    internal string Value { get; }
    internal bool IsGroup { get; }

    /// <summary>
    /// Digits with country code; sent with "+", because without it Meta prepends the business's own country code.
    /// </summary>
    public static Recipient OfPhone(string phone) => PhoneNumberFolding.Digits(phone) is { } digits
        ? new("to", "+" + digits, isGroup: false)
        : throw new ArgumentException("Not a phone number.", nameof(phone));

    /// <summary>A business-scoped user id, "BR.4417…" (since 2026). Must not be sent in "to", where Meta drops it.</summary>
    public static Recipient OfUserId(string userId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        return new("recipient", userId, isGroup: false);
    }

    public static Recipient OfGroup(string groupId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(groupId);
        return new("to", groupId, isGroup: true);
    }

    public override string ToString() => Value;
}

/// <summary>A message to send.</summary>
public sealed record OutboundMessage
{
    public required Recipient To { get; init; }
    public required OutboundContent Content { get; init; }
    /// <summary>
    /// The wamid of the message this one replies to. WhatsApp shows no quote if that message is deleted or more than 30
    /// days old, or if the reply is a template.
    /// </summary>
    public string? ReplyTo { get; init; }
    /// <summary>
    /// Returned in every status of the message (<c>biz_opaque_callback_data</c>). If the answer to a send was lost,
    /// this is the only way to find out whether the message was sent.
    /// </summary>
    public string? CallbackData { get; init; }
    /// <summary>If set, Meta refuses the message (137000) when the recipient's identity has changed.</summary>
    public string? IdentityKeyHash { get; init; }

    /// <summary>The request body, UTF-8.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("messaging_product"u8, "whatsapp"u8);
            json.WriteString("recipient_type"u8, To.IsGroup ? "group"u8 : "individual"u8);
            json.WriteString(To.Member, To.Value);
            json.WriteString("type"u8, Content.Type);
            if (ReplyTo is not null)
            {
                json.WriteStartObject("context"u8);
                json.WriteString("message_id"u8, ReplyTo);
                json.WriteEndObject();
            }
            json.WriteOptional("biz_opaque_callback_data"u8, CallbackData);
            json.WriteOptional("recipient_identity_key_hash"u8, IdentityKeyHash);
            json.WritePropertyName(Content.Type);
            Content.WritePart(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}

internal static class JsonWriting
{
    public static void WriteOptional(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
