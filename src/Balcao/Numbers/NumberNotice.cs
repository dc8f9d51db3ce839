using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>Something WhatsApp told about a number or the account it belongs to. Kept for good: what holds now is the newest of each kind.</summary>
public sealed class NumberNotice : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>Of the update it came with: what is delivered again is kept once.</summary>
    public required string Digest { get; init; }

    public required NumberNoticeKind Kind { get; init; }

    public required NoticeSeverity Severity { get; init; }

    /// <summary>Meta's own word.</summary>
    public required string Code { get; init; }

    public string? Detail { get; init; }

    public required DateTimeOffset At { get; init; }

    public NumberNoticeItem ToItem() => new(Kind, Severity, Code, Detail, At);
}
