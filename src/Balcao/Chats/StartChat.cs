using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// An agent starts to serve from a ticket: a chat in service on the same ticket, in the ticket's group, while the window is open. Of
/// two who start at one moment the index of open chats lets one.
/// </summary>
public static class StartChat
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/tickets/{id}/chats", Handle).RequireAuthorization(Permission.ServeChats)
        .WithSummary("Starts a chat on the ticket, in service with the caller. Only while the 24-hour window is open and the conversation has no open chat.")
        .Refuses(InputRefusals.NotFound, TicketRefusals.Final, TicketRefusals.Merged, TicketRefusals.OfAnotherGroup, ChatRefusals.AlreadyOpen, SendRefusals.WindowClosed, SendRefusals.WindowNeverOpened);

    private static async Task<Results<Ok<ChatItem>, ProblemHttpResult>> Handle(
        TicketId id, CurrentAgent agent, BalcaoDb db, Feed feed, StorageEngine engine, TimeProvider time, CancellationToken ct)
    {
        // Nobody gets a chat at the moment they lose the right to serve it: it would stay with them.
        if (!await db.LockAsync(agent, ct)) return InputRefusals.NotFound.ToProblem();
        var (found, refusal) = await TicketToChange.FindAsync(db, agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal!.ToProblem();
        if (ticket.IsFinal) return TicketRefusals.Final.ToProblem();
        if (await ServedConversation.OfConversationAsync(db, agent, ticket.ConversationId, ct) is not { } served) return InputRefusals.NotFound.ToProblem();
        if (served.Chat is not null) return ChatRefusals.AlreadyOpen.ToProblem();
        var now = time.GetUtcNow();
        if (SendRules.Check(served.Tenant, served.Channel, await served.ContractAsync(db, now, ct), served.Conversation, now) is { } closed) return closed.ToProblem();

        var chat = new Chat
        {
            TenantId = ticket.TenantId, Id = ChatId.New(now), ConversationId = ticket.ConversationId, GroupId = ticket.GroupId, TicketId = ticket.Id, WaitingSince = now,
        };
        chat.Take(agent.Id, now);
        db.Add(chat);
        if (ticket.Reopen(now) is { } reopened) db.Add(ticket.ActionOf(reopened, now, agent.Id));
        if (await TicketOfTakenChat.AttendAsync(db, ticket, agent.Id, now, ct) is { } attended) db.Add(attended);
        db.Add(ticket.ActionOf(TicketActionKind.ChatStarted, now, agent.Id, chat.Id));
        feed.ChatChanged(chat.TenantId, chat.Id, ticket.ContactId);
        feed.TicketChanged(ticket.TenantId, ticket.Id, ticket.ContactId);
        await db.SaveChangesAsync(ct);
        await AutomaticText.WriteAsync(db, feed, engine, chat, AutomaticText.Start, g => g.StartText, now, ct);
        // The agent sees the ticket by any of the contact's groups, but a chat by its own group alone.
        return await db.Chats.VisibleTo(agent, db).AnyAsync(c => c.Id == chat.Id, ct)
            ? TypedResults.Ok((await ChatItems.LoadAsync(db, [chat.Id], ct))[0])
            : TicketRefusals.OfAnotherGroup.ToProblem();
    }
}
