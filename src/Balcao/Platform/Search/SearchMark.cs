using System.Globalization;
using Balcao.Contract;

namespace Balcao.Platform.Search;

/// <summary>
/// What stands before each word in the index, eight characters: four of the tenant, four of the shelf. A search looks through
/// one shelf after the other, the newest first, until it has enough: a frequent word costs a shelf of it, a word that nobody
/// wrote one look at each, and what other tenants write costs nothing.
/// </summary>
public static class SearchMark
{
    /// <summary>
    /// So many entries of the feed fill a shelf, which is some 10,000 to 30,000 messages. Of a larger one a frequent word takes
    /// longer to read, of a smaller one a word that nobody wrote is looked up in more of them.
    /// </summary>
    private const int EntriesOfAShelf = 1 << 16;

    /// <summary>
    /// Two tenants may share the first four characters, one pair in 65,536: rows of the other are read then, and left out, since
    /// it is their column that says whose they are.
    /// </summary>
    public static string Of(TenantId tenant, int shelf) => string.Create(CultureInfo.InvariantCulture, $"{tenant.Value.ToString("N")[^4..]}{shelf:x4}");

    /// <summary>The shelf on which new messages are put at that place of the tenant's feed, from 0 on.</summary>
    public static int ShelfAt(long sequence) => (int)(sequence / EntriesOfAShelf);
}
