using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Contacts;

/// <summary>The customer.</summary>
public sealed class Contact : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required ContactId Id { get; init; }

    /// <summary>The profile's name, or the phone where the profile has none.</summary>
    public required string Name { get; set; }

    /// <summary>Digits with country code, as WhatsApp last wrote it; null while the customer hides it.</summary>
    public string? Phone { get; set; }

    /// <summary>WhatsApp's business-scoped user id, where we know it.</summary>
    public string? UserId { get; set; }

    public string? Username { get; set; }

    /// <summary>When the contact first wrote, or was made known to us.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Whether <see cref="Name"/> only repeats an identity, since the profile had no name.</summary>
    public bool IsUnnamed => Name == "+" + Phone || Name == "@" + Username || Name == UserId;

    public ContactItem ToItem() => ContactItems.From(Id, Name, Phone, Username);
}

/// <summary>One way to recognise a contact; within a tenant it points to exactly one.</summary>
public sealed class ContactIdentity : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required IdentityKind Kind { get; init; }

    /// <summary>A phone folded (Brazil's ninth digit and its like make no second person), a user id as WhatsApp wrote it.</summary>
    public required string Value { get; init; }

    public required ContactId ContactId { get; set; }
}

/// <summary>A group that had a chat with the contact: what that lets its members see is said in <see cref="Visibility"/>.</summary>
public sealed class ContactAudience : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ContactId ContactId { get; init; }

    public required ChatGroupId GroupId { get; init; }
}
