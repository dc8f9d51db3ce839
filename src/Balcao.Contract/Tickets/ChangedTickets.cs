namespace Balcao.Contract;

/// <summary>What is changed of many tickets at once.</summary>
public enum TicketsChange { Owner, Group, Status, AddTag, RemoveTag, Category }

/// <summary>The same change for many tickets, each as if it were made alone: some may succeed and others be refused.</summary>
public sealed record ChangeTicketsRequest
{
    /// <summary>At most <see cref="Most"/>.</summary>
    public required IReadOnlyList<TicketId> TicketIds { get; init; }

    public required TicketsChange Change { get; init; }

    /// <summary>Of a change of the owner; null: nobody.</summary>
    public AgentId? OwnerId { get; init; }

    /// <summary>Of a change of the group, whose members then see the contacts' whole history.</summary>
    public ChatGroupId? GroupId { get; init; }

    /// <summary>Of a change of the status.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>For <see cref="TicketStatus.Waiting"/>.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>To be added or removed.</summary>
    public string? Tag { get; init; }

    /// <summary>Of a change of the category; null: none.</summary>
    public TicketCategoryId? CategoryId { get; init; }

    public const int Most = 100;
}

/// <param name="Results">One for each ticket, in the order asked for.</param>
public sealed record TicketsChanged(IReadOnlyList<TicketChangeResult> Results);

/// <param name="Refusal">Null: the ticket is as it was asked for.</param>
public sealed record TicketChangeResult(TicketId Id, Problem? Refusal);
