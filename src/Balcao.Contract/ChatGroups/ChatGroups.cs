namespace Balcao.Contract;

public sealed record GroupName(ChatGroupId Id, string Name);

/// <param name="DisplayName">The name that customers see.</param>
/// <param name="Members">In the group's order: chats are given out in it.</param>
public sealed record ChatGroupItem(
    ChatGroupId Id, string Name, string DisplayName, bool IsEnabled, IReadOnlyList<ChatGroupMember> Members)
{
    /// <summary>Sent back with a save; it grows with every change.</summary>
    public int Version { get; init; }

    /// <summary>Only a compatible group may serve WhatsApp. Service selection and closing by inactivity are then off; their values stay.</summary>
    public bool IsWhatsAppCompatible { get; init; }

    /// <summary>The numbers that the group serves. While it serves one, it stays enabled and compatible.</summary>
    public IReadOnlyList<NumberName> Numbers { get; init; } = [];

    /// <summary>Said when the chat enters the queue. Each text may contain variables; null: nothing is said.</summary>
    public string? QueueText { get; init; }

    /// <summary>Said when an agent begins to serve.</summary>
    public string? StartText { get; init; }

    /// <summary>Said when the chat is closed.</summary>
    public string? EndText { get; init; }

    /// <summary>Said in service hours when no attendant is online and available.</summary>
    public string? NobodyOnlineText { get; init; }

    /// <summary>Said outside service hours.</summary>
    public string? OutsideHoursText { get; init; }

    /// <summary>Waiting chats are given to attendants in the group's order. Otherwise attendants take them.</summary>
    public bool DistributesAutomatically { get; init; }

    /// <summary>How many chats of this group one attendant serves at most at the same time. Null: no limit.</summary>
    public int? MostChatsPerAgent { get; init; }

    /// <summary>After so long without a sign of life the chats of an attendant wait again.</summary>
    public int GraceMinutes { get; init; }

    /// <summary>For web chat: the customer chooses a service first.</summary>
    public bool OffersServiceSelection { get; init; }

    /// <summary>For web chat: closes a chat in which nobody has written for so long. Null: never.</summary>
    public int? ClosesAfterIdleMinutes { get; init; }
}

public sealed record ChatGroupMember(AgentId AgentId, string Name, bool IsAttendant, bool IsAdministrator);

/// <summary>Replaces all fields of the group.</summary>
public sealed record SaveChatGroupRequest
{
    /// <summary>The version that was read: if somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over it, or a new group.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    /// <summary>The name that customers see; empty: the group's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Null: unchanged; a new group is enabled.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Null: unchanged; a new group is compatible.</summary>
    public bool? IsWhatsAppCompatible { get; init; }

    /// <summary>Each text has at most <see cref="ChatGroupLimits.LongestText"/> characters; empty: nothing is said.</summary>
    public string? QueueText { get; init; }

    public string? StartText { get; init; }

    public string? EndText { get; init; }

    public string? NobodyOnlineText { get; init; }

    public string? OutsideHoursText { get; init; }

    public bool DistributesAutomatically { get; init; }

    /// <summary>Null: no limit.</summary>
    public int? MostChatsPerAgent { get; init; }

    /// <summary>Null: the usual five minutes.</summary>
    public int? GraceMinutes { get; init; }

    public bool OffersServiceSelection { get; init; }

    /// <summary>Null: never.</summary>
    public int? ClosesAfterIdleMinutes { get; init; }

    /// <summary>In the group's order.</summary>
    public required IReadOnlyList<SaveChatGroupMember> Members { get; init; }
}

public sealed record SaveChatGroupMember
{
    public required AgentId AgentId { get; init; }

    public bool IsAttendant { get; init; } = true;

    public bool IsAdministrator { get; init; }
}

public static class ChatGroupLimits
{
    public const int LongestName = 80;

    /// <summary>In characters: a text of WhatsApp's may have 4,096 after its variables are expanded (Meta, text messages, 2026).</summary>
    public const int LongestText = 1024;

    /// <summary>The highest limit of simultaneous chats: more is a mistake in typing.</summary>
    public const int MostChats = 500;

    /// <summary>A day.</summary>
    public const int MostMinutes = 1440;

    public const int UsualGraceMinutes = 5;
}
