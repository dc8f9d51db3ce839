using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>Queues a customer's file to be fetched again after fetching was given up.</summary>
public static class FetchMediaAgain
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/messages/{id}/media-fetches", Handle)
        .RequireAuthorization(Permission.ServeChats)
        .WithSummary("Fetches a customer's file again after a failure, while WhatsApp keeps it (7 days).");

    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Handle(
        MessageId id, CurrentAgent agent, BalcaoDb db, Feed feed, TimeProvider time, CancellationToken ct)
    {
        var conversations = db.Conversations.VisibleTo(agent, db);
        var found = await (
            from message in db.Messages
            join conversation in conversations on message.ConversationId equals conversation.Id
            join media in db.MessageMedia on message.Id equals media.MessageId
            where message.Id == id && message.Direction == MessageDirection.Inbound
            select new { Media = media, conversation.ContactId }).SingleOrDefaultAsync(ct);
        if (found is null) return TypedResults.NotFound();
        if (found.Media.State is not MediaState.Failed) return MediaRefusals.NotFetchable.ToProblem();

        (found.Media.State, found.Media.FailureCode) = (MediaState.Pending, null);
        await db.Jobs.Where(j => j.Kind == JobKinds.FetchMedia && j.SubjectId == id.Value).ExecuteDeleteAsync(ct);
        db.Add(Job.New(JobKinds.FetchMedia, agent.TenantId, id.Value, time.GetUtcNow()));
        feed.MessageChanged(agent.TenantId, id, found.ContactId);
        return TypedResults.NoContent();
    }
}
