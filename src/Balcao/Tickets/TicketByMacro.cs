using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>
/// What a macro does with a ticket, with the rights of the agent who uses it. Several actions follow one another in one unit of work, so
/// each is either done whole or refused before anything is changed.
/// </summary>
public static class TicketByMacro
{
    /// <summary>Null if it was done, or if the ticket has the tag already.</summary>
    public static async Task<Refusal?> AddTagAsync(BalcaoDb db, Feed feed, CurrentAgent agent, TicketId id, string tag, Refusal tooMany, DateTimeOffset now, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal;
        var (name, before) = (EditTicket.NameOf(tag), await db.TicketTags.Where(t => t.TicketId == id).Select(t => t.Tag).ToListAsync(ct));
        if (before.Contains(name)) return null;
        if (before.Count >= TicketLimits.MostTags) return tooMany;
        db.Add(new TicketTag { TenantId = ticket.TenantId, TicketId = id, Tag = name });
        await SaveAsync(db, feed, ticket, agent, new TicketChange("tags", Joined(before), Joined([.. before, name])), now, ct);
        return null;
    }

    /// <summary>Null if it was done.</summary>
    public static async Task<Refusal?> CategorizeAsync(
        BalcaoDb db, Feed feed, CurrentAgent agent, TicketId id, TicketCategoryId category, Refusal gone, DateTimeOffset now, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal;
        var tree = await db.CategoryTreeAsync(ct);
        if (tree.Find(category) is not { IsEnabled: true }) return gone;
        if (ticket.CategoryId == category) return null;
        var change = new TicketChange("category", ticket.CategoryId is { } before ? tree.PathOf(before) : null, tree.PathOf(category));
        ticket.CategoryId = category;
        await SaveAsync(db, feed, ticket, agent, change, now, ct);
        return null;
    }

    /// <summary>Null if it was done.</summary>
    public static async Task<Refusal?> ChangeStatusAsync(
        BalcaoDb db, Feed feed, ITicketChats chats, CurrentAgent agent, TicketId id, TicketStatus status, string? reason, DateTimeOffset now, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal;
        if (ticket.IsFinal) return TicketRefusals.Final;
        // Before anything is changed: the other actions are saved, whatever happens to this one.
        if (status is TicketStatus.Resolved or TicketStatus.Closed or TicketStatus.Cancelled)
        {
            await db.Conversations.Where(c => c.Id == ticket.ConversationId).EndingAsync(ct);
            if (await chats.HasOpenAsync(id, ct)) return TicketRefusals.HasOpenChat;
        }
        var (before, reasonBefore) = (ticket.Status, ticket.WaitingReason);
        if (ticket.ChangeTo(status, reason, now) is { } wrong) return wrong;
        if ((before, reasonBefore) == (ticket.Status, ticket.WaitingReason)) return null;

        List<TicketChange> changes = [new("status", TicketChanges.NameOf(before), TicketChanges.NameOf(status))];
        if (reasonBefore != ticket.WaitingReason) changes.Add(new("reason", reasonBefore, ticket.WaitingReason));
        var kind = status is TicketStatus.Resolved ? TicketActionKind.Resolved
            : before is TicketStatus.Resolved && !ticket.IsFinal ? TicketActionKind.Reopened : TicketActionKind.StatusChanged;
        await TicketToChange.SaveAsync(db, feed, ticket, ticket.Note(kind, now, agent.Id, null, changes), ct);
        await chats.AnnounceAsync(ticket, ct);
        return null;
    }

    private static Task SaveAsync(BalcaoDb db, Feed feed, Ticket ticket, CurrentAgent agent, TicketChange change, DateTimeOffset now, CancellationToken ct) =>
        TicketToChange.SaveAsync(db, feed, ticket, ticket.Note(TicketActionKind.Edited, now, agent.Id, null, change), ct);

    private static string? Joined(IEnumerable<string> tags) => string.Join(", ", tags.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
}
