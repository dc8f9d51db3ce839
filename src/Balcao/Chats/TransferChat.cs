using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// The agent who serves a chat passes it on: to an attendant of its group, or to another group, where it waits with the time it has
/// waited since. The customer is told nothing.
/// </summary>
public static class TransferChat
{
    private const int LongestNote = 4096;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/chats/{id}/transfers", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Pass a chat on, to an attendant of its group or to a group").WithTags("Chats")
        .WithDescription("In the other group the chat waits, and keeps the time it has waited since. The note is internal.")
        .Refuses(InputRefusals.NotFound, InputRefusals.Invalid("agentId"), InputRefusals.Invalid("groupId"), ChatRefusals.HeldByAnother, ChatRefusals.NotTaken, ChatRefusals.Closed)
        .WithExample(new TransferChatRequest { AgentId = AgentId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")), Note = "Quer trocar o produto." });

    static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        ChatId id, TransferChatRequest request, CurrentAgent agent, BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, TimeProvider time, CancellationToken ct)
    {
        if (request.Note is { Length: > LongestNote }) return InputRefusals.TooLong("note", LongestNote).ToProblem();
        if (request.AgentId is null == request.GroupId is null) return InputRefusals.Invalid("agentId").ToProblem();
        if (request.AgentId == agent.Id) return InputRefusals.Invalid("agentId").ToProblem();
        await Owner.LockAsync(db, [agent.Id, .. request.AgentId is { } other ? (AgentId[])[other] : []], ct);
        if (await db.Chats.VisibleTo(agent, db).AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } chat)
            return InputRefusals.NotFound.ToProblem();
        if (await InAsync(db, work, feed, bell, chat, agent.Id, request, time.GetUtcNow(), ct) is { } refusal) return refusal.ToProblem();
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Passes the chat on in the open unit of work. The caller has locked the agents and has checked that the request names one place.
    /// Null if it was done; otherwise nothing has changed.
    /// </summary>
    internal static async Task<Refusal?> InAsync(
        BalcaoDb db, UnitOfWork work, Feed feed, AttendanceBell bell, Chat chat, AgentId by, TransferChatRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (chat.CheckServedBy(by) is { } refusal) return refusal;
        var from = await ChatLine.NameOfAsync(db, by, ct);
        var (name, failure) = request.AgentId is { } target
            ? await ToAgentAsync(db, feed, chat, by, target, now, ct)
            : await ToGroupAsync(db, feed, chat, by, request.GroupId!.Value, ct);
        if (failure is not null) return failure;
        await ChatLine.AddAsync(db, feed, chat, new NoticeItem(NoticeKind.Transferred, from, name), now, ct);
        await ChatLine.AddNoteAsync(db, feed, chat, by, request.Note, now, ct);
        bell.RingHereAfterCommit(work, chat.TenantId);
        return null;
    }

    private static async Task<(string? To, Refusal? Refusal)> ToAgentAsync(
        BalcaoDb db, Feed feed, Chat chat, AgentId from, AgentId to, DateTimeOffset now, CancellationToken ct)
    {
        var attends = Visibility.Memberships(db).Where(m => m.GroupId == chat.GroupId && m.AgentId == to && m.IsAttendant);
        var name = await db.Agents.Where(a => a.Id == to && a.IsEnabled && attends.Any(m => m.AgentId == a.Id)).Select(a => a.Name).SingleOrDefaultAsync(ct);
        if (name is null) return (null, InputRefusals.Invalid("agentId"));
        return await Owner.PassAsync(db, feed, chat, from, to, now, ct) ? (name, null) : (null, ChatRefusals.HeldByAnother);
    }

    private static async Task<(string? To, Refusal? Refusal)> ToGroupAsync(BalcaoDb db, Feed feed, Chat chat, AgentId from, ChatGroupId to, CancellationToken ct)
    {
        var place = await (
            from conversation in db.Conversations.Where(c => c.Id == chat.ConversationId)
            join channel in db.Channels on conversation.ChannelId equals channel.Id
            select new { conversation.ContactId, channel.Origin }).SingleAsync(ct);
        var isWhatsApp = place.Origin is ChatOrigin.WhatsApp;
        var name = await db.ChatGroups.Where(g => g.Id == to && g.IsEnabled && (g.IsWhatsAppCompatible || !isWhatsApp)).Select(g => g.Name).SingleOrDefaultAsync(ct);
        if (name is null || to == chat.GroupId) return (null, InputRefusals.Invalid("groupId"));

        if (await db.Chats.ServedBy(from).Where(c => c.Id == chat.Id).WaitAgainAsync(to, ct) == 0) return (null, ChatRefusals.HeldByAnother);
        await Owner.EndPartAsync(db, feed, chat, from, ct);
        await Visibility.GrantAsync(db, chat.TenantId, place.ContactId, to, ct);
        // The ticket follows its chat (rule L4).
        await db.Tickets.Where(t => t.Id == chat.TicketId).ExecuteUpdateAsync(set => set
            .SetProperty(t => t.GroupId, to)
            .SetProperty(t => t.Version, t => t.Version + 1), ct);
        feed.TicketChanged(chat.TenantId, chat.TicketId, place.ContactId);
        return (name, null);
    }
}
