using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

/// <summary>What an administrator enters for a macro: checked first, then applied.</summary>
internal static class MacroContent
{
    public static SaveMacroRequest Example { get; } = new()
    {
        Name = "Pedido entregue",
        Text = "{greeting}, {contact.firstName|cliente}! Seu pedido foi entregue.",
        Actions = [new MacroAction { Kind = MacroActionKind.AddTag, Tag = "entregue" }, new MacroAction { Kind = MacroActionKind.CloseChat, ResolvesTicket = true }],
    };

    /// <summary>What a macro may be refused for.</summary>
    public static Refusal[] Refusals { get; } =
    [
        InputRefusals.Required("name"), InputRefusals.Invalid("actions"), InputRefusals.Invalid("files"), VariableRefusals.Unknown("text", ""), MacroRefusals.Empty,
        MacroRefusals.Contradicts, MacroRefusals.TargetGone, MacroRefusals.NameTaken, MediaRefusals.UploadNotFound,
    ];

    /// <summary>Null if it may be saved.</summary>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, MacroId id, SaveMacroRequest request, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, MacroLimits.Name) is { } nameless) return nameless;
        if (request.Text is { Length: > MacroLimits.Text }) return InputRefusals.TooLong("text", MacroLimits.Text);
        if (VariableRefusals.Check("text", request.Text, VariableContext.Macro) is { } unknown) return unknown;
        if (CheckActions(request.Actions) is { } wrong) return wrong;
        if (request.Files.Count > MacroLimits.Files) return SendRefusals.TooMany("files", MacroLimits.Files);
        if (string.IsNullOrWhiteSpace(request.Text) && request.Actions.Count == 0 && request.Files.Count == 0) return MacroRefusals.Empty;

        if (request.GroupId is { } group && !await db.ChatGroups.AnyAsync(g => g.Id == group, ct)) return InputRefusals.Invalid("groupId");
        if (await CheckTargetsAsync(db, request.Actions, ct) is { } gone) return gone;
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
            if (action.WaitingReason is { Length: > TicketLimits.LongestReason }) return InputRefusals.TooLong($"actions[{index}].waitingReason", TicketLimits.LongestReason);
        }
        var once = actions.Where(a => a.Kind is not MacroActionKind.AddTag).Select(a => a.Kind).ToList();
        if (once.Distinct().Count() != once.Count) return InputRefusals.Invalid("actions");
        return MacroOrder.Contradict(actions) ? MacroRefusals.Contradicts : null;
    }

    private static async Task<Refusal?> CheckTargetsAsync(BalcaoDb db, IReadOnlyList<MacroAction> actions, CancellationToken ct)
    {
        var targets = await MacroParts.TargetsAsync(db, actions, ct);
        foreach (var (index, action) in actions.Index())
            if (action.TargetId() is not null && MacroParts.TargetOf(action, targets) is not { IsEnabled: true }) return MacroRefusals.TargetGone.About($"actions[{index}].{TargetFieldOf(action)}");
        return null;
    }

    private static string TargetFieldOf(MacroAction action) => action.GroupId is not null ? "groupId" : action.AgentId is not null ? "agentId" : "categoryId";

    public static void Apply(Macro macro, SaveMacroRequest request)
    {
        macro.Name = request.Name.Trim();
        macro.GroupId = request.GroupId;
        macro.Text = string.IsNullOrWhiteSpace(request.Text) ? null : request.Text.Trim();
        macro.WriteActions(request.Actions.Select(action => action with { Tag = action.Tag is { } tag ? EditTicket.NameOf(tag) : null, WaitingReason = action.WaitingReason?.Trim() }));
    }
}
