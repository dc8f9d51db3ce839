using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Chats;

/// <summary>One attendance inside a conversation: waiting, in service, closed. A conversation has at most one that is not closed.</summary>
public sealed class Chat : ITenantOwned, IVersioned, IChatOfGroup
{
    public required TenantId TenantId { get; init; }

    public required ChatId Id { get; init; }

    public required ConversationId ConversationId { get; init; }

    public required ChatGroupId GroupId { get; init; }

    public required TicketId TicketId { get; init; }

    public ChatStatus Status { get; private set; } = ChatStatus.Waiting;

    public AgentId? AgentId { get; private set; }

    public required DateTimeOffset WaitingSince { get; init; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>
    /// While it waits its customer is told nothing: it was opened by a late, held or replayed message, or waits again after an agent
    /// served it, or its customer has written nothing for too long, or not since the number closed (<see cref="WaitingOverHours"/>).
    /// The customer's next live message ends it.
    /// </summary>
    public bool IsSilent { get; set; }

    /// <summary>What the customer has been told while the chat waits.</summary>
    public ToldWaiting Told { get; private set; }

    public int Version { get; set; }

    /// <summary>Null if the agent may answer in it: the chat is in service and theirs.</summary>
    public Refusal? CheckServedBy(AgentId agent) => Status switch
    {
        ChatStatus.Closed => ChatRefusals.Closed,
        ChatStatus.Waiting => ChatRefusals.NotTaken,
        _ when AgentId != agent => ChatRefusals.HeldByAnother,
        _ => null,
    };

    /// <summary>
    /// What <see cref="TakeChat"/> does by a conditional update, for a chat that no other request can change at the same
    /// moment.
    /// </summary>
    public Refusal? Take(AgentId agent, DateTimeOffset now)
    {
        if (Status is ChatStatus.Closed) return ChatRefusals.Closed;
        if (Status is ChatStatus.InService) return AgentId == agent ? null : ChatRefusals.Taken;
        (Status, AgentId, StartedAt) = (ChatStatus.InService, agent, now);
        return null;
    }

    /// <summary>For a chat that was claimed before its agent was known (<see cref="TakeChat.ClaimAsync"/>), in the same transaction.</summary>
    internal void GiveTo(AgentId agent) => AgentId = agent;

    public Refusal? Close(AgentId agent, DateTimeOffset now)
    {
        if (CheckServedBy(agent) is { } refusal) return refusal;
        Status = ChatStatus.Closed;
        ClosedAt = now;
        return null;
    }

    /// <summary>Closes the chat because its conversation is merged with one that has an open chat too.</summary>
    public void EndMerged(DateTimeOffset now) => (Status, ClosedAt) = (ChatStatus.Closed, now);
}

/// <summary>What the customer of a waiting chat has been told. It never goes back, so that each text is sent at most once.</summary>
public enum ToldWaiting { Nothing, NobodyOnline, Queue }
