using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Serves the file of a note, with the same protection as the file of a message, to those who see the ticket.</summary>
public static class ServeTicketFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/tickets/{id}/actions/{actionId}/file", Handle).RequireAuthorization(Permission.Read).WithMetadata(new WithoutUnitOfWork())
        .WithSummary("The file of a note, in ranges if asked so; for people who may see the ticket.");

    private static async Task<Results<FileStreamHttpResult, NotFound>> Handle(
        TicketId id, TicketActionId actionId, CurrentAgent agent, UnitsOfWork units, ContentStore store, IMediaRules rules, HttpContext http, CancellationToken ct)
    {
        // The transaction ends before the first byte is sent.
        var found = await units.ReadAsync(TenantScope.Of(agent.TenantId), open =>
        {
            var tickets = open.Db.Tickets.VisibleTo(agent, open.Db).Where(t => t.Id == id);
            return (
                from action in open.Db.TicketActions.AsNoTracking()
                join file in open.Db.TicketFiles.AsNoTracking() on action.Id equals file.ActionId
                where action.Id == actionId && tickets.Any(t => t.Id == action.TicketId)
                select file).SingleOrDefaultAsync(ct);
        }, ct);
        if (found is null) return TypedResults.NotFound();
        return await ServeMedia.AnswerAsync(http, store, rules, new ServedFile(agent.TenantId, found.Sha256, found.MimeType, UploadFile.CleanName(found.FileName)), ct);
    }
}
