using Balcao.Contacts;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Search;

/// <summary>A short word that many messages have costs a bounded search, which says that there may be more.</summary>
[Finding("S21")]
public sealed class SearchLimitTests(SearchLimitTests.FewRowsApp app) : IClassFixture<SearchLimitTests.FewRowsApp>, IAsyncLifetime
{
    private const int Rows = 100, Others = 250;

    private static readonly Customer Ours = new("Palha do Davi", "5511950007000");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public sealed class FewRowsApp : BalcaoApp
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration[$"Balcao:Limits:{nameof(Limits.SearchedRows)}"] = Rows.ToString(null, null);
    }

    /// <summary>What Davi may see is older than all that he may not.</summary>
    public async ValueTask InitializeAsync()
    {
        if (await app.ReadAsync(LojaExemplo, db => db.Contacts.AnyAsync(c => c.Phone == Ours.WaId, Cancel))) return;
        await app.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(Ours, "palha agulha", app.Time.GetUtcNow())));
        await app.WriteAsync(TenantScope.Of(LojaExemplo), async db => db.Add(new ContactAudience
        {
            TenantId = LojaExemplo, GroupId = Financeiro, ContactId = await db.Contacts.Where(c => c.Phone == Ours.WaId).Select(c => c.Id).SingleAsync(Cancel),
        }));
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.PostWebhook(Webhooks.From(Balcao500, [.. Enumerable.Range(0, Others).Select(i =>
            Webhooks.Text(new Customer($"Palha {i}", $"55119500{71_000 + i}"), "palha", app.Time.GetUtcNow()))]));
        await Eventually(async () => await app.ReadAsync(LojaExemplo, async db =>
            await db.FeedFollowers.Where(f => f.Name == "search").Select(f => f.Sequence).SingleOrDefaultAsync(Cancel)
                == await db.NewestFeedNumberAsync(LojaExemplo, Cancel)), "the words are indexed");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_sees_little_is_told_that_a_search_was_cut_short()
    {
        var davi = app.As(Davi).Api;

        var cut = await davi.SearchAsync("p", Cancel);
        Assert.True(cut.IsIncomplete);
        Assert.Empty(cut.Messages);

        var whole = await davi.SearchAsync("p agulha", Cancel);
        Assert.False(whole.IsIncomplete);
        Assert.Equal("palha agulha", Assert.Single(whole.Messages).Snippet);
    }

    [Fact]
    public async Task Who_sees_everything_gets_the_newest_and_no_warning()
    {
        var found = await app.As(Clara).Api.SearchAsync("p", Cancel);

        Assert.False(found.IsIncomplete);
        Assert.Equal(30, found.Messages.Count);
    }

    [Fact]
    public async Task A_list_goes_on_page_by_page_past_what_may_not_be_seen()
    {
        var davi = app.As(Davi).Api;
        var (pages, names, cursor) = (0, new List<string>(), (string?)null);
        do
        {
            var page = await davi.ListContactsAsync("palha", cursor, Cancel);
            names.AddRange(page.Items.Select(contact => contact.Name));
            cursor = page.Next;
            pages++;
        } while (cursor is not null);

        Assert.Equal([Ours.Name], names);
        Assert.Equal((Others / Rows) + 1, pages);
    }
}
