using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.ChatGroups;

/// <summary>A team of agents that serves chats.</summary>
public sealed class ChatGroup : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChatGroupId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name that customers see.</summary>
    public required string DisplayName { get; set; }

    public bool IsEnabled { get; set; } = true;
}

/// <summary>An agent's role in a group: attendants serve, group administrators supervise; an agent may be both.</summary>
public sealed class ChatGroupMembership : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChatGroupId GroupId { get; init; }

    public required AgentId AgentId { get; init; }

    public bool IsAttendant { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>The position in the group's order, from 0.</summary>
    public int Place { get; set; }
}

/// <summary>The one group that serves a channel. Messages of a number without a row are held.</summary>
public sealed class NumberLink : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId ChannelId { get; init; }

    public required ChatGroupId GroupId { get; set; }
}
