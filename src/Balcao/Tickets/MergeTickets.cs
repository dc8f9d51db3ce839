using System.Globalization;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>
/// Merges two tickets of one contact. What happened to the other one, its chats, messages and tags belong to the ticket from then on; the
/// other is closed for good and names the ticket. An agent who may change both may merge them.
/// </summary>
public static class MergeTickets
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tickets/{id}/merges", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Merges another ticket of the same contact into this one. The other is closed for good and names this one.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("otherId"), InputRefusals.ChangedMeanwhile, TicketRefusals.Final, TicketRefusals.Merged, TicketRefusals.OfAnotherContact)
        .WithExample(new MergeTicketsRequest { Version = 3, OtherId = TicketId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000005")), OtherVersion = 1 });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, MergeTicketsRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        if (request.OtherId == id) return InputRefusals.Invalid("otherId").ToProblem();
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } kept) return refusal!.ToProblem();
        var (second, wrong) = await TicketToChange.FindAsync(db, agent, request.OtherId, request.OtherVersion, ct);
        if (wrong is not null || second is not { } other) return wrong!.ToProblem();
        if (kept.ContactId != other.ContactId) return TicketRefusals.OfAnotherContact.ToProblem();
        if (kept.IsFinal || other.IsFinal) return TicketRefusals.Final.ToProblem();

        // First, because it locks the conversations: a message that arrives now and opens a chat on the other ticket is either stored
        // before, and the chat is moved, or it is decided again after the merge. An earlier merge may have given the other ticket chats
        // of further conversations.
        await db.Conversations.Where(c => c.ContactId == kept.ContactId).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version + 1), ct);
        var now = time.GetUtcNow();
        // Saved before the statements, so that the versions decide whether both are still as the agent saw them.
        if (await chats.HasOpenAsync(other.Id, ct) && kept.Reopen(now) is { } reopened) db.Add(kept.ActionOf(reopened, now, agent.Id));
        var (status, owner, otherStatus) = (kept.Status, kept.OwnerId, other.Status);
        kept.Absorb(other, now);
        await db.SaveChangesAsync(ct);

        await MoveAsync(db, kept, other, ct);
        await chats.MoveAsync(other, kept, ct);
        db.Add(kept.ActionOf(TicketActionKind.Merged, now, agent.Id, null, [new TicketChange("mergedFrom", null, NumberOf(other)), .. StatusOf(status, kept), .. await OwnerOfAsync(db, owner, kept, ct)]));
        db.Add(other.ActionOf(TicketActionKind.Merged, now, agent.Id, null,
            [new TicketChange("mergedInto", null, NumberOf(kept)), .. StatusOf(otherStatus, other)]));
        foreach (var ticket in (Ticket[])[kept, other]) feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    private static async Task MoveAsync(BalcaoDb db, Ticket kept, Ticket other, CancellationToken ct)
    {
        await db.TicketActions.Where(a => a.TicketId == other.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.TicketId, kept.Id), ct);
        // What was merged into the other before is now a part of the ticket too: no chain has to be followed.
        await db.Tickets.Where(t => t.MergedIntoId == other.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.MergedIntoId, (TicketId?)kept.Id).SetProperty(t => t.Version, t => t.Version + 1), ct);

        await TicketLinks.MoveAsync(db, other, kept, ct);
        var tags = await db.TicketTags.Where(t => t.TicketId == kept.Id || t.TicketId == other.Id).ToListAsync(ct);
        var there = tags.Where(t => t.TicketId == kept.Id).Select(t => t.Tag).ToHashSet();
        foreach (var tag in tags.Where(t => t.TicketId == other.Id))
        {
            db.Remove(tag);
            if (there.Add(tag.Tag)) db.Add(new TicketTag { TenantId = kept.TenantId, TicketId = kept.Id, Tag = tag.Tag });
        }
    }

    private static IEnumerable<TicketChange> StatusOf(TicketStatus before, Ticket ticket) =>
        before == ticket.Status ? [] : [new TicketChange("status", TicketChanges.NameOf(before), TicketChanges.NameOf(ticket.Status))];

    /// <summary>A ticket without an owner gets the other's.</summary>
    private static async Task<IEnumerable<TicketChange>> OwnerOfAsync(BalcaoDb db, AgentId? before, Ticket kept, CancellationToken ct) =>
        before == kept.OwnerId ? [] : [new TicketChange("owner", null, await db.Agents.Where(a => a.Id == kept.OwnerId).Select(a => a.Name).SingleAsync(ct))];

    private static string NumberOf(Ticket ticket) => ticket.Protocol.ToString(CultureInfo.InvariantCulture);
}
