using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The member of a stored update that holds its content, and how it is read. Splitting and reading back use the same
/// code, so that both give the same update.
/// </summary>
internal sealed class StoredPart
{
    public static readonly StoredPart Message = new("message"u8, ReadMessage);
    public static readonly StoredPart Echo = new("echo"u8, ReadEcho);
    public static readonly StoredPart Status = new("status"u8, ReadStatus);
    public static readonly StoredPart Error = new("error"u8, ReadError);
    public static readonly StoredPart History = new("history"u8, ReadHistory);
    public static readonly StoredPart Value = new("value"u8, ReadValue);
    public static readonly StoredPart Unreadable = new("unreadable"u8, ReadUnreadable);
    public static readonly IReadOnlyList<StoredPart> All = [Message, Echo, Status, Error, History, Value, Unreadable];

    private delegate WebhookUpdate Reader(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw);

    private readonly Reader read;

    private StoredPart(ReadOnlySpan<byte> name, Reader read)
    {
        Name = name.ToArray();
        this.read = read;
    }

    public ReadOnlyMemory<byte> Name { get; }

    public WebhookUpdate Read(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw) => read(origin, contact, content, raw);

    private static WebhookUpdate ReadMessage(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw)
    {
        if (content.Text("id"u8) is not { Length: > 0 } id)
            return ReadUnreadable(origin, contact, content, raw);
        return WithMessage(Common(WebhookUpdateKind.Message, origin, contact, raw), InboundMessage.Read(content, id));
    }

    private static WebhookUpdate ReadEcho(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw)
    {
        if (content.Text("id"u8) is not { Length: > 0 } id)
            return ReadUnreadable(origin, contact, content, raw);
        return WithMessage(Common(WebhookUpdateKind.Echo, origin, contact, raw), SentMessages.Read(content, id));
    }

    private static WebhookUpdate WithMessage(WebhookUpdate common, InboundMessage message)
    {
        var update = common with { Message = message };
        var (phone, userId) = update.IsFromBusiness ? (message.To, message.ToUserId) : (message.From, message.FromUserId);
        return update with
        {
            IdentityKey = SenderIdentity.OfPerson(
                phone ?? update.Contact?.WaId, userId ?? update.Contact?.UserId, message.GroupId, update.WabaId),
        };
    }

    private static WebhookUpdate ReadStatus(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw)
    {
        if (content.Text("id"u8) is not { Length: > 0 } id)
            return ReadUnreadable(origin, contact, content, raw);
        var status = MessageStatus.Read(content, id);
        var update = Common(WebhookUpdateKind.Status, origin, contact, raw);
        return update with
        {
            Status = status,
            // A message to a group is one row, so all statuses of it use the group's lane, whichever participant they
            // are about.
            IdentityKey = status.IsGroup
                ? SenderIdentity.OfPerson(null, null, status.RecipientId, origin.WabaId)
                : SenderIdentity.OfPerson(
                    status.RecipientId ?? update.Contact?.WaId, status.RecipientUserId ?? update.Contact?.UserId, null, origin.WabaId),
        };
    }

    private static WebhookUpdate ReadError(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw) =>
        content.ValueKind is JsonValueKind.Object
            ? Common(WebhookUpdateKind.Error, origin, contact, raw) with { Error = WebhookError.Read(content) }
            : ReadUnreadable(origin, contact, content, raw);

    private static WebhookUpdate ReadHistory(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw)
    {
        if (content.ValueKind is not JsonValueKind.Object)
            return ReadUnreadable(origin, contact, content, raw);
        var chunk = HistoryChunk.Read(content, origin.DisplayPhoneNumber);
        return Common(WebhookUpdateKind.History, origin, contact, raw) with
        {
            History = chunk,
            IdentityKey = SenderIdentity.OfPerson(chunk.ThreadId, chunk.UserId, null, origin.WabaId),
        };
    }

    private static WebhookUpdate ReadValue(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw)
    {
        var change = FieldChange.Read(origin.FieldName ?? "", content);
        var (phone, userId) = change switch
        {
            UserPreferenceChange preference => (preference.WaId, preference.UserId),
            // The lane of the user id known so far.
            UserIdChange changed => (changed.WaId, changed.PreviousUserId ?? changed.CurrentUserId),
            PhoneAppContactChange entry => (entry.PhoneNumber, entry.UserId),
            HandoverChange handover => (handover.Phone, handover.UserId),
            _ => (null, null),
        };
        var update = Common(WebhookUpdateKind.Field, origin, contact, raw);
        return update with
        {
            Change = change,
            // A handover has no metadata: it names the number as the recipient.
            PhoneNumberId = update.PhoneNumberId ?? (change as HandoverChange)?.PhoneNumberId,
            DisplayPhoneNumber = update.DisplayPhoneNumber ?? (change as HandoverChange)?.DisplayPhoneNumber,
            IdentityKey = SenderIdentity.OfPerson(phone, userId, null, origin.WabaId),
        };
    }

    private static WebhookUpdate ReadUnreadable(WebhookOrigin origin, JsonElement contact, JsonElement content, string raw) =>
        Common(WebhookUpdateKind.Unreadable, origin, contact, raw);

    private static WebhookUpdate Common(WebhookUpdateKind kind, WebhookOrigin origin, JsonElement contact, string raw) => new()
    {
        Kind = kind,
        RawJson = raw,
        IdentityKey = SenderIdentity.OfAccount(origin.WabaId),
        WabaId = origin.WabaId,
        Field = origin.FieldName,
        EntryTime = origin.Time,
        PhoneNumberId = origin.PhoneNumberId,
        DisplayPhoneNumber = origin.DisplayPhoneNumber,
        Contact = contact.ValueKind is JsonValueKind.Object ? WebhookContact.Read(contact) : null,
    };
}
