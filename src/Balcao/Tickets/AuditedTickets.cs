using Balcao.Contract;

namespace Balcao.Tickets;

/// <summary>A category of tickets for the audit trail, by its place in the tree.</summary>
public sealed record AuditedCategory(string Name, string? Path, bool IsEnabled)
{
    public static AuditedCategory Of(TicketCategory category, CategoryTree tree) => new(category.Name, tree.PathOf(category.Id), category.IsEnabled);
}

/// <summary>A field of tickets for the audit trail.</summary>
public sealed record AuditedField(string Name, TicketFieldKind FieldKind, IReadOnlyList<string> Choices, bool IsEnabled)
{
    public static AuditedField Of(TicketField field) => new(field.Name, field.Kind, field.ChoiceList, field.IsEnabled);
}
