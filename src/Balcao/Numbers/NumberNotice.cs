using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>
/// Something that WhatsApp reported about a number or its account. Never deleted: the newest notice of each topic is the
/// current state of the topic (<see cref="NumberHealth"/>).
/// </summary>
public sealed class NumberNotice : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>The digest of the update, so that a repeated delivery is stored once.</summary>
    public required string Digest { get; init; }

    public required NumberNoticeKind Kind { get; init; }

    /// <summary>
    /// What of the kind it is about, so that one piece of news hides no other. Parts are separated by dots: a notice about
    /// <c>standing</c> is also about <c>standing.ban</c>. Empty: the kind has one topic.
    /// </summary>
    public required string Topic { get; init; }

    public required NoticeSeverity Severity { get; init; }

    /// <summary>Meta's own term.</summary>
    public required string Code { get; init; }

    public string? Detail { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>When it ends by itself; null: only a later notice of the topic ends it.</summary>
    public DateTimeOffset? Until { get; init; }

    public NumberNoticeItem ToItem() => new(Kind, Severity, Code, Detail, At) { Until = Until };
}
