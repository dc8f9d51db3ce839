namespace Balcao.Contract;

/// <summary>Phone: folded digits. UserId: WhatsApp's business-scoped user id. Username: display only.</summary>
public enum IdentityKind { Phone, UserId, Username }

public sealed record IdentityItem(IdentityKind Kind, string Value);

/// <param name="Phone">E.164 with plus, or null: a customer may hide it behind a username.</param>
public sealed record ContactItem(ContactId Id, string Name, string? Phone, string? Username);

public sealed record ContactCard(
    ContactId Id, string Name, string? Phone, string? Username, IReadOnlyList<IdentityItem> Identities,
    DateTimeOffset FirstSeenAt, IReadOnlyList<ConversationItem> Conversations)
{
    /// <summary>What the contact last said about marketing messages; null: nothing yet.</summary>
    public MarketingConsentItem? Marketing { get; init; }
}
