using Balcao.Contract;
using Balcao.Platform.Search;

namespace Balcao.Contacts;

/// <summary>The words by which a contact is found: name, username, and the endings of its phones.</summary>
public sealed class ContactWords : ISearchRow
{
    public required TenantId TenantId { get; init; }

    public required ContactId ContactId { get; init; }

    public long Number { get; init; }

    /// <summary>Always 0.</summary>
    public int Segment { get; init; }

    public required string Words { get; set; }

    Guid ISearchRow.Key => ContactId.Value;

    public static string Of(Contact contact, IEnumerable<ContactIdentity> identities) => SearchText.Row(SearchPrefix.Of(contact.TenantId, segment: 0),
    [
        contact.Name, contact.Username, .. SearchText.Endings(contact.Phone),
        .. identities.Where(i => i.Kind is IdentityKind.Phone).SelectMany(i => SearchText.Endings(i.Value)),
    ]);
}
