namespace Balcao.Contract;

public sealed record GroupName(ChatGroupId Id, string Name);

public sealed record ChatGroupItem(
    ChatGroupId Id, string Name, string DisplayName, bool IsEnabled, IReadOnlyList<ChatGroupMember> Members);

public sealed record ChatGroupMember(AgentId AgentId, string Name, bool IsAttendant, bool IsAdministrator);

public sealed record SaveChatGroupRequest
{
    public required string Name { get; init; }

    /// <summary>The name that customers see; empty: the group's name.</summary>
    public string? DisplayName { get; init; }

    public required IReadOnlyList<SaveChatGroupMember> Members { get; init; }
}

public sealed record SaveChatGroupMember
{
    public required AgentId AgentId { get; init; }

    public bool IsAttendant { get; init; } = true;

    public bool IsAdministrator { get; init; }
}
