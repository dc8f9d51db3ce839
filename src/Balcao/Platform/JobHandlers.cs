namespace Balcao.Platform;

/// <summary>Does one kind of job. Called with no unit of work open; a job may come twice, after a crash.</summary>
public interface IJobHandler
{
    /// <summary>One of <see cref="JobKinds"/>. Jobs of a kind that no handler of this program names stay where they are.</summary>
    string Kind { get; }

    JobPool Pool => JobPool.Default;

    Task<JobOutcome> HandleAsync(Job job, CancellationToken ct);
}

/// <summary>The kinds of job that share a number of places on each node. A full pool delays none of the others.</summary>
public sealed record JobPool(string Name, int Places)
{
    public static JobPool Default { get; } = new("default", 8);

    /// <summary>Jobs that move files, and may take minutes.</summary>
    public static JobPool Files { get; } = new("files", 8);

    /// <summary>
    /// Whether a tenant may begin one more job: while it has fewer than there are places free. Alone it takes half of the
    /// pool at the most, and whoever has none yet finds a place unless several tenants fill the pool together.
    /// </summary>
    public bool HasPlaceFor(int ofTenant, int ofAll) => ofTenant < Places - ofAll;
}

/// <summary>What became of one try.</summary>
/// <param name="RetryAt">When to try again; null: done, or given up where there is an error.</param>
/// <param name="Error">A reason for people, never content.</param>
public sealed record JobOutcome(DateTimeOffset? RetryAt, string? Error)
{
    public static JobOutcome Done { get; } = new(null, null);

    public static JobOutcome Retry(DateTimeOffset at, string error) => new(at, error);

    public static JobOutcome GiveUp(string error) => new(null, error);
}
