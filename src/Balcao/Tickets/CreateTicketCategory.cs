using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class CreateTicketCategory
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ticket-categories", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Creates a category.").Refuses(InputRefusals.Required("name"), InputRefusals.Invalid("parentId"), TicketRefusals.NameTaken, TicketRefusals.TooMany(TicketCategory.Most))
        .WithExample(new SaveTicketCategoryRequest { Name = "Atraso na entrega" });

    private static async Task<Results<Ok<TicketCategoryItem>, ProblemHttpResult>> Handle(
        SaveTicketCategoryRequest request, CurrentAgent agent, BalcaoDb db, StorageEngine engine, AuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        await SaveTicketCategory.LockTreeAsync(db, engine, agent.TenantId, ct);
        var id = TicketCategoryId.New(time.GetUtcNow());
        if (await SaveTicketCategory.CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        if (await db.TicketCategories.CountAsync(ct) >= TicketCategory.Most) return TicketRefusals.TooMany(TicketCategory.Most).ToProblem();
        var category = new TicketCategory { TenantId = agent.TenantId, Id = id, Name = request.Name.Trim(), ParentId = request.ParentId, IsEnabled = request.IsEnabled };
        db.Add(category);
        await db.SaveChangesAsync(ct);
        var tree = await db.CategoryTreeAsync(ct);
        audit.Created("category", id, AuditedCategory.Of(category, tree));
        return TypedResults.Ok(tree.Items().Single(c => c.Id == id));
    }
}
