using System.Globalization;
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

/// <summary>The targets of tickets for the audit trail: minutes to the first answer and to the resolution.</summary>
public sealed record AuditedTargets(string? UrgentTarget, string? HighTarget, string? NormalTarget, string? LowTarget)
{
    public static AuditedTargets Of(IReadOnlyList<TicketTargetItem> targets)
    {
        return new(Words(TicketUrgency.Urgent), Words(TicketUrgency.High), Words(TicketUrgency.Normal), Words(TicketUrgency.Low));

        string? Words(TicketUrgency urgency) => targets.FirstOrDefault(t => t.Urgency == urgency) is { } its && (its.FirstAnswerMinutes ?? its.ResolutionMinutes) is not null
            ? $"{its.FirstAnswerMinutes?.ToString(CultureInfo.InvariantCulture) ?? "–"} / {its.ResolutionMinutes?.ToString(CultureInfo.InvariantCulture) ?? "–"}"
            : null;
    }
}
