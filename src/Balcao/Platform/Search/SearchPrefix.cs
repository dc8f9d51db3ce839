using System.Globalization;
using Balcao.Contract;

namespace Balcao.Platform.Search;

/// <summary>
/// The prefix of each word in the index, eight characters: four of the tenant, four of the segment. A search goes through one
/// segment after the other, newest first, until it has enough results: a frequent word costs reading it in one segment, an unknown
/// word one look-up in each segment, and the words of other tenants cost nothing.
/// </summary>
public static class SearchPrefix
{
    /// <summary>
    /// The feed entries of one segment, some 10,000 to 30,000 messages. With larger segments a frequent word takes longer to
    /// read; with smaller ones an unknown word is looked up in more of them.
    /// </summary>
    private const int EntriesOfASegment = 1 << 16;

    /// <summary>
    /// Two tenants may have the same four characters, one pair in 65,536: rows of the other tenant are then read too and left out,
    /// because their tenant column decides.
    /// </summary>
    public static string Of(TenantId tenant, int segment) => string.Create(CultureInfo.InvariantCulture, $"{tenant.Value.ToString("N")[^4..]}{segment:x4}");

    /// <summary>The segment for new messages at this number of the tenant's feed, from 0 on.</summary>
    public static int SegmentAt(long sequence) => (int)(sequence / EntriesOfASegment);
}
