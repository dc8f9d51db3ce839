using Balcao.Contract;

namespace Balcao.Variables;

public static partial class VariableText
{
    private static readonly string[] Known =
    [
        "ticket.id", "ticket.protocol", "ticket.subject", "ticket.status", "contact.name", "contact.firstName", "contact.phone", "agent.name",
        "group.name", "number.display", "tenant.name", "queue.position", "greeting", "date", "time",
    ];

    /// <summary>The name of the first variable that the context does not have; null: all are known.</summary>
    public static string? FirstUnknown(string text, VariableContext context) =>
        Variable().Matches(text).Select(match => match.Groups["name"].Value)
            .FirstOrDefault(name => !Known.Contains(name) || (context is VariableContext.OutsideHours && name is "queue.position" or "agent.name"));
}
