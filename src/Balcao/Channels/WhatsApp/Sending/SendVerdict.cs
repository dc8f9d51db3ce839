using Balcao.Platform;
using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp.Sending;

internal enum SendEnd
{
    /// <summary>WhatsApp accepted it.</summary>
    Taken,

    /// <summary>It was certainly not sent: try again after <see cref="SendVerdict.Wait"/>.</summary>
    Later,

    /// <summary>The same, and the number's other messages wait too.</summary>
    PauseNumber,

    /// <summary>The number cannot send anything until somebody corrects its setup; the queue is kept.</summary>
    HoldNumber,

    Failed,

    /// <summary>It may have been sent. Only a status or an agent may decide.</summary>
    Unknown,
}

/// <summary>What to do after an answer of WhatsApp.</summary>
/// <param name="Code">Why it failed or is held; one of <see cref="SendFailures"/>.</param>
internal sealed record SendVerdict(SendEnd End, TimeSpan Wait = default, string? Code = null, int? WhatsAppCode = null, string? Wamid = null)
{
    /// <summary>After this many tries a code that means "try again" counts as a refusal: some 131000 never end.</summary>
    private const int MostRefusals = 12;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Maintenance = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Meta asks to wait 4^n seconds before writing to the recipient again (pair rate limit, Dec 2025); with n = 6 that
    /// is over an hour.
    /// </summary>
    private const int MostPairSteps = 6;

    /// <param name="attempts">The number of tries, including this one.</param>
    /// <param name="jitter">0 to 1.</param>
    public static SendVerdict Of<T>(GraphResult<T> result, int attempts, double jitter, string? wamid = null) where T : class => result.Outcome switch
    {
        GraphOutcome.Success => new(SendEnd.Taken, Wamid: wamid),
        GraphOutcome.Unknown => new(SendEnd.Unknown),
        // Nothing was sent: retried until it works, at the latest until the 24-hour window ends.
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
            // Meta could not read the upload: the first time the network may be the cause, the second time it is the file.
            case GraphErrorClass.MediaProblem when attempts < 2:
                return Verdict(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter));
            default:
                return Verdict(SendEnd.Failed);
        }
    }

    /// <summary>An upload does not reach the customer, so it may be repeated whatever its outcome.</summary>
    public SendVerdict OfUpload(int attempts, double jitter) =>
        End is SendEnd.Unknown ? new(SendEnd.Later, BackOff.After(attempts, LongestWait, jitter)) : this;
}
