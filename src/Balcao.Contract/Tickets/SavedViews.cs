namespace Balcao.Contract;

/// <summary>A filter of the list of tickets that was kept under a name.</summary>
/// <param name="IsShared">Everybody of the tenant has it, each with what they themselves may see.</param>
/// <param name="IsDefault">The list begins with it, for the caller.</param>
public sealed record SavedViewItem(SavedViewId Id, string Name, TicketFilter Filter, bool IsShared, bool IsDefault)
{
    /// <summary>Sent back with a save; it grows with every change.</summary>
    public int Version { get; init; }
}

public sealed record CreateSavedViewRequest
{
    public required string Name { get; init; }

    public required TicketFilter Filter { get; init; }

    /// <summary>Only administrators share views.</summary>
    public bool IsShared { get; init; }
}

public sealed record ChangeSavedViewRequest
{
    /// <summary>The version that was read: if somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over it.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    public required TicketFilter Filter { get; init; }
}

public sealed record ChooseDefaultViewRequest
{
    /// <summary>Null: the list begins with the open tickets.</summary>
    public SavedViewId? ViewId { get; init; }
}

public static class SavedViewLimits
{
    public const int Name = 60;

    /// <summary>All texts of the filter together, as JSON.</summary>
    public const int Filter = 1000;

    public const int PerAgent = 50;

    public const int Shared = 100;
}
