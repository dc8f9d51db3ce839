using Balcao.Channels.WhatsApp.Sending;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Balcao.WhatsApp.Client;
using Balcao.WhatsApp.Media;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Fetching;

/// <summary>
/// Fetches the file of a received message. The message is stored already; the file is added later, and fetching is tried again
/// with back-off as long as WhatsApp keeps the file.
/// </summary>
internal sealed partial class MediaFetch(
    UnitsOfWork units, CloudApiClient client, AccessTokens tokens, ContentStore store, TimeProvider time, ILogger<MediaFetch> log) : IJobHandler
{
    /// <summary>Meta, media reference, Dec 2025.</summary>
    private static readonly TimeSpan KeptByWhatsApp = TimeSpan.FromDays(7);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan DownloadWithin = TimeSpan.FromMinutes(10);

    public string Kind => JobKinds.FetchMedia;

    public JobPool Pool => JobPool.Files;

    public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
    {
        var id = new MessageId(job.SubjectId);
        var wanted = await units.ReadAsync(TenantScope.Of(job.TenantId), open => WantedAsync(open.Db, id, ct), ct);
        if (wanted is null) return JobOutcome.Done; // stored or deleted in the meantime

        var (failure, isFinal) = await FetchAsync(job.TenantId, wanted, ct);
        if (failure is null) return JobOutcome.Done;
        var now = time.GetUtcNow();
        var next = now + BackOff.After(job.Attempts, LongestWait);
        if (!isFinal && next < wanted.StoredAt + KeptByWhatsApp)
        {
            LogAgain(log, id.Value, failure, job.Attempts);
            return JobOutcome.Retry(next, failure);
        }
        LogGivenUp(log, id.Value, failure, job.Attempts);
        await WriteAsync(job.TenantId, wanted, media => (media.State, media.FailureCode) = (MediaState.Failed, failure), ct);
        return JobOutcome.GiveUp(failure);
    }

    private sealed record Wanted(MessageId Id, ContactId Contact, DateTimeOffset At, DateTimeOffset StoredAt, MessageKind Kind, string MediaId, string? Sha256, ChannelId Number);

    private static Task<Wanted?> WantedAsync(BalcaoDb db, MessageId id, CancellationToken ct) => (
        from media in db.MessageMedia
        join message in db.Messages on media.MessageId equals message.Id
        join conversation in db.Conversations on message.ConversationId equals conversation.Id
        where media.MessageId == id && media.State == MediaState.Pending && media.WhatsAppMediaId != null
        select new Wanted(message.Id, conversation.ContactId, message.At, message.StoredAt, message.Kind, media.WhatsAppMediaId!, media.Sha256, message.ChannelId)).SingleOrDefaultAsync(ct);

    /// <returns>The reason of a failure, as a stable code, and whether another try is useless.</returns>
    private async Task<(string? Failure, bool IsFinal)> FetchAsync(TenantId tenant, Wanted wanted, CancellationToken ct)
    {
        NumberCredentials number;
        try
        {
            number = await units.ReadAsync(TenantScope.Of(tenant), open => TypingIndicator.CredentialsOf(open.Db, wanted.Number, tokens, ct), ct);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return (MediaFailures.TokenExpired, false);
        }
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(DownloadWithin);
        try
        {
            var place = await client.GetMediaAsync(number, wanted.MediaId, timeout.Token);
            if (!place.IsSuccess) return MediaFailures.Of(place);
            if (place.Value.FileSize > MediaTypes.LargestInbound) return (MediaFailures.TooLarge, true);
            var download = await client.DownloadMediaAsync(number, place.Value.Url, timeout.Token);
            if (!download.IsSuccess) return MediaFailures.Of(download);

            await using var file = download.Value;
            using var draft = await store.ReceiveAsync(file.Content, MediaTypes.LargestInbound, timeout.Token);
            if (draft is null) return (MediaFailures.TooLarge, true);
            if ((wanted.Sha256 ?? place.Value.Sha256?.ToLowerInvariant()) is { } announced && announced != draft.Sha256) return (MediaFailures.HashMismatch, false);
            store.Keep(tenant, draft);
            await WriteAsync(tenant, wanted, media => (media.State, media.Sha256, media.Size, media.FailureCode) = (MediaState.Stored, draft.Sha256, draft.Size, null), ct);
            SendMetrics.Fetched(time.GetUtcNow() - wanted.At);
            return (null, true);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (MediaFailures.Unavailable, false);
        }
    }

    private Task WriteAsync(TenantId tenant, Wanted wanted, Action<MessageMedia> change, CancellationToken ct) => units.WriteAsync(TenantScope.Of(tenant), async open =>
    {
        if (await open.Db.MessageMedia.SingleOrDefaultAsync(m => m.MessageId == wanted.Id, ct) is not { } media) return;
        change(media);
        if (media.State is MediaState.Stored && MediaCopies.JobFor(tenant, wanted.Id, wanted.Kind, time.GetUtcNow()) is { } copy) open.Db.Add(copy);
        open.Feed.MessageChanged(tenant, wanted.Id, wanted.Contact);
    }, ct);

    [LoggerMessage(4141, LogLevel.Warning, "The file of message {Id} could not be fetched ({Reason}, try {Attempt}); it is tried again")]
    private static partial void LogAgain(ILogger log, Guid id, string reason, int attempt);

    [LoggerMessage(4142, LogLevel.Error, "The file of message {Id} is given up: {Reason}, after {Attempt} tries")]
    private static partial void LogGivenUp(ILogger log, Guid id, string reason, int attempt);
}

/// <summary>Balcao's stable codes for why a customer's file is missing.</summary>
internal static class MediaFailures
{
    public const string Gone = "media.gone";
    public const string HashMismatch = "media.hashMismatch";
    public const string TooLarge = "media.tooLarge";
    public const string TokenExpired = "media.tokenExpired";
    public const string Unavailable = "media.unavailable";

    /// <returns>The code, and whether WhatsApp's answer is final.</returns>
    public static (string Failure, bool IsFinal) Of<T>(GraphResult<T> result) where T : class => result.Error switch
    {
        null => (Unavailable, false),
        // The media host refuses if the address has expired: the next try requests a new one.
        { IsFromMediaHost: true } => (Unavailable, false),
        { Class: GraphErrorClass.Auth } => (TokenExpired, false),
        { Class: GraphErrorClass.Configuration or GraphErrorClass.Permanent or GraphErrorClass.MediaProblem } or { HttpStatus: 404 or 410 } => (Gone, true),
        _ => (Unavailable, false),
    };
}
