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
            { Tag: not null } or { CategoryId: not null } or { Status: not null } => await ChangeTicketAsync(action, chat.TicketId, new TicketWork(db, feed, chats, agent, now), ct),
            { ResolvesTicket: { } resolves } => await CloseChat.InAsync(
                db, work, feed, engine, bell, await db.Chats.SingleAsync(c => c.Id == id, ct), resolves, agent.Id, now, ct),
            _ when chat.CheckServedBy(agent.Id) is { } refusal => refusal,
            _ when action.GroupId == chat.GroupId || action.AgentId == agent.Id => MacroRefusals.AlreadyThere,
            _ => await TransferChat.InAsync(db, work, feed, bell, chat, agent.Id, new TransferChatRequest { GroupId = action.GroupId, AgentId = action.AgentId }, now, ct)
                is { } refused ? Named(refused, action) : null,
        };
    }

    private static async Task<Refusal?> ChangeTicketAsync(MacroAction action, TicketId id, TicketWork work, CancellationToken ct)
    {
        var (found, refusal) = await TicketToChange.FindAsync(work.Db, work.Agent, id, version: null, ct);
        if (refusal is not null || found is not { } ticket) return refusal;
        var refused = action switch
        {
            { Tag: { } tag } => await EditTicket.TagAsync(work, ticket, tag, adds: true, ct),
            { CategoryId: { } category } => await CategorizeTicket.ApplyAsync(work, ticket, category, ct),
            _ => await ChangeTicketStatus.ApplyAsync(work, ticket, action.Status!.Value, action.WaitingReason, ct),
        };
        return refused is null ? null : Named(refused, action);
    }

    /// <summary>The agent did not enter the value, so "invalid" would tell them nothing.</summary>
    private static Refusal Named(Refusal refusal, MacroAction action) =>
        refusal.Code != InputRefusals.Invalid("").Code ? refusal : action switch
        {
            { Tag: not null } => MacroRefusals.TooManyTags,
            { AgentId: not null } => MacroRefusals.NotAttendant,
            { Status: not null } => refusal,
            _ => MacroRefusals.TargetGone,
        };
}
