namespace Balcao.Contract;

/// <summary>A kind of case; categories form a tree.</summary>
/// <param name="Path">Its name with those above it: "Entrega › Atraso".</param>
/// <param name="IsEnabled">A disabled one stays at its tickets and is not offered any more.</param>
public sealed record TicketCategoryItem(TicketCategoryId Id, TicketCategoryId? ParentId, string Name, string Path, bool IsEnabled)
{
    /// <summary>Sent back with a save; it grows with every change.</summary>
    public int Version { get; init; }
}

public sealed record TicketCategoryName(TicketCategoryId Id, string Path);

public sealed record SaveTicketCategoryRequest
{
    /// <summary>The version that was read: if somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over it, or a new category.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    /// <summary>Null: at the top.</summary>
    public TicketCategoryId? ParentId { get; init; }

    public bool IsEnabled { get; init; } = true;
}

public enum TicketFieldKind { Text, Number, Date, Choice }

/// <summary>Something the tenant wants to know of its tickets.</summary>
/// <param name="Choices">Of a choice: what may be chosen.</param>
public sealed record TicketFieldItem(TicketFieldId Id, string Name, TicketFieldKind Kind, IReadOnlyList<string> Choices, bool IsEnabled)
{
    /// <summary>Sent back with a save; it grows with every change.</summary>
    public int Version { get; init; }
}

public sealed record CreateTicketFieldRequest
{
    public required string Name { get; init; }

    /// <summary>It never changes: the values would mean something else.</summary>
    public required TicketFieldKind Kind { get; init; }

    /// <summary>Of a field with choices. Generated JSON sets a list that is left out to null, whatever its initial value.</summary>
    public IReadOnlyList<string> Choices { get; init => field = value ?? []; } = [];
}

public sealed record ChangeTicketFieldRequest
{
    /// <summary>The version that was read: if somebody has saved since, the save is refused with <c>setting.changedMeanwhile</c>. Null: saved over it.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    public IReadOnlyList<string> Choices { get; init => field = value ?? []; } = [];

    public bool IsEnabled { get; init; } = true;
}

/// <param name="Value">A number as 1234.5, a date as 2026-11-30, whatever the reader's language.</param>
public sealed record TicketFieldValueItem(TicketFieldId FieldId, string Value);

public sealed record CategorizeTicketRequest
{
    public required int Version { get; init; }

    /// <summary>Null: none.</summary>
    public TicketCategoryId? CategoryId { get; init; }
}

public sealed record SetTicketFieldRequest
{
    public required int Version { get; init; }

    /// <summary>Null or empty: no value.</summary>
    public string? Value { get; init; }
}
