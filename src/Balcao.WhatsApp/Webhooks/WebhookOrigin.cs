using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>The position of an update in its body: entry, field and metadata, as received and as read.</summary>
internal sealed class WebhookOrigin
{
    private WebhookOrigin(JsonElement entryId, JsonElement entryTime, JsonElement field, JsonElement metadata)
    {
        EntryId = entryId;
        EntryTime = entryTime;
        Field = field;
        Metadata = metadata;
    }

    public JsonElement EntryId { get; }
    public JsonElement EntryTime { get; }
    public JsonElement Field { get; }
    public JsonElement Metadata { get; }

    /// <summary>Members of the value that are not known here; every update of the change keeps them. Usually none.</summary>
    public IReadOnlyList<JsonProperty> Rest { get; private init; } = [];

    public string? WabaId { get; private init; }
    public string? FieldName { get; private init; }
    public DateTimeOffset? Time { get; private init; }
    public string? PhoneNumberId { get; private init; }
    public string? DisplayPhoneNumber { get; private init; }

    public static WebhookOrigin OfChange(JsonElement entry, JsonElement change, JsonElement value) => new(
        Member(entry, "id"u8), Member(entry, "time"u8), Member(change, "field"u8), Member(value, "metadata"u8))
    {
        WabaId = entry.Text("id"u8),
        FieldName = change.Text("field"u8),
        Time = entry.Instant("time"u8),
        PhoneNumberId = Member(value, "metadata"u8).Text("phone_number_id"u8),
        DisplayPhoneNumber = Member(value, "metadata"u8).Text("display_phone_number"u8),
        Rest = UnknownMembers(value) ?? [],
    };

    /// <summary>The same position one level deeper: for the content of a member of the value.</summary>
    public WebhookOrigin Inside(ReadOnlySpan<byte> name, JsonElement content)
    {
        var rest = new List<JsonProperty>();
        foreach (var member in Rest)
            if (!member.NameEquals(name))
                rest.Add(member);
        return new(EntryId, EntryTime, Field, Metadata)
        {
            WabaId = WabaId,
            FieldName = FieldName,
            Time = Time,
            PhoneNumberId = PhoneNumberId,
            DisplayPhoneNumber = DisplayPhoneNumber,
            Rest = [.. rest, .. UnknownMembers(content) ?? []],
        };
    }

    public static WebhookOrigin OfStored(JsonElement stored) => new(
        Member(stored, "entry_id"u8), Member(stored, "entry_time"u8), Member(stored, "field"u8), Member(stored, "metadata"u8))
    {
        WabaId = stored.Text("entry_id"u8),
        FieldName = stored.Text("field"u8),
        Time = stored.Instant("entry_time"u8),
        PhoneNumberId = Member(stored, "metadata"u8).Text("phone_number_id"u8),
        DisplayPhoneNumber = Member(stored, "metadata"u8).Text("display_phone_number"u8),
    };

    private static List<JsonProperty>? UnknownMembers(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            return null;
        List<JsonProperty>? unknown = null;
        foreach (var member in value.EnumerateObject())
            if (!IsKnown(member))
                (unknown ??= []).Add(member);
        return unknown;
    }

    private static bool IsKnown(JsonProperty member) =>
        member.NameEquals("messages"u8) || member.NameEquals("statuses"u8) || member.NameEquals("metadata"u8) || member.NameEquals("contacts"u8)
        || member.NameEquals("messaging_product"u8) || member.NameEquals("errors"u8) || member.NameEquals("message_echoes"u8) || member.NameEquals("history"u8);

    private static JsonElement Member(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryMember(name, out var member) ? member : default;
}
