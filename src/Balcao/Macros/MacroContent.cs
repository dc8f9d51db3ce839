using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

/// <summary>The data an administrator enters for a macro: checked first, then applied.</summary>
internal static class MacroContent
{
    public static SaveMacroRequest Example { get; } = new()
    {
        Name = "Pedido entregue",
        Text = "{greeting}, {contact.firstName|cliente}! Seu pedido foi entregue.",
        Actions = [new MacroAction { Kind = MacroActionKind.CloseChat, ResolvesTicket = true }],
    };

    /// <summary>Null if it may be saved.</summary>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, MacroId id, SaveMacroRequest request, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, MacroLimits.Name) is { } nameless) return nameless;
        if (request.Text is { Length: > MacroLimits.Text }) return InputRefusals.TooLong("text", MacroLimits.Text);
        if (VariableRefusals.Check("text", request.Text, VariableContext.Macro) is { } unknown) return unknown;
        if (CheckActions(request.Actions) is { } wrong) return wrong;
        if (string.IsNullOrWhiteSpace(request.Text) && request.Actions.Count == 0) return MacroRefusals.Empty;

        if (request.GroupId is { } group && !await db.ChatGroups.AnyAsync(g => g.Id == group, ct)) return InputRefusals.Invalid("groupId");
        foreach (var (index, action) in request.Actions.Index())
            if (action.GroupId is { } target && !await db.ChatGroups.AnyAsync(g => g.Id == target, ct)) return InputRefusals.Invalid($"actions[{index}].groupId");
        var name = request.Name.Trim();
        return await db.Macros.AnyAsync(m => m.Name == name && m.Id != id, ct) ? MacroRefusals.NameTaken : null;
    }

    private static Refusal? CheckActions(IReadOnlyList<MacroAction> actions)
    {
        if (actions.Count > MacroLimits.Actions) return InputRefusals.Invalid("actions");
        foreach (var (index, action) in actions.Index())
        {
            if (!action.IsWhole()) return InputRefusals.Invalid($"actions[{index}]");
            if (action.Tag is { Length: > MacroLimits.Tag }) return InputRefusals.TooLong($"actions[{index}].tag", MacroLimits.Tag);
        }
        var once = actions.Where(a => a.Kind is not MacroActionKind.AddTag).Select(a => a.Kind).ToList();
        return once.Distinct().Count() == once.Count ? null : InputRefusals.Invalid("actions");
    }

    public static void Apply(Macro macro, SaveMacroRequest request)
    {
        macro.Name = request.Name.Trim();
        macro.GroupId = request.GroupId;
        macro.Text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim();
        macro.Do(request.Actions.Select(action => action with { Tag = action.Tag?.Trim() }));
    }
}
