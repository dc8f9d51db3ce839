using Balcao.Contract;

namespace Balcao.ChatGroups;

/// <summary>What a group has served. Chats, a module above, implements it.</summary>
public interface IGroupHistory
{
    /// <summary>Whether the group ever had a chat or a ticket. It then keeps its row, because they name it.</summary>
    Task<bool> ExistsAsync(ChatGroupId group, CancellationToken ct);
}
