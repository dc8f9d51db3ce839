using Balcao.Contract;
using Balcao.Platform.Search;

namespace Balcao.Conversations;

/// <summary>The words by which a message is found: of its text or caption.</summary>
public sealed class MessageWords : ISearchRow
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public long Number { get; init; }

    public required int Segment { get; init; }

    public required string Words { get; set; }

    Guid ISearchRow.Key => MessageId.Value;

    public static string Of(TenantId tenant, int segment, string? text) => SearchText.Row(SearchPrefix.Of(tenant, segment), text);
}
