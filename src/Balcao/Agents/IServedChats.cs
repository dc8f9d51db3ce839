using Balcao.Contract;

namespace Balcao.Agents;

/// <summary>
/// The chats that agents serve. Chats, a module above, implements it, so that whoever ends an agent's right to serve frees
/// the chats in the same transaction (rule A7). Each method needs the agent's row locked before, see <see cref="AgentLock"/>.
/// </summary>
public interface IServedChats
{
    /// <summary>The agent is disabled.</summary>
    Task ReturnAllAsync(AgentId agent, CancellationToken ct);

    /// <summary>The agent has left the group.</summary>
    Task ReturnOfGroupAsync(AgentId agent, ChatGroupId group, CancellationToken ct);

    /// <summary>The agent is no administrator any more, and no longer sees the chats of groups they are not a member of.</summary>
    Task ReturnUnseenAsync(AgentId agent, CancellationToken ct);
}
