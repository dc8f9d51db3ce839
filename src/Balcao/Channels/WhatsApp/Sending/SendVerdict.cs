using Balcao.Platform;
using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp.Sending;

internal enum SendEnd
{
    /// <summary>WhatsApp has it.</summary>
    Taken,

    /// <summary>It certainly did not go out: again after <see cref="SendVerdict.Wait"/>.</summary>
    Later,

    /// <summary>The same, and the number's other messages wait as well.</summary>
    PauseNumber,

    /// <summary>Nothing of the number can go out until somebody mends it; the queue is kept.</summary>
    HoldNumber,

    Failed,

    /// <summary>Perhaps it went out. Only a status or an agent may decide.</summary>
    Unknown,
}

/// <summary>What to do about one answer of WhatsApp.</summary>
/// <param name="Code">Why it failed or is held: of <see cref="SendFailures"/>.</param>
internal sealed record SendVerdict(SendEnd End, TimeSpan Wait = default, string? Code = null, int? WhatsAppCode = null, string? Wamid = null)
{
    /// <summary>A code that says "try again" so often is a refusal: some 131000 never end.</summary>
    private const int MostRefusals = 12;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Maintenance = TimeSpan.FromMinutes(1);

    /// <summary>Meta says to back off 4^n seconds from a recipient (pair rate limit, Dec 2025); six is over an hour.</summary>
    private const int MostPairSteps = 6;

    /// <param name="attempts">Times handed over, this one included.</param>
    /// <param name="jitter">0 to 1.</param>
    public static SendVerdict Of<T>(GraphResult<T> result, int attempts, double jitter, string? wamid = null) where T : class => result.Outcome switch
    {
        GraphOutcome.Success => new(SendEnd.Taken, Wamid: wamid),
        GraphOutcome.Unknown => new(SendEnd.Unknown),
        // Nothing left this machine: that is nobody's fault and ends by itself, at the latest with the window.
        GraphOutcome.NotSent => new(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter)),
        _ => OfError(result.Error!, attempts, jitter),
    };

    public static SendVerdict OfError(GraphError error, int attempts, double jitter)
    {
        var code = SendFailures.CodeFor(error.Class, error.Code);
        SendVerdict Verdict(SendEnd end, TimeSpan wait = default) => new(end, wait, code, error.Code);
        switch (error.Class)
        {
            case GraphErrorClass.Auth or GraphErrorClass.AccountLocked or GraphErrorClass.Hold or GraphErrorClass.Registration:
            case GraphErrorClass.Configuration when code == SendFailures.NumberMisconfigured:
                return Verdict(SendEnd.HoldNumber);
            case GraphErrorClass.ThrottleNumber:
                return Verdict(SendEnd.PauseNumber, error.RetryAfter ?? BackOff.After(attempts, LongestWait, jitter));
            case GraphErrorClass.Maintenance:
                return Verdict(SendEnd.PauseNumber, Maintenance);
            case GraphErrorClass.ThrottleRecipient:
                return Verdict(SendEnd.Later, TimeSpan.FromSeconds(Math.Pow(4, Math.Min(attempts, MostPairSteps))));
            case GraphErrorClass.Retry when attempts < MostRefusals:
                return Verdict(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter));
            // Meta could not read what was just uploaded: once more may be the network's fault, twice is the file's.
            case GraphErrorClass.MediaProblem when attempts < 2:
                return Verdict(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter));
            default:
                return Verdict(SendEnd.Failed);
        }
    }

    /// <summary>An upload reaches nobody: whatever became of it, it may be done again.</summary>
    public SendVerdict OfUpload(int attempts, double jitter) =>
        End is SendEnd.Unknown ? new(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter)) : this;
}
