namespace Balcao.Simulator.Faults;

/// <summary>The faults to simulate. A count decreases by one each time its fault occurs.</summary>
public sealed record FaultSet
{
    /// <summary>Milliseconds by which every answer and every webhook is delayed.</summary>
    public int SlowMilliseconds { get; init; }

    /// <summary>Every webhook is delivered twice.</summary>
    public bool DuplicateDeliveries { get; init; }

    /// <summary>Every second webhook is delivered before the one that precedes it.</summary>
    public bool OutOfOrder { get; init; }

    /// <summary>Updates are held for a moment and delivered together in one POST.</summary>
    public bool Batches { get; init; }

    /// <summary>Every call answers 190 with the subcode <see cref="TokenSubcode"/>.</summary>
    public bool ExpiredToken { get; init; }

    /// <summary>With <see cref="ExpiredToken"/>: 463 expired, 460 the password was changed.</summary>
    public int TokenSubcode { get; init; } = 463;

    /// <summary>The fault of the files that customers send.</summary>
    public MediaFault Media { get; init; }

    /// <summary>The next uploads fail with 131053.</summary>
    public int UploadFailures { get; init; }

    /// <summary>Free-form messages fail with 131047 even if the customer wrote recently.</summary>
    public bool ClosedWindow { get; init; }

    /// <summary>The next messages fail with this code; null for none.</summary>
    public int? FailCode { get; init; }

    /// <summary>How many more messages fail with <see cref="FailCode"/>.</summary>
    public int FailCount { get; init; } = 1;

    /// <summary>False: the call is refused. True: it is accepted and a <c>failed</c> status follows.</summary>
    public bool FailLate { get; init; }

    /// <summary>The next calls answer 503, every second one with a body that is not JSON.</summary>
    public int ServerErrors { get; init; }

    /// <summary>The next messages are accepted and delivered, but the call is not answered.</summary>
    public int TimeoutsAfterAcceptance { get; init; }

    public bool HasNoFaults => this == new FaultSet();
}

public enum MediaFault { None, NotFound, Unauthorized, Expired, Slow, WrongHash }

public sealed class FaultSwitches
{
    readonly Lock gate = new();
    FaultSet current = new();

    public event Action? Changed;

    public FaultSet Current => Volatile.Read(ref current);

    public void Set(FaultSet faults) => Change(_ => faults);

    public void Change(Func<FaultSet, FaultSet> change)
    {
        lock (gate) current = change(current);
        Changed?.Invoke();
    }

    /// <summary>How many server errors are left, including the one to answer now; 0 for none.</summary>
    public int TakeServerError() => Take(faults => faults.ServerErrors, faults => faults with { ServerErrors = faults.ServerErrors - 1 });

    public bool TakeTimeout() => Take(faults => faults.TimeoutsAfterAcceptance, faults => faults with { TimeoutsAfterAcceptance = faults.TimeoutsAfterAcceptance - 1 }) > 0;

    public bool TakeUploadFailure() => Take(faults => faults.UploadFailures, faults => faults with { UploadFailures = faults.UploadFailures - 1 }) > 0;

    public (int Code, bool Late)? TakeFailure()
    {
        (int, bool)? strikes = null;
        lock (gate)
        {
            if (current is not { FailCode: { } code, FailCount: > 0 }) return null;
            strikes = (code, current.FailLate);
            current = current.FailCount == 1 ? current with { FailCode = null, FailCount = 1 } : current with { FailCount = current.FailCount - 1 };
        }
        Changed?.Invoke();
        return strikes;
    }

    int Take(Func<FaultSet, int> count, Func<FaultSet, FaultSet> less)
    {
        int left;
        lock (gate)
        {
            left = count(current);
            if (left <= 0) return 0;
            current = less(current);
        }
        Changed?.Invoke();
        return left;
    }
}
