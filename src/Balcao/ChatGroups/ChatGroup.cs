using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.ChatGroups;

/// <summary>A team of agents that serves chats.</summary>
public sealed class ChatGroup : ITenantOwned, IVersioned
{
    public required TenantId TenantId { get; init; }

    public required ChatGroupId Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The name that customers see.</summary>
    public required string DisplayName { get; set; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>Only a compatible group may serve WhatsApp. Service selection and closing by inactivity are then off; their values stay.</summary>
    public bool IsWhatsAppCompatible { get; set; } = true;

    /// <summary>For web chat: the customer chooses a service first.</summary>
    public bool OffersServiceSelection { get; set; }

    /// <summary>For web chat: closes a chat in which nobody has written for so long. Null: never.</summary>
    public int? ClosesAfterIdleMinutes { get; set; }

    /// <summary>Said when the chat enters the queue. Each text may contain variables; null: nothing is said.</summary>
    public string? QueueText { get; set; }

    /// <summary>Said when an agent begins to serve.</summary>
    public string? StartText { get; set; }

    /// <summary>Said when the chat is closed.</summary>
    public string? EndText { get; set; }

    /// <summary>Said in service hours when no attendant is online and available.</summary>
    public string? NobodyOnlineText { get; set; }

    /// <summary>Said outside service hours.</summary>
    public string? OutsideHoursText { get; set; }

    /// <summary>Waiting chats are given to attendants in the group's order. Otherwise attendants take them.</summary>
    public bool DistributesAutomatically { get; set; }

    /// <summary>How many chats of this group one attendant serves at most at the same time. Null: no limit.</summary>
    public int? MostChatsPerAgent { get; set; }

    /// <summary>After so long without a sign of life the chats of an attendant wait again.</summary>
    public int GraceMinutes { get; set; } = ChatGroupLimits.UsualGraceMinutes;

    /// <summary>The attendant who was given a chat last: the next one is looked for after them in the order.</summary>
    public AgentId? LastServedBy { get; set; }

    /// <summary>Of what administrators set, members included.</summary>
    public int Version { get; set; }

    /// <summary>Rule G5.</summary>
    public bool MayServeWhatsApp => IsEnabled && IsWhatsAppCompatible;
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
