namespace Balcao.Contract;

/// <summary>Where a text is used: it decides which variables it may contain.</summary>
public enum VariableContext
{
    /// <summary>
    /// The texts of a chat group for a chat: queue, start, end, nobody online. All variables. <c>agent.name</c> has a value once an
    /// agent serves the chat, <c>queue.position</c> while it waits; elsewhere they expand to their fallback, else to nothing.
    /// </summary>
    Group,

    /// <summary>A chat group's text outside service hours: no agent and no queue.</summary>
    OutsideHours,

    /// <summary>A macro: the agent who uses it serves the chat, so that it has no place in the queue.</summary>
    Macro,
}

/// <summary>The names of all variables, and where each is valid.</summary>
public static class VariableNames
{
    public const string TicketId = "ticket.id";
    public const string TicketProtocol = "ticket.protocol";
    public const string TicketSubject = "ticket.subject";
    public const string TicketStatus = "ticket.status";
    public const string ContactName = "contact.name";
    public const string ContactFirstName = "contact.firstName";
    public const string ContactPhone = "contact.phone";
    public const string AgentName = "agent.name";
    public const string GroupName = "group.name";
    public const string NumberDisplay = "number.display";
    public const string TenantName = "tenant.name";
    public const string QueuePosition = "queue.position";
    public const string Greeting = "greeting";
    public const string Date = "date";
    public const string Time = "time";

    /// <summary>In the order in which people are offered them: the most used first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ContactFirstName, ContactName, Greeting, AgentName, TicketProtocol, QueuePosition, GroupName, TenantName, ContactPhone, NumberDisplay,
        TicketSubject, TicketStatus, TicketId, Date, Time,
    ];

    private static readonly IReadOnlyList<string> OutsideHours = [.. All.Except([AgentName, QueuePosition])];

    private static readonly IReadOnlyList<string> Macro = [.. All.Except([QueuePosition])];

    /// <summary>The variables that a text there may contain.</summary>
    public static IReadOnlyList<string> In(VariableContext context) => context switch
    {
        VariableContext.OutsideHours => OutsideHours,
        VariableContext.Macro => Macro,
        _ => All,
    };
}
