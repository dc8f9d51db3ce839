using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Balcao.Platform;

/// <summary>
/// What one caller may ask of the server: settings under <c>Balcao:Limits</c>, checked when the server starts.
/// <c>docs/limits.md</c> lists them with their tests. Rates are counted by each node for itself, in memory.
/// </summary>
public sealed class Limits
{
    // Sizes of requests

    /// <summary>Bytes of a JSON request; more is answered 413.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int JsonBytes { get; set; } = 64 * 1024;

    /// <summary>Bytes of a JSON request that carries a list: a message with contacts, a group with its members.</summary>
    [Range(4 * 1024, 16 * 1024 * 1024)]
    public int LargeJsonBytes { get; set; } = 1024 * 1024;

    // Requests in general: of a signed-in person, or of an API token

    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>How many requests may come at once after a pause: a screen loads its lists and pictures together.</summary>
    [Range(1, 1_000_000)]
    public int RequestsBurst { get; set; } = 300;

    // Sign-in, by address. The people of an office often share one address.

    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 60;

    [Range(1, 1_000_000)]
    public int SignInsBurst { get; set; } = 100;

    // Codes of the first run, codes of password links, verify tokens: by address, each kind for itself

    [Range(1, 1_000_000)]
    public int CodesPerMinute { get; set; } = 30;

    [Range(1, 1_000_000)]
    public int CodesBurst { get; set; } = 30;

    // Wrong passwords for one account

    /// <summary>Wrong passwords in a row from one address before it must wait; the wait doubles with each further one.</summary>
    [Range(1, 1_000)]
    public int WrongPasswords { get; set; } = 5;

    /// <summary>The first wait, in seconds.</summary>
    [Range(1, 3_600)]
    public int FirstWaitSeconds { get; set; } = 30;

    /// <summary>The longest wait, in seconds.</summary>
    [Range(1, 86_400)]
    public int LongestWaitSeconds { get; set; } = 15 * 60;

    /// <summary>
    /// Wrong passwords in an hour from all addresses together, after which addresses from which nobody has signed in to the account
    /// must wait.
    /// </summary>
    [Range(1, 1_000_000)]
    public int WrongPasswordsPerHour { get; set; } = 100;

    // Work

    /// <summary>Passwords hashed at the same time; 0: half of the processor's cores, at least one.</summary>
    [Range(0, 256)]
    public int Hashes { get; set; }

    /// <summary>Passwords that wait to be hashed; more are answered 429.</summary>
    [Range(1, 10_000)]
    public int HashesWaiting { get; set; } = 64;

    /// <summary>Of these, those of one address.</summary>
    [Range(1, 10_000)]
    public int HashesWaitingPerAddress { get; set; } = 16;

    /// <summary>Rows of the search index that one search looks at, for a reader who sees only a part of what they say.</summary>
    [Range(100, 1_000_000)]
    public int SearchedRows { get; set; } = 5_000;

    // What is kept

    /// <summary>
    /// Connections to the hub of one person, or of one API token, on one node: a screen in each tab. Beyond it the oldest is told so and ended.
    /// </summary>
    [Range(1, 10_000)]
    public int ConnectionsPerPerson { get; set; } = 30;

    /// <summary>
    /// Megabytes of files that a tenant keeps; beyond it uploads of agents are refused. What customers send is kept all the same. 0: no limit.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int StoredMegabytes { get; set; } = 100_000;

    /// <exception cref="OptionsValidationException">A limit is out of its range; the message names the setting.</exception>
    public void Check()
    {
        var faults = new List<ValidationResult>();
        if (Validator.TryValidateObject(this, new ValidationContext(this), faults, validateAllProperties: true)) return;
        throw new OptionsValidationException(nameof(Limits), typeof(Limits), faults.Select(fault => $"Balcao__Limits__{fault.MemberNames.First()}: {fault.ErrorMessage}"));
    }
}

/// <summary>Refusals of callers who ask for too much.</summary>
public static class LimitRefusals
{
    public static Refusal TooManyRequests => new("request.tooMany", StatusCodes.Status429TooManyRequests);

    public static Refusal TooLarge => new("http.413", StatusCodes.Status413PayloadTooLarge);

    /// <summary>The answer, with the time after which it is worth trying again.</summary>
    public static ProblemHttpResult After(this Refusal refusal, HttpContext http, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = SecondsOf(wait).ToString(null, null);
        return refusal.ToProblem();
    }

    /// <summary>Whole seconds, as <c>Retry-After</c> has them: at least one, and never too few.</summary>
    public static long SecondsOf(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
}
