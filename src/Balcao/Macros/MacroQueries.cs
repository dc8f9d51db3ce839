using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

public static class MacroQueries
{
    extension(IQueryable<Macro> all)
    {
        /// <summary>The tenant's macros and those of the agent's groups. An administrator gets all of them.</summary>
        public IQueryable<Macro> VisibleTo(CurrentAgent agent, BalcaoDb db)
        {
            if (Visibility.SeesAll(agent.Role)) return all;
            var mine = Visibility.Memberships(db).Where(m => m.AgentId == agent.Id);
            return all.Where(macro => macro.GroupId == null || mine.Any(m => m.GroupId == macro.GroupId));
        }

        /// <summary>The macros for chats of that group.</summary>
        public IQueryable<Macro> OfGroup(ChatGroupId group) => all.Where(m => m.GroupId == null || m.GroupId == group);

        /// <summary>Sorted by name.</summary>
        public Task<IReadOnlyList<MacroItem>> ToItemsAsync(BalcaoDb db, CancellationToken ct) => all.ToItemsAsync(db, macro => macro.Text, ct);

        /// <summary>The same with other texts than the macros' own.</summary>
        public async Task<IReadOnlyList<MacroItem>> ToItemsAsync(BalcaoDb db, Func<Macro, string?> textOf, CancellationToken ct)
        {
            var groups = db.ChatGroups;
            var rows = await all.AsNoTracking().OrderBy(m => m.Name).ThenBy(m => m.Id)
                .Select(m => new { Macro = m, Group = groups.Where(g => g.Id == m.GroupId).Select(g => g.Name).FirstOrDefault() }).ToListAsync(ct);
            var parts = await MacroParts.LoadAsync(db, [.. rows.Select(row => row.Macro)], ct);
            return [.. rows.Select(row => parts.ItemOf(row.Macro, row.Macro.GroupId is { } id ? new GroupName(id, row.Group ?? "") : null, textOf(row.Macro)))];
        }
    }

    extension(IQueryable<MacroFile> all)
    {
        public IQueryable<MacroFile> Of(MacroId macro) => all.Where(f => f.MacroId == macro).OrderBy(f => f.Place);
    }
}
