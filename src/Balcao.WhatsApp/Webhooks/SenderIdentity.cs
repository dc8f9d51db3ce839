namespace Balcao.WhatsApp.Webhooks;

/// <summary>The key that assigns all updates about one customer to the same lane.</summary>
internal static class SenderIdentity
{
    public static string OfPerson(string? phone, string? userId, string? groupId, string? wabaId)
    {
        if (PhoneNumberFolding.Fold(phone) is { } folded)
            return "p:" + folded;
        if (!string.IsNullOrEmpty(userId))
            return "u:" + userId;
        // The sender field itself may hold a business-scoped id.
        if (!string.IsNullOrEmpty(phone))
            return "u:" + phone;
        return string.IsNullOrEmpty(groupId) ? OfAccount(wabaId) : "g:" + groupId;
    }

    public static string OfAccount(string? wabaId) => "w:" + wabaId;
}
