using System.Collections.Frozen;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Balcao.Conversations;

/// <summary>
/// Serves the file of a message. It came from outside and is served from our own origin, so its type is determined by its
/// bytes. Everything but pictures and sound, which browsers show without script, is served as a download.
/// </summary>
public static class ServeMedia
{
    private static readonly FrozenSet<string> Inline = FrozenSet.Create(
        "image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav");

    /// <summary>The type of every file whose own type is not known to be harmless.</summary>
    private const string Bytes = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/messages/{id}/media", Handle)
        .RequireAuthorization(Permission.Read)
        .WithMetadata(new WithoutUnitOfWork())
        .WithSummary("The file of a message, in ranges if asked so; for people who may see the contact.");

    private static async Task<Results<FileStreamHttpResult, NotFound>> Handle(
        MessageId id, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http, CancellationToken ct)
    {
        // The transaction ends before the first byte is sent.
        var found = await units.ReadAsync(TenantScope.Of(agent.TenantId), async open =>
        {
            var conversations = open.Db.Conversations.VisibleTo(agent, open.Db);
            return await (
                from message in open.Db.Messages.AsNoTracking()
                join media in open.Db.MessageMedia on message.Id equals media.MessageId
                where message.Id == id && media.State == MediaState.Stored && conversations.Any(c => c.Id == message.ConversationId)
                select new { media.Sha256, media.FileName, media.MimeType, message.Kind, message.At }).SingleOrDefaultAsync(ct);
        }, ct);
        if (found?.Sha256 is not { } sha256) return TypedResults.NotFound();

        var name = UploadFile.CleanName(found.FileName ?? "");
        if (name.Length == 0) name = $"{found.Kind.ToString().ToLowerInvariant()}-{found.At:yyyyMMdd-HHmmss}";
        return await AnswerAsync(http, store, rules, new ServedFile(agent.TenantId, sha256, found.MimeType, name), ct);
    }

    /// <summary>Answers with the file, or 404 if its content is not stored.</summary>
    internal static async Task<Results<FileStreamHttpResult, NotFound>> AnswerAsync(HttpContext http, ContentStore store, IMediaRules rules, ServedFile served, CancellationToken ct)
    {
        if (store.Open(served.Tenant, served.Sha256) is not { } file) return TypedResults.NotFound();
        var head = new byte[ContentStore.HeadLength];
        var length = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        file.Position = 0;
        var type = rules.TypeOf(head.AsSpan(0, length));
        var isInline = type is not null && Inline.Contains(type);

        var headers = http.Response.Headers;
        headers.CacheControl = "private, no-cache"; // cached, but checked each time: access may have been revoked
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var disposition = new ContentDispositionHeaderValue(isInline ? "inline" : "attachment");
        disposition.SetHttpFileName(Path.HasExtension(served.Name) ? served.Name : served.Name + rules.ExtensionOf(type ?? served.MimeType));
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(file, type ?? Bytes, entityTag: new EntityTagHeaderValue($"\"{served.Sha256}\""), enableRangeProcessing: true);
    }
}

/// <param name="MimeType">As it was stored; used if the bytes tell no type.</param>
/// <param name="Name">One without an extension gets that of the type.</param>
internal sealed record ServedFile(TenantId Tenant, string Sha256, string MimeType, string Name);
