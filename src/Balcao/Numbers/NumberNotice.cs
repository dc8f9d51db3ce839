using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>
/// Something that WhatsApp reported about a number or its account. Never deleted: the newest notice of each kind is the
/// current state.
/// </summary>
public sealed class NumberNotice : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>The digest of the update, so that a repeated delivery is stored once.</summary>
    public required string Digest { get; init; }

    public required NumberNoticeKind Kind { get; init; }

    public required NoticeSeverity Severity { get; init; }

    /// <summary>Meta's own term.</summary>
    public required string Code { get; init; }

    public string? Detail { get; init; }

    public required DateTimeOffset At { get; init; }

    public NumberNoticeItem ToItem() => new(Kind, Severity, Code, Detail, At);
}
