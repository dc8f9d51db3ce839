using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>
/// An entry of the audit trail: a security event, or a change of a setting with its values before and after. Who did it, to what, when and
/// from where. It contains what administrators enter (names, texts of groups), never a secret and nothing that a customer wrote.
/// Kept without a time limit.
/// </summary>
public sealed class SecurityEvent : IAppendOnly, IReadByItsTenant
{
    public const int LongestDetail = 40;

    public const int LongestSubjectKind = 40;

    public const int LongestSubjectName = 120;

    public required SecurityEventId Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required SecurityEventKind Kind { get; init; }

    /// <summary>The tenant it concerns; null for an operator's own and for an e-mail that nobody has.</summary>
    public TenantId? TenantId { get; init; }

    /// <summary>The person who did it; null if nobody was signed in.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>The token by which a program did it for that person.</summary>
    public ApiTokenId? TokenId { get; init; }

    /// <summary>The person, token, group, number, tenant or update it was done to.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The network it came from; see <see cref="ShortAddress"/>.</summary>
    public string? Address { get; init; }

    /// <summary>A word of the code, such as the new role, or a count.</summary>
    public string? Detail { get; init; }

    /// <summary>What the subject is; null where <see cref="Kind"/> says it.</summary>
    public string? SubjectKind { get; init; }

    /// <summary>The subject's name when it happened: it may be renamed or deleted later.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The fields that changed, as JSON; null if none did. See <see cref="AuditChanges"/>.</summary>
    public string? Changes { get; init; }
}

internal sealed class SecurityEventTables : IEntityTypeConfiguration<SecurityEvent>
{
    public void Configure(EntityTypeBuilder<SecurityEvent> builder)
    {
        builder.ToTable("security_events");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.At });
        builder.HasIndex(e => new { e.ActorId, e.At });
        builder.Property(e => e.Address).HasMaxLength(ShortAddress.Longest);
        builder.Property(e => e.Detail).HasMaxLength(SecurityEvent.LongestDetail);
        builder.Property(e => e.SubjectKind).HasMaxLength(SecurityEvent.LongestSubjectKind);
        builder.Property(e => e.SubjectName).HasMaxLength(SecurityEvent.LongestSubjectName);
    }
}

public static class SecurityEventSets
{
    extension(BalcaoDb db)
    {
        public DbSet<SecurityEvent> SecurityEvents => db.Set<SecurityEvent>();
    }
}
