namespace Balcao.Macros;

/// <summary>The fields of a macro for the audit trail.</summary>
public sealed record AuditedMacro(string Name, string? Text, string Actions)
{
    public static AuditedMacro Of(Macro macro) => new(macro.Name, macro.Text, macro.Actions);
}
