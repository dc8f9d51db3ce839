namespace Balcao.Platform;

/// <summary>Executes one kind of job. Called without an open unit of work; a job may be executed twice, after a crash.</summary>
public interface IJobHandler
{
    /// <summary>One of <see cref="JobKinds"/>. Jobs of a kind without a handler in this program are left alone.</summary>
    string Kind { get; }

    JobPool Pool => JobPool.Default;

    Task<JobOutcome> HandleAsync(Job job, CancellationToken ct);
}

/// <summary>Kinds of job that share a number of places on each node. A full pool does not delay the other pools.</summary>
public sealed record JobPool(string Name, int Places)
{
    public static JobPool Default { get; } = new("default", 8);

    /// <summary>Jobs that transfer files, which may take minutes.</summary>
    public static JobPool Files { get; } = new("files", 8);

    /// <summary>
    /// Whether a tenant may start one more job: only while it has fewer jobs running than there are free places. A tenant alone
    /// gets at most half of the pool, so a tenant without running jobs finds a place unless several tenants fill the pool together.
    /// </summary>
    public bool HasPlaceFor(int ofTenant, int ofAll) => ofTenant < Places - ofAll;
}

/// <summary>The result of one try.</summary>
/// <param name="RetryAt">When to try again; null: done, or given up if there is an error.</param>
/// <param name="Error">The reason, for people to read; never content.</param>
public sealed record JobOutcome(DateTimeOffset? RetryAt, string? Error)
{
    public static JobOutcome Done { get; } = new(null, null);

    public static JobOutcome Retry(DateTimeOffset at, string error) => new(at, error);

    public static JobOutcome GiveUp(string error) => new(null, error);
}
