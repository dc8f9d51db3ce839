using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// Finds the contact of a message or status. A value can have messages of several customers, so the first contact may
/// be the wrong one; a wrong match would store a message under another customer.
/// </summary>
internal sealed class ContactMatcher
{
    private readonly List<Candidate> candidates = [];
    private readonly bool hasOneMessage;

    /// <param name="content">Holds the messages, and their contacts.</param>
    /// <param name="value">The whole value; its contacts count if the content has none.</param>
    public ContactMatcher(JsonElement content, JsonElement value)
    {
        var contacts = content.Elements("contacts"u8);
        foreach (var contact in contacts.Count > 0 ? contacts : value.Elements("contacts"u8))
            if (contact.ValueKind is JsonValueKind.Object)
                candidates.Add(new(contact, contact.Text("wa_id"u8), contact.Text("user_id"u8)));
        hasOneMessage = candidates.Count == 1 && content.Elements("messages"u8).Count == 1;
    }

    public int Count => candidates.Count;

    /// <summary>The sender of a message; the recipient, if the business wrote it.</summary>
    public JsonElement CustomerOf(JsonElement message, string? businessPhone)
    {
        var (phone, userId) = (message.Text("from"u8), message.Text("from_user_id"u8));
        if (IsOf(businessPhone, phone) || string.IsNullOrEmpty(phone) && string.IsNullOrEmpty(userId))
            (phone, userId) = (message.Text("to"u8), message.Text("to_user_id"u8));
        if (!string.IsNullOrEmpty(phone) || !string.IsNullOrEmpty(userId))
            return Match(phone, userId);
        // The message names no customer, but message and contact are the only ones of the value.
        return hasOneMessage && message.Text("group_id"u8) is null ? candidates[0].Json : default;
    }

    public JsonElement Match(string? phone, string? userId)
    {
        if (candidates.Count == 0)
            return default;
        foreach (var candidate in candidates)
            if (Same(candidate.UserId, userId) || Same(candidate.UserId, phone))
                return candidate.Json;
        foreach (var candidate in candidates)
            if (Same(candidate.WaId, phone) && !Contradicts(candidate.UserId, userId))
                return candidate.Json;

        // One Brazilian number may be written with the ninth digit in one place and without it in another.
        if (PhoneNumberFolding.Fold(phone) is not { } folded)
            return default;
        foreach (var candidate in candidates)
            if (PhoneNumberFolding.Fold(candidate.WaId) == folded && !Contradicts(candidate.UserId, userId))
                return candidate.Json;
        return default;
    }

    private static bool IsOf(string? businessPhone, string? from) =>
        PhoneNumberFolding.Fold(from) is { } folded && folded == PhoneNumberFolding.Fold(businessPhone);

    private static bool Same(string? left, string? right) => !string.IsNullOrEmpty(left) && left == right;

    private static bool Contradicts(string? left, string? right) =>
        !string.IsNullOrEmpty(left) && !string.IsNullOrEmpty(right) && left != right;

    private readonly record struct Candidate(JsonElement Json, string? WaId, string? UserId);
}
