using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>
/// What a decision about a message needs to know of its channel. Nodes keep it between messages: whoever changes one of
/// its sources says so by <see cref="ChangedAsync"/>, and each batch checks that it has decided by the newest version.
/// </summary>
/// <param name="GroupId">Who serves it; null: nobody yet.</param>
/// <param name="Version"><see cref="Channel.FactsVersion"/> when they were read.</param>
public sealed record ChannelFacts(TenantId TenantId, ChannelId Id, ChatGroupId? GroupId, int Version)
{
    /// <summary>In the transaction of the change: nodes that have read the earlier facts read them again.</summary>
    public static Task ChangedAsync(BalcaoDb db, ChannelId channel, CancellationToken ct) =>
        db.Channels.Where(c => c.Id == channel).ExecuteUpdateAsync(set => set.SetProperty(c => c.FactsVersion, c => c.FactsVersion + 1), ct);
}
