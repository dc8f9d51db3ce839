using System.IO.Pipelines;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Pictures;
using Balcao.Platform.Sound;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// Makes the copies of a stored file that screens show: a small copy of a picture, and of a voice note a copy that every
/// browser plays. Without a copy the file itself is shown or offered, so a file that cannot be read is not an error.
/// </summary>
internal sealed partial class MediaCopies(
    UnitsOfWork units, ContentStore store, PictureRoom pictures, SoundRoom sounds, ILogger<MediaCopies> log) : IJobHandler
{
    private const long LargestPicture = 32 * 1024 * 1024, LargestSound = 16 * 1024 * 1024;

    public string Kind => JobKinds.CopyMedia;

    public JobPool Pool => JobPool.Files;

    /// <summary>The job for a file that has just been stored; null if its kind needs no copy.</summary>
    public static Job? JobFor(TenantId tenant, MessageId message, MessageKind kind, DateTimeOffset now) =>
        kind is MessageKind.Image or MessageKind.Voice or MessageKind.Audio
            ? Job.New(JobKinds.CopyMedia, tenant, message.Value, now)
            : null;

    public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
    {
        var id = new MessageId(job.SubjectId);
        var found = await units.ReadAsync(TenantScope.Of(job.TenantId), open => (
            from media in open.Db.MessageMedia.AsNoTracking()
            join message in open.Db.Messages on media.MessageId equals message.Id
            join conversation in open.Db.Conversations on message.ConversationId equals conversation.Id
            where media.MessageId == id && media.State == MediaState.Stored && media.Sha256 != null
            select new { media.Sha256, message.Kind, conversation.ContactId }).SingleOrDefaultAsync(ct), ct);
        if (found is null) return JobOutcome.Done;
        await using var file = store.Open(job.TenantId, found.Sha256!);
        if (file is null) return JobOutcome.Done;

        var change = found.Kind is MessageKind.Image ? await PictureAsync(job.TenantId, file, ct) : await SoundAsync(job.TenantId, file, ct);
        if (change is null)
        {
            LogNoCopy(log, id.Value, found.Kind);
            return JobOutcome.Done;
        }
        await units.WriteAsync(TenantScope.Of(job.TenantId), async open =>
        {
            if (await open.Db.MessageMedia.SingleOrDefaultAsync(m => m.MessageId == id && m.Sha256 == found.Sha256, ct) is not { } media) return;
            change(media);
            open.Feed.MessageChanged(job.TenantId, id, found.ContactId);
        }, ct);
        return JobOutcome.Done;
    }

    private async Task<Action<MessageMedia>?> PictureAsync(TenantId tenant, FileStream file, CancellationToken ct)
    {
        if (file.Length > LargestPicture || await pictures.ThumbnailOfAsync(file, ct) is not { } small) return null;
        using var content = new MemoryStream(small.Content);
        using var draft = await store.ReceiveAsync(content, LargestPicture, ct);
        store.Keep(tenant, draft!);
        return media => (media.ThumbnailSha256, media.Width, media.Height) = (draft!.Sha256, small.Width, small.Height);
    }

    private async Task<Action<MessageMedia>?> SoundAsync(TenantId tenant, FileStream file, CancellationToken ct)
    {
        if (file.Length > LargestSound) return null;
        using var place = await sounds.EnterAsync(tenant, ct);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, ct);
        if (OggOpus.LengthOf(bytes) is not { } length) return null;
        if (length > PlayableCopy.Longest) return media => media.DurationMs = (long)length.TotalMilliseconds;
        if (OggOpus.Read(bytes, PlayableCopy.Longest) is not { Samples: > 0 } track) return null;

        var duration = (long)track.Duration.TotalMilliseconds;
        var copy = new PlayableCopy(track);
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writing = Task.Run(async () =>
        {
            await using var to = pipe.Writer.AsStream();
            await copy.WriteAsync(to, stop.Token);
        }, ct);
        using var draft = await ReceiveAsync();
        store.Keep(tenant, draft!);
        return media => (media.PlayableSha256, media.DurationMs, media.Waveform) = (draft!.Sha256, duration, copy.Waveform);

        // If the copy cannot be stored, decoding ends with it, before the place is left.
        async Task<ContentDraft?> ReceiveAsync()
        {
            try
            {
                var received = await store.ReceiveAsync(pipe.Reader.AsStream(), long.MaxValue, ct);
                await writing;
                return received;
            }
            catch
            {
                await stop.CancelAsync();
                await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw;
            }
        }
    }

    [LoggerMessage(2311, LogLevel.Information, "No copy was made of the file of message {Id} ({Kind}): it is shown as it is")]
    private static partial void LogNoCopy(ILogger log, Guid id, MessageKind kind);
}
