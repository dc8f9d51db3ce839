using Balcao.Contract;

namespace Balcao.Macros;

/// <summary>The fields of a macro for the audit trail.</summary>
/// <param name="Actions">One a line, the kind and after a bar what it names.</param>
public sealed record AuditedMacro(string Name, string? ChatGroup, string? Text, IReadOnlyList<string> Actions, IReadOnlyList<string> Files)
{
    public static AuditedMacro Of(MacroItem macro) => new(
        macro.Name, macro.Group?.Name, macro.Text, [.. MacroOrder.Of(macro.Actions).Select(action => LineOf(action, macro.Targets))], [.. macro.Files.Select(f => f.FileName)]);

    private static string LineOf(MacroAction action, IReadOnlyList<MacroTarget> targets)
    {
        var detail = action switch
        {
            { Tag: { } tag } => tag,
            { WaitingReason: { } reason } => $"{action.Status}, {reason}",
            { Status: { } status } => status.ToString(),
            { ResolvesTicket: { } resolves } => resolves ? "resolve" : "keep",
            _ => targets.FirstOrDefault(t => t.Id == action.TargetId())?.Name,
        };
        return detail is null ? action.Kind.ToString() : $"{action.Kind}|{detail}";
    }
}
