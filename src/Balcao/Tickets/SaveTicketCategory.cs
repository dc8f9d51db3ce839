using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

public static class SaveTicketCategory
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/ticket-categories/{id}", Handle).RequireAuthorization(Permission.Administer)
        .WithSummary("Renames, moves or disables a category. Its tickets keep it.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("name"), InputRefusals.Invalid("parentId"), TicketRefusals.NameTaken, StaleSave.Example)
        .WithExample(new SaveTicketCategoryRequest { Name = "Atraso na entrega" });

    private static async Task<Results<Ok<TicketCategoryItem>, ProblemHttpResult>> Handle(
        TicketCategoryId id, SaveTicketCategoryRequest request, CurrentAgent agent, BalcaoDb db, StorageEngine engine, AuditTrail audit, CancellationToken ct)
    {
        await LockTreeAsync(db, engine, agent.TenantId, ct);
        if (await db.TicketCategories.SingleOrDefaultAsync(c => c.Id == id, ct) is not { } category) return InputRefusals.NotFound.ToProblem();
        if (await StaleSave.CheckAsync(db, agent, "category", id.Value, request.Version, category.Version, ct) is { } stale) return stale.ToProblem();
        if (await CheckAsync(db, id, request, ct) is { } refusal) return refusal.ToProblem();
        var before = AuditedCategory.Of(category, await db.CategoryTreeAsync(ct));
        (category.Name, category.ParentId, category.IsEnabled) = (request.Name.Trim(), request.ParentId, request.IsEnabled);
        await db.SaveChangesAsync(ct);
        var tree = await db.CategoryTreeAsync(ct);
        audit.Changed("category", id, before, AuditedCategory.Of(category, tree));
        return TypedResults.Ok(tree.Items().Single(c => c.Id == id));
    }

    /// <summary>
    /// Two moves at the same moment could each be allowed and together make a circle, and two new categories could have one name: a
    /// tenant's tree is changed by one request at a time.
    /// </summary>
    internal static Task LockTreeAsync(BalcaoDb db, StorageEngine engine, TenantId tenant, CancellationToken ct) =>
        engine.LockAsync(db, $"ticket-categories:{tenant}", ct);

    /// <summary>Null if it may be saved.</summary>
    internal static async Task<Refusal?> CheckAsync(BalcaoDb db, TicketCategoryId id, SaveTicketCategoryRequest request, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, TicketCategory.LongestName) is { } refusal) return refusal;
        if (request.ParentId is { } parent && !(await db.CategoryTreeAsync(ct)).MayHang(id, parent)) return InputRefusals.Invalid("parentId");
        var name = request.Name.Trim();
        return await db.TicketCategories.AnyAsync(c => c.Id != id && c.Name == name && c.ParentId == request.ParentId, ct) ? TicketRefusals.NameTaken : null;
    }
}
