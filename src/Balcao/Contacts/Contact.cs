using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Contacts;

/// <summary>A customer.</summary>
public sealed class Contact : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required ContactId Id { get; init; }

    /// <summary>The name in the WhatsApp profile, or the phone if the profile has none.</summary>
    public required string Name { get; set; }

    /// <summary>Digits with country code, as WhatsApp last wrote it; null while the customer hides it.</summary>
    public string? Phone { get; set; }

    /// <summary>WhatsApp's business-scoped user id, if known.</summary>
    public string? UserId { get; set; }

    public string? Username { get; set; }

    /// <summary>When the contact first wrote or became known.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Whether <see cref="Name"/> only repeats an identity, because the profile had no name.</summary>
    public bool IsUnnamed => Name == "+" + Phone || Name == "@" + Username || Name == UserId;

    public ContactItem ToItem() => ContactItems.From(Id, Name, Phone, Username);
}

/// <summary>An identity by which a contact is recognised; within a tenant it belongs to exactly one contact.</summary>
public sealed class ContactIdentity : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required IdentityKind Kind { get; init; }

    /// <summary>
    /// A phone in folded form (with and without Brazil's ninth digit it is the same person), or a user id as WhatsApp
    /// wrote it.
    /// </summary>
    public required string Value { get; init; }

    public required ContactId ContactId { get; set; }

    public IdentityItem ToItem() => new(Kind, Value, Kind is IdentityKind.Phone ? PhoneText.Of(Value) : Value);
}

/// <summary>A group that had a chat with the contact; <see cref="Visibility"/> says what its members may therefore see.</summary>
public sealed class ContactAudience : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ContactId ContactId { get; init; }

    public required ChatGroupId GroupId { get; init; }
}
