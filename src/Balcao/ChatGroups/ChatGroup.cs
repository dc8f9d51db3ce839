using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.ChatGroups;

/// <summary>The team that serves.</summary>
public sealed class ChatGroup : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChatGroupId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>What customers read.</summary>
    public required string DisplayName { get; set; }

    public bool IsEnabled { get; set; } = true;
}

/// <summary>An agent's part in a group: attendants serve, group administrators supervise; one may be both.</summary>
public sealed class ChatGroupMembership : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChatGroupId GroupId { get; init; }

    public required AgentId AgentId { get; init; }

    public bool IsAttendant { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>The place in the group's order, from 0.</summary>
    public int Place { get; set; }
}

/// <summary>Which one group serves a channel. A number without a row holds its messages.</summary>
public sealed class NumberLink : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required ChatGroupId GroupId { get; set; }
}
