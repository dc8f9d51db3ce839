using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Macros;

/// <summary>What a macro does, in words.</summary>
public static class MacroWords
{
    public static string Of(MacroAction action, IStringLocalizer<Text> text) => action.Kind switch
    {
        MacroActionKind.CloseChat => text[action.ResolvesTicket is true ? "Macro.ClosesAndResolves" : "Macro.Closes"],
        MacroActionKind.TransferToGroup => text["Macro.Transfers"],
        MacroActionKind.AddTag => text["Macro.Tags", action.Tag ?? ""],
        MacroActionKind.SetTicketStatus => text["Macro.SetsStatus", text[$"Ticket.{action.Status}"].Value],
        _ => text["Macro.SetsCategory"],
    };

    public static string Of(IEnumerable<MacroAction> actions, IStringLocalizer<Text> text) => string.Join(" · ", actions.Select(action => Of(action, text)));
}
