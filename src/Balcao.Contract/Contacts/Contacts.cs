namespace Balcao.Contract;

/// <summary>Phone: folded digits. UserId: WhatsApp's business-scoped user id. Username: display only.</summary>
public enum IdentityKind { Phone, UserId, Username }

/// <param name="Text">The value as people read it: a phone as in <see cref="ContactItem.PhoneText"/>.</param>
public sealed record IdentityItem(IdentityKind Kind, string Value, string Text);

/// <param name="Phone">E.164 with plus; null if the customer hides the phone behind a username.</param>
public sealed record ContactItem(ContactId Id, string Name, string? Phone, string? Username)
{
    /// <summary>The phone as people write it: "+55 11 98765-4321".</summary>
    public string? PhoneText { get; init; }
}

public sealed record ContactCard(
    ContactId Id, string Name, string? Phone, string? Username, IReadOnlyList<IdentityItem> Identities,
    DateTimeOffset FirstSeenAt, IReadOnlyList<ConversationItem> Conversations)
{
    /// <summary>As <see cref="ContactItem.PhoneText"/>.</summary>
    public string? PhoneText { get; init; }

    /// <summary>The contact's latest decision about marketing messages; null: no decision yet.</summary>
    public MarketingConsentItem? Marketing { get; init; }
}
