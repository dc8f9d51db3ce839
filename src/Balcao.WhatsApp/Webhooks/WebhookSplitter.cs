using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>Splits one body and writes the JSON of each update from the bytes as received.</summary>
internal sealed class WebhookSplitter
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private long bytesOfUpdates;
    private long comparisons;

    public List<WebhookUpdate> Updates { get; } = new(1);

    /// <returns>False if it would take more than <see cref="WebhookParser.MaxBytesOfUpdates"/> or <see cref="WebhookParser.MaxComparisons"/>.</returns>
    public bool TrySplit(JsonElement root)
    {
        foreach (var entry in root.Elements("entry"u8))
        {
            var changes = entry.Elements("changes"u8);
            if (changes.Count == 0)
                Add(WebhookOrigin.OfChange(entry, default, default), StoredPart.Unreadable, entry);
            foreach (var change in changes)
                SplitChange(entry, change);
        }
        return !IsTooMuch;
    }

    private bool IsTooMuch => bytesOfUpdates > WebhookParser.MaxBytesOfUpdates || comparisons > WebhookParser.MaxComparisons;

    private void SplitChange(JsonElement entry, JsonElement change)
    {
        change.TryMember("value"u8, out var value);
        var origin = WebhookOrigin.OfChange(entry, change, value);
        if (change.ValueKind is not JsonValueKind.Object || value.ValueKind is JsonValueKind.Undefined)
        {
            Add(origin, StoredPart.Unreadable, change);
            return;
        }

        var before = Updates.Count;
        switch (origin.FieldName)
        {
            case WebhookFields.Messages or WebhookFields.PhoneAppEchoes or WebhookFields.MessageEchoes:
                SplitMessages(origin, value, value);
                break;
            case WebhookFields.Standby:
                if (value.TryMember("standby"u8, out var standby))
                    SplitMessages(origin.Inside("standby"u8, standby), standby, value);
                SplitMessages(origin, value, value);
                break;
            case WebhookFields.History:
                foreach (var chunk in value.Elements("history"u8))
                    SplitHistory(origin, chunk);
                // The files of the history follow as messages of this field (Meta, history webhook, 21 May 2026).
                SplitMessages(origin, value, value);
                break;
            case WebhookFields.UserPreferences:
                SplitList(origin, value, "user_preferences"u8);
                break;
            case WebhookFields.UserIds:
                SplitList(origin, value, "user_id_update"u8);
                break;
            case WebhookFields.PhoneAppContacts:
                SplitList(origin, value, "state_sync"u8);
                break;
        }
        if (Updates.Count == before)
            Add(origin, StoredPart.Value, value);
    }

    /// <param name="content">The value, or the member of it that holds the messages.</param>
    private void SplitMessages(WebhookOrigin origin, JsonElement content, JsonElement value)
    {
        var contacts = new ContactMatcher(content, value);
        foreach (var message in ToMatch(content, "messages"u8, contacts))
            Add(origin, StoredPart.Message, message, contacts.CustomerOf(message, origin.DisplayPhoneNumber));
        foreach (var echo in ToMatch(content, "message_echoes"u8, contacts))
        {
            var sent = SentMessages.RequestIn(echo);
            Add(origin, StoredPart.Echo, echo, contacts.Match(sent.Text("to"u8), sent.Text("to_user_id"u8) ?? sent.Text("recipient"u8)));
        }
        foreach (var status in ToMatch(content, "statuses"u8, contacts))
            Add(origin, StoredPart.Status, status, contacts.Match(status.Text("recipient_id"u8), status.Text("recipient_user_id"u8)));
        foreach (var error in content.Elements("errors"u8))
            Add(origin, StoredPart.Error, error);
    }

    /// <summary>The elements of a list, each of which is compared with every contact; none if that would be too much.</summary>
    private IReadOnlyList<JsonElement> ToMatch(JsonElement value, ReadOnlySpan<byte> list, ContactMatcher contacts)
    {
        var elements = value.Elements(list);
        comparisons += (long)elements.Count * contacts.Count;
        return IsTooMuch ? [] : elements;
    }

    /// <summary>One update per customer's thread, so that a thread can be handled in its customer's lane.</summary>
    private void SplitHistory(WebhookOrigin origin, JsonElement chunk)
    {
        var threads = chunk.Elements("threads"u8);
        if (threads.Count == 0)
            Add(origin, StoredPart.History, chunk);
        foreach (var thread in threads)
            AddNarrowed(origin, StoredPart.History, chunk, "threads"u8, "thread"u8, thread);
    }

    /// <summary>One update per list element; each keeps the value's other members.</summary>
    private void SplitList(WebhookOrigin origin, JsonElement value, ReadOnlySpan<byte> list)
    {
        var contacts = new ContactMatcher(value, value);
        foreach (var element in ToMatch(value, list, contacts))
            AddNarrowed(origin, StoredPart.Value, value, list, list, element, contacts.Match(element.Text("wa_id"u8), element.Text("user_id"u8)));
    }

    private void Add(WebhookOrigin origin, StoredPart part, JsonElement content, JsonElement contact = default)
    {
        if (IsTooMuch)
            return;
        Begin(origin, part, contact);
        WriteRaw(content);
        var raw = End();
        Updates.Add(part.Read(origin, contact, content, raw));
    }

    private void AddNarrowed(
        WebhookOrigin origin, StoredPart part, JsonElement whole, ReadOnlySpan<byte> list, ReadOnlySpan<byte> name, JsonElement element, JsonElement contact = default)
    {
        if (IsTooMuch)
            return;
        Begin(origin, part, contact);
        Write("{"u8);
        foreach (var member in whole.EnumerateObject())
        {
            if (member.NameEquals(list) || part == StoredPart.Value && (member.NameEquals("contacts"u8) || member.NameEquals("metadata"u8)))
                continue;
            WriteMember(member);
            Write(","u8);
        }
        Write("\""u8);
        Write(name);
        Write("\":"u8);
        WriteRaw(element);
        Write("}"u8);
        // These updates are few and small, so the JSON just written is parsed again; reading the narrowed value in
        // place would be more complicated.
        Updates.Add(WebhookParser.ParseStored(End()));
    }

    private void Begin(WebhookOrigin origin, StoredPart part, JsonElement contact)
    {
        buffer.ResetWrittenCount();
        Write("{\"object\":\"whatsapp_business_account\""u8);
        WriteMember(",\"entry_id\":"u8, origin.EntryId);
        WriteMember(",\"entry_time\":"u8, origin.EntryTime);
        WriteMember(",\"field\":"u8, origin.Field);
        WriteMember(",\"metadata\":"u8, origin.Metadata);
        WriteMember(",\"contact\":"u8, contact);
        if (part != StoredPart.Value)
            WriteRest(origin);
        Write(",\""u8);
        Write(part.Name.Span);
        Write("\":"u8);
    }

    private string End()
    {
        Write("}"u8);
        bytesOfUpdates += buffer.WrittenCount;
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteMember(ReadOnlySpan<byte> name, JsonElement member)
    {
        if (member.ValueKind is JsonValueKind.Undefined)
            return;
        Write(name);
        WriteRaw(member);
    }

    private void WriteMember(JsonProperty member)
    {
        Write("\""u8);
        Write(JsonMarshal.GetRawUtf8PropertyName(member));
        Write("\":"u8);
        WriteRaw(member.Value);
    }

    private void WriteRest(WebhookOrigin origin)
    {
        if (origin.Rest.Count == 0)
            return;
        Write(",\"rest\":{"u8);
        for (var i = 0; i < origin.Rest.Count; i++)
        {
            if (i > 0)
                Write(","u8);
            WriteMember(origin.Rest[i]);
        }
        Write("}"u8);
    }

    private void WriteRaw(JsonElement json) => Write(JsonMarshal.GetRawUtf8Value(json));

    private void Write(ReadOnlySpan<byte> utf8) => buffer.Write(utf8);
}
