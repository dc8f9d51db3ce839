using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>
/// Locks a group's row until the commit. A group that is disabled while a number is linked to it would otherwise serve the number
/// although it may not: neither transaction would see what the other writes. Groups are locked before agents.
/// </summary>
internal static class GroupLock
{
    extension(BalcaoDb db)
    {
        public Task LockAsync(ChatGroupId id, CancellationToken ct) =>
            db.ChatGroups.Where(g => g.Id == id).ExecuteUpdateAsync(set => set.SetProperty(g => g.Name, g => g.Name), ct);

        /// <summary>The numbers that the group serves, as people write them; the group's row is locked before.</summary>
        public Task<List<string>> NumbersServedByAsync(ChatGroupId id, CancellationToken ct) => db.NumberLinks.Where(l => l.GroupId == id)
            .Join(db.Channels, l => l.ChannelId, c => c.Id, (l, c) => c.Display).OrderBy(display => display).ToListAsync(ct);
    }
}
