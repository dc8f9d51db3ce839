using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Balcao.Platform;

/// <summary>
/// Work to be done later, written in the same transaction as its cause. Tried again with back-off until it succeeds or is
/// given up. Written with <c>Job.New</c> into a unit of work or a row sink, claimed and run by <c>JobsWorker</c>.
/// </summary>
public sealed class Job : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Selects the handler, for instance <c>media.fetch</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id of what the job is about; a job holds no content.</summary>
    public required Guid SubjectId { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Until then only the node that claimed the job executes it.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public string? LastError { get; set; }

    /// <summary>When it was given up; <see cref="LastError"/> says why. Kept for some time so that it can be examined.</summary>
    public DateTimeOffset? GivenUpAt { get; set; }

    /// <param name="kind">One of <see cref="JobKinds"/>.</param>
    /// <param name="tenant">The tenant the job belongs to.</param>
    /// <param name="subject">The id of what the job is about.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="delay">The shortest time to wait.</param>
    public static Job New(string kind, TenantId tenant, Guid subject, DateTimeOffset now, TimeSpan delay = default) =>
        new() { TenantId = tenant, Id = Uuid7.New(now), Kind = kind, SubjectId = subject, DueAt = now + delay };
}

/// <summary>The kinds of job; each module registers the handlers of its own.</summary>
public static class JobKinds
{
    /// <summary>Fetch the file of an inbound message from WhatsApp.</summary>
    public const string FetchMedia = "media.fetch";

    /// <summary>Make the copies of a stored file that screens show.</summary>
    public const string CopyMedia = "media.copy";

    /// <summary>Deliver the updates held for a number, now that a group serves it.</summary>
    public const string ReleaseHeld = "number.releaseHeld";

    /// <summary>Deliver the updates that came for a number before a tenant had it.</summary>
    public const string ReplayUnknown = "number.replayUnknown";

    /// <summary>Read all templates of a number's account from WhatsApp.</summary>
    public const string ReadTemplates = "templates.read";
}

internal sealed class JobTables : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.HasKey(j => new { j.TenantId, j.Id });
        // In this order of columns: workers go from tenant to tenant and take the job of each that is due longest.
        builder.HasIndex(j => new { j.Kind, j.TenantId, j.DueAt }).HasFilter("given_up_at IS NULL");
        builder.HasIndex(j => new { j.TenantId, j.Kind, j.SubjectId });
        builder.Property(j => j.Kind).HasMaxLength(40);
        builder.Property(j => j.LastError).HasMaxLength(2000);
    }
}

public static class JobSets
{
    extension(BalcaoDb db)
    {
        public DbSet<Job> Jobs => db.Set<Job>();
    }
}
