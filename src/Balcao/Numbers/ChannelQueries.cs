using Microsoft.EntityFrameworkCore;

namespace Balcao.Numbers;

public static class ChannelQueries
{
    /// <summary>Call it in the transaction of the change: nodes that have cached the channels' earlier facts then read them again.</summary>
    public static Task<int> FactsChangedAsync(this IQueryable<Channel> channels, CancellationToken ct) =>
        channels.ExecuteUpdateAsync(set => set.SetProperty(c => c.FactsVersion, c => c.FactsVersion + 1), ct);
}
