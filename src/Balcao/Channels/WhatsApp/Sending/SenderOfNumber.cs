using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>
/// Sends the messages of one number while this node owns it. In each turn (<see cref="SendTurn"/>) it writes the answers and
/// claims the next rows; then it sends them, to several recipients at a time, with no transaction open.
/// </summary>
internal sealed partial class SenderOfNumber(
    TenantId tenant, ChannelId number, UnitsOfWork units, SendDelivery delivery, AccessTokens tokens, TimeProvider time, ILogger log)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAnswersWithin = TimeSpan.FromSeconds(5);

    private readonly TenantScope _scope = TenantScope.Of(tenant);
    private readonly Bell _bell = new(time);
    private readonly ConcurrentDictionary<Guid, Task> _underway = new();
    private readonly ConcurrentQueue<SendAnswer> _answers = new();
    private readonly RecipientPaces _recipients = new();
    private SendPace _pace = SendPace.OfNumber;
    private DateTimeOffset _pausedUntil;

    public void Ring() => _bell.Ring();

    /// <summary>Runs until the server stops or the lease is lost.</summary>
    public async Task RunAsync(WorkLease lease, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, lease.Lost);
        var ct = either.Token;
        var adopted = false;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                DateTimeOffset next;
                try
                {
                    if (!adopted) await AdoptAsync(ct);
                    adopted = true;
                    next = await TurnAsync(ct);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    LogTurnFailed(log, number.Value, e);
                    next = time.GetUtcNow() + AfterFault;
                }
                await _bell.WaitAsync(next, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* the server stops, or the lease is lost */ }
        await HearLastAnswersAsync();
    }

    private Task AdoptAsync(CancellationToken ct) => units.WriteAsync(_scope, async open =>
    {
        var turn = await SendTurn.BeginAsync(open, number, tokens, time.GetUtcNow(), ct);
        await turn.AdoptAsync([.. _underway.Keys], ct);
    }, ct);

    /// <returns>When to look again, unless the bell rings before.</returns>
    private async Task<DateTimeOffset> TurnAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var answers = _answers.ToArray();
        var room = now < _pausedUntil ? 0 : Math.Min(AtOnce - _underway.Count + answers.Length, _pace.Available(now));
        if (answers.Length == 0 && (room <= 0 || !await units.ReadAsync(_scope, open => SendQueue.HasWorkAsync(open.Db, number, now, ct), ct)))
            return await WhenNextAsync(room, now, ct);

        // Not cancelled when the server stops: claimed rows are sent, and answers are written.
        var claims = await units.WriteAsync(_scope, async open =>
        {
            _recipients.Begin();
            var turn = await SendTurn.BeginAsync(open, number, tokens, now, CancellationToken.None);
            foreach (var answer in answers) await turn.SettleAsync(answer, CancellationToken.None);
            return await turn.ClaimAsync(room, _recipients, _underway.Count == answers.Length, CancellationToken.None);
        }, CancellationToken.None);

        _recipients.Commit(now);
        _pace = _pace.Take(now, claims.Orders.Count);
        Settled(answers, now);
        foreach (var order in claims.Orders) Start(order);
        return claims.Looked > 0 || answers.Length > 0 ? now : await WhenNextAsync(room, now, ct);
    }

    private void Settled(SendAnswer[] answers, DateTimeOffset now)
    {
        foreach (var answer in answers)
        {
            _answers.TryDequeue(out _);
            _underway.TryRemove(answer.Order.OutboxId, out _);
            SendMetrics.Answered(answer.Verdict.End);
            if (answer.Verdict.End is SendEnd.PauseNumber && now + answer.Verdict.Wait > _pausedUntil)
            {
                _pausedUntil = now + answer.Verdict.Wait;
                LogPaused(log, number.Value, answer.Verdict.Wait.TotalSeconds, answer.Verdict.WhatsAppCode);
            }
            if (answer.Verdict.End is SendEnd.HoldNumber) LogHeld(log, number.Value, answer.Verdict.Code!, answer.Verdict.WhatsAppCode);
        }
    }

    private void Start(SendOrder order)
    {
        _underway[order.OutboxId] = HandOverAsync();

        async Task HandOverAsync()
        {
            await Task.Yield(); // must be in the dictionary before it can end
            _answers.Enqueue(await delivery.HandOverAsync(order));
            _bell.Ring();
        }
    }

    private async Task<DateTimeOffset> WhenNextAsync(int room, DateTimeOffset now, CancellationToken ct)
    {
        if (now < _pausedUntil) return _pausedUntil;
        if (room <= 0) return _pace.Available(now) > 0 ? now + Poll : _pace.NextAt(now); // otherwise an answer rings the bell
        var due = await units.ReadAsync(_scope, open => SendQueue.NextDueAsync(open.Db, number, now, ct), ct);
        return due < now + Poll ? due.Value : now + Poll;
    }

    /// <summary>Waits briefly for the last answers: without its answer a message would become unknown.</summary>
    private async Task HearLastAnswersAsync()
    {
        try
        {
            await Task.WhenAll(_underway.Values).WaitAsync(LastAnswersWithin);
        }
        catch (TimeoutException)
        {
            LogLeft(log, number.Value);
        }
        var answers = _answers.ToArray();
        if (answers.Length == 0) return;
        try
        {
            await units.WriteAsync(_scope, async open =>
            {
                var turn = await SendTurn.BeginAsync(open, number, tokens, time.GetUtcNow(), CancellationToken.None);
                foreach (var answer in answers) await turn.SettleAsync(answer, CancellationToken.None);
            }, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogTurnFailed(log, number.Value, e);
        }
    }

    [LoggerMessage(4111, LogLevel.Error, "A turn of the sender of number {Number} failed and is tried again")]
    private static partial void LogTurnFailed(ILogger log, Guid number, Exception e);

    [LoggerMessage(4112, LogLevel.Warning, "Number {Number} pauses for {Seconds} s: code {Code}")]
    private static partial void LogPaused(ILogger log, Guid number, double seconds, int? code);

    [LoggerMessage(4113, LogLevel.Error, "Number {Number} sends no more until it is mended: {Reason}, code {Code}. Its queue is kept")]
    private static partial void LogHeld(ILogger log, Guid number, string reason, int? code);

    [LoggerMessage(4114, LogLevel.Warning, "Number {Number} is left with messages whose answer did not come in time")]
    private static partial void LogLeft(ILogger log, Guid number);
}
