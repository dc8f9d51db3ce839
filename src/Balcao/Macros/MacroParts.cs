using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

/// <summary>What several macros have besides their rows: their files, and the names of what their actions name.</summary>
internal sealed class MacroParts
{
    private readonly ILookup<MacroId, MacroFileItem> _files;
    private readonly Dictionary<Guid, MacroTarget> _targets;

    private MacroParts(ILookup<MacroId, MacroFileItem> files, Dictionary<Guid, MacroTarget> targets) => (_files, _targets) = (files, targets);

    public static async Task<MacroParts> LoadAsync(BalcaoDb db, IReadOnlyCollection<Macro> macros, CancellationToken ct)
    {
        var ids = macros.Select(m => m.Id).ToArray();
        var files = await db.MacroFiles.AsNoTracking().Where(f => ids.Contains(f.MacroId)).OrderBy(f => f.Place).ToListAsync(ct);
        var actions = macros.SelectMany(m => m.ReadActions()).ToList();
        var targets = new Dictionary<Guid, MacroTarget>();
        foreach (var target in await GroupsAsync(db, actions, ct)) targets[target.Id] = target;
        foreach (var target in await AgentsAsync(db, actions, ct)) targets[target.Id] = target;
        foreach (var target in await CategoriesAsync(db, actions, ct)) targets[target.Id] = target;
        return new MacroParts(files.ToLookup(f => f.MacroId, f => new MacroFileItem(f.Id, f.Kind, f.MimeType, f.FileName, f.Size)), targets);
    }

    public IReadOnlyList<MacroFileItem> FilesOf(Macro macro) => [.. _files[macro.Id]];

    public IReadOnlyList<MacroTarget> TargetsOf(Macro macro) =>
        [.. macro.ReadActions().Select(a => a.TargetId() is { } id ? _targets.GetValueOrDefault(id) : null).OfType<MacroTarget>().Distinct()];

    private static async Task<IReadOnlyList<MacroTarget>> GroupsAsync(BalcaoDb db, IEnumerable<MacroAction> actions, CancellationToken ct)
    {
        var ids = actions.Select(a => a.GroupId).OfType<ChatGroupId>().Distinct().ToArray();
        if (ids.Length == 0) return [];
        var groups = await db.ChatGroups.AsNoTracking().Where(g => ids.Contains(g.Id)).Select(g => new { g.Id, g.Name, g.IsEnabled }).ToListAsync(ct);
        return groups.ConvertAll(g => new MacroTarget(g.Id.Value, g.Name, g.IsEnabled));
    }

    private static async Task<IReadOnlyList<MacroTarget>> AgentsAsync(BalcaoDb db, IEnumerable<MacroAction> actions, CancellationToken ct)
    {
        var ids = actions.Select(a => a.AgentId).OfType<AgentId>().Distinct().ToArray();
        if (ids.Length == 0) return [];
        var agents = await db.Agents.AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Name, a.IsEnabled }).ToListAsync(ct);
        return agents.ConvertAll(a => new MacroTarget(a.Id.Value, a.Name, a.IsEnabled));
    }

    private static async Task<IReadOnlyList<MacroTarget>> CategoriesAsync(BalcaoDb db, IEnumerable<MacroAction> actions, CancellationToken ct)
    {
        var ids = actions.Select(a => a.CategoryId).OfType<TicketCategoryId>().Distinct().ToList();
        if (ids.Count == 0) return [];
        var tree = await db.CategoryTreeAsync(ct);
        return [.. ids.Select(tree.Find).OfType<TicketCategory>().Select(c => new MacroTarget(c.Id.Value, tree.PathOf(c.Id), c.IsEnabled))];
    }
}
