using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

public sealed class FeedRetentionTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task Entries_are_deleted_after_two_days_but_not_before_all_followers_have_read_them()
    {
        var now = App.Time.GetUtcNow();
        foreach (var tenant in (TenantId[])[LojaExemplo, OutraEmpresa])
        {
            await App.WriteAsync(TenantScope.Of(tenant), async db =>
            {
                db.AddRange(Enumerable.Range(1, 10).Select(i => new FeedEntry
                {
                    TenantId = tenant, Sequence = i, Record = ChangedRecord.Number, RecordId = Uuid7.New(now), At = now.AddDays(i <= 8 ? -3 : -1),
                }));
                db.Add(new Counter { TenantId = tenant, Name = Feed.Counter, Value = 10 });
                await db.FeedFollowers.ExecuteDeleteAsync();
                db.Add(new FeedFollower { TenantId = tenant, Name = "slow", Sequence = tenant == LojaExemplo ? 5 : 10 });
            });
        }
        var retention = App.Services.GetRequiredService<FeedRetention>();

        // The search indexer also follows the feed; wait until it has read all entries.
        await Eventually(async () => await PassedAsync(LojaExemplo) && await PassedAsync(OutraEmpresa), "search has passed");
        await retention.RunAsync(Cancel);

        Assert.Equal([6, 7, 8, 9, 10], await KeptAsync(LojaExemplo));
        Assert.Equal([9, 10], await KeptAsync(OutraEmpresa));
    }

    private Task<bool> PassedAsync(TenantId tenant) => App.ReadAsync(tenant, db => db.FeedFollowers.AnyAsync(f => f.Name == "search" && f.Sequence == 10, Cancel));

    private Task<List<long>> KeptAsync(TenantId tenant) => App.ReadAsync(tenant, db => db.Feed.OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync(Cancel));
}
