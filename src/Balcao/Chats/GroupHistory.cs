using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>Each chat and each ticket of a group adds the group to the contact's audience, which outlives a move to another group.</summary>
internal sealed class GroupHistory(BalcaoDb db) : IGroupHistory
{
    public async Task<bool> ExistsAsync(ChatGroupId group, CancellationToken ct) =>
        await db.Chats.AnyAsync(c => c.GroupId == group, ct) || await Visibility.Audiences(db).AnyAsync(a => a.GroupId == group, ct);
}
