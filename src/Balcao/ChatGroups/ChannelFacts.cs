using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>
/// What a decision about a message needs to know about its channel. Nodes cache it between messages: code that changes one of
/// its sources calls <see cref="ChangedAsync"/>, and each batch checks that it uses the newest version.
/// </summary>
/// <param name="GroupId">The group that serves the channel; null if none does yet.</param>
/// <param name="Version"><see cref="Channel.FactsVersion"/> when the facts were read.</param>
public sealed record ChannelFacts(TenantId TenantId, ChannelId Id, ChatGroupId? GroupId, int Version)
{
    /// <summary>Call it in the transaction of the change: nodes that have cached the earlier facts then read them again.</summary>
    public static Task ChangedAsync(BalcaoDb db, ChannelId channel, CancellationToken ct) =>
        db.Channels.Where(c => c.Id == channel).ExecuteUpdateAsync(set => set.SetProperty(c => c.FactsVersion, c => c.FactsVersion + 1), ct);
}
