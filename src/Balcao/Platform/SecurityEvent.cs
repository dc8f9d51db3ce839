using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>What happened. The number is the event's id in the log. Number and name never change; docs/operating.md lists them.</summary>
public enum SecurityEventKind
{
    SignedIn = 5001,
    SignInFailed = 5002,
    SignInLimited = 5003,
    SignedOut = 5004,
    SignInsEnded = 5005,
    PasswordChanged = 5006,
    CurrentPasswordWrong = 5007,
    PasswordLinkMade = 5008,
    PasswordLinkUsed = 5009,
    AgentCreated = 5010,
    AgentEnabled = 5011,
    AgentDisabled = 5012,
    RoleChanged = 5013,
    TokenCreated = 5014,
    TokenRevoked = 5015,
    GroupMembersChanged = 5016,
    OperatorCreated = 5021,
    FirstRunCodeWrong = 5022,
    TenantCreated = 5023,
    NumberReleased = 5024,
    AccessTokenReplaced = 5025,
    SetAsideRetried = 5026,
}

/// <summary>
/// Something that decides or shows who may do what: who did it, to what, when and from where. It contains nothing that somebody wrote:
/// no name, no e-mail, no secret. Kept without a time limit.
/// </summary>
public sealed class SecurityEvent : IAppendOnly, IReadByItsTenant
{
    public const int LongestDetail = 40;

    public required Guid Id { get; init; }

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
}

internal sealed class SecurityEventTables : IEntityTypeConfiguration<SecurityEvent>
{
    public void Configure(EntityTypeBuilder<SecurityEvent> builder)
    {
        builder.ToTable("security_events");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.TenantId, e.At });
        builder.Property(e => e.Address).HasMaxLength(ShortAddress.Longest);
        builder.Property(e => e.Detail).HasMaxLength(SecurityEvent.LongestDetail);
    }
}

public static class SecurityEventSets
{
    extension(BalcaoDb db)
    {
        public DbSet<SecurityEvent> SecurityEvents => db.Set<SecurityEvent>();
    }
}
