using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// Serves the copies that <see cref="MediaCopies"/> made of a message's file, with the same permission and protection as
/// the file.
/// </summary>
public static class ServeMediaCopies
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/messages/{id}/media/thumbnail", Thumbnail)
            .RequireAuthorization(Permission.Read).WithMetadata(new WithoutUnitOfWork())
            .WithSummary("A small WebP of a picture, without what its camera wrote beside it; 404 while or where there is none.");
        routes.MapGet("/api/messages/{id}/media/playable", Playable)
            .RequireAuthorization(Permission.Read).WithMetadata(new WithoutUnitOfWork())
            .WithSummary("A sound as WAV, which every browser plays, in ranges if asked so; 404 while or where there is none.");
    }

    private static Task<Results<FileStreamHttpResult, NotFound>> Thumbnail(
        MessageId id, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http, CancellationToken ct) =>
        AnswerAsync(id, agent, units, store, rules, http, Platform.Pictures.Thumbnail.MimeType, media => media.ThumbnailSha256, ct);

    private static Task<Results<FileStreamHttpResult, NotFound>> Playable(
        MessageId id, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http, CancellationToken ct) =>
        AnswerAsync(id, agent, units, store, rules, http, "audio/wav", media => media.PlayableSha256, ct);

    private static async Task<Results<FileStreamHttpResult, NotFound>> AnswerAsync(
        MessageId id, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http,
        string mimeType, Func<MessageMedia, string?> hashOf, CancellationToken ct)
    {
        var media = await units.ReadAsync(TenantScope.Of(agent.TenantId), open =>
        {
            var conversations = open.Db.Conversations.VisibleTo(agent, open.Db);
            return (
                from message in open.Db.Messages.AsNoTracking()
                join file in open.Db.MessageMedia.AsNoTracking() on message.Id equals file.MessageId
                where message.Id == id && conversations.Any(c => c.Id == message.ConversationId)
                select file).SingleOrDefaultAsync(ct);
        }, ct);
        if (media is null || hashOf(media) is not { } sha256) return TypedResults.NotFound();
        return await ServeMedia.AnswerAsync(http, store, rules, new ServedFile(agent.TenantId, sha256, mimeType, $"{id}"), ct);
    }
}
