using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>Changes what a ticket says about its case: subject, urgency, tags.</summary>
public static class EditTicket
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/tickets/{id}", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Changes subject, urgency or tags; what is null stays.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Required("subject"), InputRefusals.TooLong("tags", TicketLimits.LongestTag), InputRefusals.Invalid("tags"),
            InputRefusals.ChangedMeanwhile, TicketRefusals.Merged)
        .WithExample(new EditTicketRequest { Version = 3, Urgency = TicketUrgency.High, Tags = ["troca", "loja física"] });

    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        TicketId id, EditTicketRequest request, CurrentAgent agent, BalcaoDb db, Feed feed, ITicketChats chats, TimeProvider time, CancellationToken ct)
    {
        if (Check(request) is { } wrong) return wrong.ToProblem();
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, request.Version, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (await ApplyAsync(new TicketWork(db, feed, chats, agent, time.GetUtcNow()), ticket, request, ct) is { } refused) return refused.ToProblem();
        return TypedResults.Ok((await TicketViews.LoadAsync(db, agent, chats, id, ct))!);
    }

    /// <summary>Adds or removes a tag. Null if the ticket is now as it was asked for; otherwise nothing has changed.</summary>
    internal static async Task<Refusal?> TagAsync(TicketWork work, Ticket ticket, string tag, bool adds, CancellationToken ct)
    {
        var tags = (await work.Db.TicketTags.Where(t => t.TicketId == ticket.Id).Select(t => t.Tag).ToListAsync(ct)).ToHashSet();
        if (!(adds ? tags.Add(NameOf(tag)) : tags.Remove(NameOf(tag)))) return null;
        var request = new EditTicketRequest { Version = ticket.Version, Tags = [.. tags] };
        return Check(request) ?? await ApplyAsync(work, ticket, request, ct);
    }

    private static async Task<Refusal?> ApplyAsync(TicketWork work, Ticket ticket, EditTicketRequest request, CancellationToken ct)
    {
        var wanted = request.Tags is { } tags ? TagsOf(tags) : null;
        List<TicketTag> before = wanted is null ? [] : await work.Db.TicketTags.Where(t => t.TicketId == ticket.Id).ToListAsync(ct);
        // A merge may have given the ticket more tags than the limit. They can be removed one by one.
        if (wanted?.Count > TicketLimits.MostTags && !wanted.IsSubsetOf(before.Select(t => t.Tag))) return InputRefusals.Invalid("tags");
        List<TicketChange> changes = [];
        if (request.Subject?.Trim() is { } subject && subject != ticket.Subject)
        {
            changes.Add(new TicketChange("subject", ticket.Subject, subject));
            ticket.Subject = subject;
        }
        if (request.Urgency is { } urgency && urgency != ticket.Urgency)
        {
            changes.Add(new TicketChange("urgency", TicketChanges.NameOf(ticket.Urgency), TicketChanges.NameOf(urgency)));
            ticket.Urgency = urgency;
        }
        if (wanted is not null && ReplaceTags(work.Db, ticket, before, wanted) is { } replaced) changes.Add(replaced);
        if (changes.Count > 0) await TicketToChange.SaveAsync(work, ticket, TicketActionKind.Edited, changes, ct);
        return null;
    }

    private static Refusal? Check(EditTicketRequest request) =>
        request.Subject is { } subject && InputRefusals.Check("subject", subject, TicketLimits.LongestSubject) is { } refusal ? refusal
        : request.Tags is not { } tags ? null
        : tags.Any(string.IsNullOrWhiteSpace) ? InputRefusals.Invalid("tags")
        : tags.Any(tag => tag.Trim().Length > TicketLimits.LongestTag) ? InputRefusals.TooLong("tags", TicketLimits.LongestTag)
        : null;

    /// <summary>In lower case, so that "Troca" and "troca" are one tag.</summary>
    private static HashSet<string> TagsOf(IReadOnlyList<string> typed) => [.. typed.Select(NameOf)];

    /// <summary>A tag as it is stored and compared.</summary>
    public static string NameOf(string typed) => typed.Trim().ToLowerInvariant();

    private static TicketChange? ReplaceTags(BalcaoDb db, Ticket ticket, List<TicketTag> before, HashSet<string> wanted)
    {
        if (wanted.SetEquals(before.Select(t => t.Tag))) return null;
        db.RemoveRange(before.Where(t => !wanted.Contains(t.Tag)));
        db.AddRange(wanted.Except(before.Select(t => t.Tag)).Select(tag => new TicketTag { TenantId = ticket.TenantId, TicketId = ticket.Id, Tag = tag }));
        return new TicketChange("tags", Joined(before.Select(t => t.Tag)), Joined(wanted));
    }

    private static string? Joined(IEnumerable<string> tags) => string.Join(", ", tags.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : null;
}
