using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The customer of a message or status: phone, business-scoped user id, or both; the name is the one the customer set
/// in WhatsApp.
/// </summary>
public sealed record WebhookContact
{
    /// <summary>Digits of the phone number; absent for customers who have a username and hide the phone.</summary>
    public string? WaId { get; init; }
    public string? UserId { get; init; }
    public string? ParentUserId { get; init; }
    public string? ProfileName { get; init; }
    public string? Username { get; init; }
    /// <summary>ISO 3166 code of two letters.</summary>
    public string? CountryCode { get; init; }
    public string? IdentityKeyHash { get; init; }

    internal static WebhookContact Read(JsonElement json)
    {
        var profile = json.TryMember("profile"u8, out var found) ? found : default;
        return new()
        {
            WaId = json.Text("wa_id"u8),
            UserId = json.Text("user_id"u8),
            ParentUserId = json.Text("parent_user_id"u8),
            ProfileName = profile.Text("name"u8),
            Username = profile.Text("username"u8) ?? json.Text("username"u8),
            CountryCode = profile.Text("country_code"u8),
            IdentityKeyHash = json.Text("identity_key_hash"u8),
        };
    }
}
