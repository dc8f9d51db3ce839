using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Macros;

internal sealed class MacrosOfGroup(BalcaoDb db) : IGroupMacros
{
    public async Task<IReadOnlyList<string>> NamesAsync(ChatGroupId group, CancellationToken ct)
    {
        // The actions are JSON, and a tenant has few macros.
        var all = await db.Macros.AsNoTracking().OrderBy(m => m.Name).ToListAsync(ct);
        return [.. all.Where(m => m.GroupId == group || m.ReadActions().Any(a => a.GroupId == group)).Select(m => m.Name)];
    }
}
