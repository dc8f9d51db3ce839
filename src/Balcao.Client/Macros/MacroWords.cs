using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Macros;

/// <summary>What a macro does, in words.</summary>
public static class MacroWords
{
    public static string Of(MacroAction action, IReadOnlyList<MacroTarget> targets, IStringLocalizer<Text> text) =>
        Of(action.Kind, action.Status, action.Tag ?? action.WaitingReason ?? TargetOf(action, targets)?.Name ?? text["Macro.Gone"], action.ResolvesTicket is true, text);

    /// <summary>Files and actions in the order in which they are carried out, in one line.</summary>
    public static string Of(IReadOnlyList<MacroFileItem> files, IEnumerable<MacroAction> actions, IReadOnlyList<MacroTarget> targets, IStringLocalizer<Text> text) =>
        string.Join(" · ", FilesOf([.. files.Select(f => f.FileName)], text).Concat(MacroOrder.Of(actions).Select(action => Of(action, targets, text))));

    /// <summary>One line or none.</summary>
    public static IEnumerable<string> FilesOf(IReadOnlyList<string> names, IStringLocalizer<Text> text) =>
        names.Count == 0 ? [] : [text["Macro.SendsFiles", string.Join(", ", names)]];

    /// <summary>Whether what the action names exists and is in use.</summary>
    public static bool IsPossible(MacroAction action, IReadOnlyList<MacroTarget> targets) => action.TargetId() is null || TargetOf(action, targets) is { IsEnabled: true };

    /// <summary>The audit trail's actions: one a line, the kind and after a bar what it names.</summary>
    public static string OfAudited(string value, IStringLocalizer<Text> text) => string.Join('\n', value.Split('\n').Select(line =>
    {
        if (line.Split('|', 2) is not [var word, .. var rest] || !Enum.TryParse<MacroActionKind>(word, out var kind)) return line;
        var detail = rest is [var named] ? named : text["Macro.Gone"].Value;
        TicketStatus? status = Enum.TryParse<TicketStatus>(detail.Split(',')[0], out var parsed) ? parsed : null;
        return Of(kind, status, status is TicketStatus.Waiting ? detail[(detail.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim() : detail, detail is "resolve", text);
    }));

    private static string Of(MacroActionKind kind, TicketStatus? status, string detail, bool resolves, IStringLocalizer<Text> text) => kind switch
    {
        MacroActionKind.CloseChat => text[resolves ? "Macro.ClosesAndResolves" : "Macro.Closes"],
        MacroActionKind.TransferToGroup or MacroActionKind.TransferToAgent => text["Macro.Transfers", detail],
        MacroActionKind.AddTag => text["Macro.Tags", detail],
        MacroActionKind.SetTicketStatus when status is TicketStatus.Waiting => text["Macro.SetsWaiting", detail],
        MacroActionKind.SetTicketStatus => text["Macro.SetsStatus", status is { } known ? text[$"Ticket.{known}"].Value : detail],
        _ => text["Macro.SetsCategory", detail],
    };

    private static MacroTarget? TargetOf(MacroAction action, IReadOnlyList<MacroTarget> targets) =>
        action.TargetId() is { } id ? targets.FirstOrDefault(t => t.Id == id) : null;
}
