using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>What is checked before a view is saved.</summary>
internal static class SavedViewContent
{
    public static TicketFilter Example { get; } = new() { Status = "open", Owner = "none", Urgency = "urgent" };

    /// <summary>A program acts for an administrator only as far as its token allows.</summary>
    public static bool MayShare(ClaimsPrincipal caller) => caller.HasClaim(AgentClaims.Permission, Permission.Administer);

    /// <summary>Null if it may be saved.</summary>
    /// <param name="db">The open unit of work.</param>
    /// <param name="id">Of the view.</param>
    /// <param name="owner">Null: shared.</param>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, SavedViewId id, AgentId? owner, string name, TicketFilter filter, CancellationToken ct)
    {
        if (InputRefusals.Check("name", name, SavedViewLimits.Name) is { } nameless) return nameless;
        if (SavedView.Stored(filter).Length > SavedViewLimits.Filter) return InputRefusals.TooLong("filter", SavedViewLimits.Filter);
        if (!TicketQuery.TryRead(filter, out _, out var wrong)) return wrong;
        var trimmed = name.Trim();
        return await db.SavedViews.AnyAsync(v => v.OwnerId == owner && v.Name == trimmed && v.Id != id, ct) ? TicketRefusals.ViewNameTaken : null;
    }
}
