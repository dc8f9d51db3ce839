using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Templates;
using Balcao.WhatsApp.Client;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Fetching;

/// <summary>
/// Reads all templates of a number's account, page by page, and makes the stored copy the same; templates deleted at WhatsApp are
/// deleted here. If reading fails, only the reason is stored.
/// </summary>
internal sealed partial class TemplateFetch(
    UnitsOfWork units, BusinessAccountClient client, AccessTokens tokens, TimeProvider time, ILogger<TemplateFetch> log) : IJobHandler
{
    private const int MostTries = 8;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public string Kind => JobKinds.ReadTemplates;

    public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
    {
        var number = await units.ReadAsync(TenantScope.Of(job.TenantId),
            open => open.Db.Numbers.AsNoTracking().SingleOrDefaultAsync(n => n.Id == new ChannelId(job.SubjectId), ct), ct);
        if (number is null) return JobOutcome.Done;

        var (templates, failure, isFinal) = await ReadAsync(number, ct);
        if (templates is not null)
        {
            await units.WriteAsync(TenantScope.Of(job.TenantId), open => StoreAsync(open.Db, number, job, templates, ct), ct);
            return JobOutcome.Done;
        }

        LogFailed(log, number.Id.Value, failure!, job.Attempts);
        var givenUp = isFinal || job.Attempts >= MostTries;
        await units.WriteAsync(TenantScope.Of(job.TenantId), async open =>
        {
            var sync = await SyncOfAsync(open.Db, number, ct);
            sync.FailureCode = failure;
            if (givenUp) sync.RequestedAt = null;
        }, ct);
        return givenUp ? JobOutcome.GiveUp(failure!) : JobOutcome.Retry(time.GetUtcNow() + BackOff.After(job.Attempts, LongestWait), failure!);
    }

    private async Task<(IReadOnlyList<TemplateDefinition>? Templates, string? Failure, bool IsFinal)> ReadAsync(Number number, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Within);
        try
        {
            var result = await client.ListTemplatesAsync(new AccountCredentials(number.WabaId, tokens.Reveal(number)), timeout.Token);
            return result.IsSuccess ? (result.Value, null, true) : result.Error?.Class switch
            {
                GraphErrorClass.Auth => (null, TemplateFailures.TokenExpired, true),
                GraphErrorClass.Configuration or GraphErrorClass.Permanent => (null, TemplateFailures.NotReadable, true),
                _ => (null, TemplateFailures.Unavailable, false),
            };
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return (null, TemplateFailures.TokenExpired, true);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return (null, TemplateFailures.Unavailable, false);
        }
    }

    private async Task StoreAsync(BalcaoDb db, Number number, Job job, IReadOnlyList<TemplateDefinition> templates, CancellationToken ct)
    {
        var (waba, now) = (number.WabaId, time.GetUtcNow());
        var ours = await db.Templates.Where(t => t.WabaId == waba).ToDictionaryAsync(t => (t.Name, t.Language), ct);
        foreach (var theirs in templates)
        {
            if (theirs is not { Name: { Length: > 0 and <= 512 } name, Language: { Length: > 0 and <= 16 } language }) continue;
            if (!ours.Remove((name, language), out var template))
                db.Add(template = new Template
                {
                    TenantId = number.TenantId, Id = TemplateId.New(now), WabaId = waba, Name = name, Language = language, WhatsAppStatus = "", Components = "[]",
                });
            template.WhatsAppId = theirs.Id;
            template.Category = TemplateWords.CategoryOf(theirs.Category);
            template.Status = TemplateWords.StatusOf(theirs.Status);
            template.WhatsAppStatus = Clip.To(theirs.Status ?? "", 40);
            template.Quality = TemplateWords.QualityOf(theirs.QualityScore);
            template.RejectionReason = theirs.RejectedReason is { } reason ? Clip.To(reason, 200) : null;
            template.HasNamedParameters = theirs.ParameterFormat is "NAMED";
            template.Components = theirs.ComponentsJson ?? "[]";
        }
        db.RemoveRange(ours.Values);

        var sync = await SyncOfAsync(db, number, ct);
        (sync.SyncedAt, sync.FailureCode) = (now, null);
        // Another job for the same account is waiting, so its reading is still requested.
        if (!await db.Jobs.AnyAsync(j => j.Kind == JobKinds.ReadTemplates && j.SubjectId == job.SubjectId && j.Id != job.Id && j.GivenUpAt == null, ct))
            sync.RequestedAt = null;
    }

    private static async Task<TemplateSync> SyncOfAsync(BalcaoDb db, Number number, CancellationToken ct)
    {
        var sync = await db.TemplateSyncs.SingleOrDefaultAsync(s => s.WabaId == number.WabaId, ct);
        if (sync is null) db.Add(sync = new TemplateSync { TenantId = number.TenantId, WabaId = number.WabaId });
        return sync;
    }

    [LoggerMessage(4151, LogLevel.Warning, "The templates of number {Number}'s account could not be read ({Reason}, try {Attempt})")]
    private static partial void LogFailed(ILogger log, Guid number, string reason, int attempt);
}

/// <summary>Balcao's stable codes for why an account's templates could not be read.</summary>
internal static class TemplateFailures
{
    public const string TokenExpired = "templates.tokenExpired";
    public const string NotReadable = "templates.notReadable";
    public const string Unavailable = "templates.unavailable";
}
