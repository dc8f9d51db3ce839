using Balcao.Agents;
using Balcao.Contract;
using Balcao.Macros;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// Carries out the actions of a macro in a chat, as the agent could do each by hand. A refused action changes nothing, and the others
/// are carried out all the same.
/// </summary>
internal sealed class MacroActions(BalcaoDb db, UnitOfWork work, Feed feed, StorageEngine engine, AttendanceBell bell, ITicketChats chats)
{
    /// <summary>A transfer locks agents, and they are locked before anything else is written.</summary>
    public Task LockAsync(IEnumerable<MacroAction> actions, AgentId by, CancellationToken ct)
    {
        var to = actions.Where(a => a.Kind is MacroActionKind.TransferToAgent or MacroActionKind.TransferToGroup).ToList();
        return to.Count == 0 ? Task.CompletedTask : Owner.LockAsync(db, [by, .. to.Select(a => a.AgentId).OfType<AgentId>()], ct);
    }

    public async Task<IReadOnlyList<MacroOutcome>> CarryOutAsync(IEnumerable<MacroAction> actions, ChatId chat, CurrentAgent agent, DateTimeOffset now, CancellationToken ct)
    {
        var outcomes = new List<MacroOutcome>();
        foreach (var action in MacroOrder.Of(actions))
            outcomes.Add(new MacroOutcome(action, (await DoAsync(action, chat, agent, now, ct))?.ToItem()));
        return outcomes;
    }

    private async Task<Refusal?> DoAsync(MacroAction action, ChatId id, CurrentAgent agent, DateTimeOffset now, CancellationToken ct)
    {
        var chat = await db.Chats.AsNoTracking().SingleAsync(c => c.Id == id, ct);
        return action switch
        {
            { Tag: { } tag } => await TicketByMacro.AddTagAsync(db, feed, agent, chat.TicketId, tag, MacroRefusals.TooManyTags, now, ct),
            { CategoryId: { } category } => await TicketByMacro.CategorizeAsync(db, feed, agent, chat.TicketId, category, MacroRefusals.TargetGone, now, ct),
            { Status: { } status } => await TicketByMacro.ChangeStatusAsync(db, feed, chats, agent, chat.TicketId, status, action.WaitingReason, now, ct),
            { ResolvesTicket: { } resolves } => await CloseChat.InAsync(
                db, work, feed, engine, bell, await db.Chats.SingleAsync(c => c.Id == id, ct), resolves, agent.Id, now, ct),
            _ when chat.CheckServedBy(agent.Id) is { } refusal => refusal,
            _ when action.GroupId == chat.GroupId || action.AgentId == agent.Id => MacroRefusals.AlreadyThere,
            _ => await TransferChat.InAsync(db, work, feed, bell, chat, agent.Id, new TransferChatRequest { GroupId = action.GroupId, AgentId = action.AgentId }, now, ct)
                is { } refused ? Named(refused, action) : null,
        };
    }

    /// <summary>The agent did not enter the place, so "invalid" would tell them nothing.</summary>
    private static Refusal Named(Refusal refusal, MacroAction action) =>
        refusal.Code != InputRefusals.Invalid("").Code ? refusal : action.AgentId is null ? MacroRefusals.TargetGone : MacroRefusals.NotAttendant;
}
