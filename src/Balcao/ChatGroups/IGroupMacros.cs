using Balcao.Contract;

namespace Balcao.ChatGroups;

/// <summary>The macros that are a group's own or transfer to it. Macros, a module above, implements it.</summary>
public interface IGroupMacros
{
    /// <summary>Their names, sorted.</summary>
    Task<IReadOnlyList<string>> NamesAsync(ChatGroupId group, CancellationToken ct);
}
