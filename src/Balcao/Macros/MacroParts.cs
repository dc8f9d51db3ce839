using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

/// <summary>What several macros have besides their rows: their files, their actions, and the names of what the actions name.</summary>
internal sealed class MacroParts
{
    private readonly ILookup<MacroId, MacroFileItem> _files;
    private readonly Dictionary<MacroId, IReadOnlyList<MacroAction>> _actions;
    private readonly Dictionary<(MacroActionKind, Guid), MacroTarget> _targets;

    private MacroParts(
        ILookup<MacroId, MacroFileItem> files, Dictionary<MacroId, IReadOnlyList<MacroAction>> actions, Dictionary<(MacroActionKind, Guid), MacroTarget> targets) =>
        (_files, _actions, _targets) = (files, actions, targets);

    public static async Task<MacroParts> LoadAsync(BalcaoDb db, IReadOnlyCollection<Macro> macros, CancellationToken ct)
    {
        var ids = macros.Select(m => m.Id).ToArray();
        var files = await db.MacroFiles.AsNoTracking().Where(f => ids.Contains(f.MacroId)).OrderBy(f => f.Place).ToListAsync(ct);
        var actions = macros.ToDictionary(m => m.Id, m => m.ReadActions());
        return new MacroParts(
            files.ToLookup(f => f.MacroId, f => new MacroFileItem(f.Id, f.Kind, f.MimeType, f.FileName, f.Size)), actions, await TargetsAsync(db, [.. actions.Values.SelectMany(of => of)], ct));
    }

    /// <param name="text">The macro's text as the reader gets it.</param>
    public MacroItem ItemOf(Macro macro, GroupName? group, string? text)
    {
        var actions = _actions[macro.Id];
        return new MacroItem(macro.Id, macro.Name, group, text, actions)
        {
            Version = macro.Version, Files = [.. _files[macro.Id]], Targets = [.. actions.Select(action => TargetOf(action, _targets)).OfType<MacroTarget>().Distinct()],
        };
    }

    /// <summary>Null if the action names nothing, or what it names does not exist any more.</summary>
    public static MacroTarget? TargetOf(MacroAction action, Dictionary<(MacroActionKind, Guid), MacroTarget> targets) =>
        action.TargetId() is { } id ? targets.GetValueOrDefault((action.Kind, id)) : null;

    /// <summary>What the actions name, by the kind of the action and the id. The actions are whole.</summary>
    public static async Task<Dictionary<(MacroActionKind, Guid), MacroTarget>> TargetsAsync(BalcaoDb db, IReadOnlyCollection<MacroAction> actions, CancellationToken ct)
    {
        var targets = new Dictionary<(MacroActionKind, Guid), MacroTarget>();
        var groups = actions.Select(a => a.GroupId).OfType<ChatGroupId>().Distinct().ToArray();
        if (groups.Length > 0)
        {
            foreach (var group in await db.ChatGroups.AsNoTracking().Where(g => groups.Contains(g.Id)).Select(g => new { g.Id, g.Name, g.IsEnabled }).ToListAsync(ct))
                targets[(MacroActionKind.TransferToGroup, group.Id.Value)] = new(group.Id.Value, group.Name, group.IsEnabled);
        }
        var agents = actions.Select(a => a.AgentId).OfType<AgentId>().Distinct().ToArray();
        if (agents.Length > 0)
        {
            foreach (var agent in await db.Agents.AsNoTracking().Where(a => agents.Contains(a.Id)).Select(a => new { a.Id, a.Name, a.IsEnabled }).ToListAsync(ct))
                targets[(MacroActionKind.TransferToAgent, agent.Id.Value)] = new(agent.Id.Value, agent.Name, agent.IsEnabled);
        }
        var categories = actions.Select(a => a.CategoryId).OfType<TicketCategoryId>().Distinct().ToArray();
        if (categories.Length > 0)
        {
            var tree = await db.CategoryTreeAsync(ct);
            foreach (var category in categories.Select(tree.Find).OfType<TicketCategory>())
                targets[(MacroActionKind.SetCategory, category.Id.Value)] = new(category.Id.Value, tree.PathOf(category.Id), category.IsEnabled);
        }
        return targets;
    }
}
