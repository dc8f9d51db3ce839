using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.Tickets;

public static class CategorizeTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/tickets/{id}/category", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Gives the ticket a category, or none.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("categoryId"), InputRefusals.ChangedMeanwhile, TicketRefusals.Merged)
        .WithExample(new CategorizeTicketRequest { Version = 3, CategoryId = TicketCategoryId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000004")) });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, CategorizeTicketRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await ApplyAsync(new TicketWork(db, feed, chats, agent, time.GetUtcNow()), ticket, request.CategoryId, ct) is { } refused) return refused.ToProblem();
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>Null if the ticket now has the category; otherwise nothing has changed.</summary>
    internal static async Task<Refusal?> ApplyAsync(TicketWork work, Ticket ticket, TicketCategoryId? categoryId, CancellationToken ct)
    {
        if (ticket.CategoryId == categoryId) return null;
        var tree = await work.Db.CategoryTreeAsync(ct);
        if (categoryId is { } wanted && tree.Find(wanted) is not { IsEnabled: true }) return InputRefusals.Invalid("categoryId");
        var change = new TicketChange("category", PathOf(tree, ticket.CategoryId), PathOf(tree, categoryId));
        ticket.CategoryId = categoryId;
        await TicketToChange.SaveAsync(work, ticket, TicketActionKind.Edited, [change], ct);
        return null;
    }

    private static string? PathOf(CategoryTree tree, TicketCategoryId? id) => id is { } category ? tree.PathOf(category) : null;
}
