using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Search;

public sealed class SearchTests(BalcaoApp app) : DoorTests(app)
{
    [Theory]
    [InlineData("pedid")]
    [InlineData("PÉDIDOS")]
    [InlineData("chegaram pedidos")]
    [InlineData("amanha cheg")]
    public async Task A_message_is_found_by_the_beginnings_of_its_words_whatever_case_and_accents(string query)
    {
        await ReceiveAsync("5511950000001", "Lúcia", "Os pedidos chegaram amanhã? Ação!");

        var result = await As(Ana).Api.SearchAsync(query, Cancel);

        var hit = result.Messages.First(m => m.Contact.Phone == "+5511950000001");
        Assert.Equal(("Os pedidos chegaram amanhã? Ação!", "Lúcia"), (hit.Snippet, hit.Contact.Name));
    }

    [Theory]
    [InlineData("edidos")]
    [InlineData("pedidos cancelados")]
    [InlineData("ped*idos")]
    public async Task What_is_not_there_is_not_found(string query)
    {
        await ReceiveAsync("5511950000002", "Jorge", "Os pedidos vieram");

        Assert.DoesNotContain((await As(Ana).Api.SearchAsync(query, Cancel)).Messages, m => m.Contact.Phone == "+5511950000002");
    }

    [Theory]
    [InlineData("\" OR \"")]
    [InlineData("NEAR(a b) NOT * ^ words: -x")]
    [InlineData("'; DROP TABLE messages; --")]
    [InlineData("a:* & !b | <-> (c)")]
    [InlineData("%_\\")]
    [InlineData("\0\u0001")]
    [InlineData("")]
    public async Task What_people_type_is_never_query_syntax(string query)
    {
        await ReceiveAsync("5511950000003", "Zé", "texto qualquer");

        Assert.DoesNotContain((await As(Ana).Api.SearchAsync(query, Cancel)).Messages, m => m.Contact.Phone == "+5511950000003");
        Assert.DoesNotContain((await As(Ana).Api.ListContactsAsync(query.Length == 0 ? "?" : query, ct: Cancel)).Items, c => c.Phone == "+5511950000003");
    }

    [Theory]
    [InlineData("maria apare")]
    [InlineData("APARECIDA")]
    [InlineData("95000-0004")]
    [InlineData("(11) 95000-0004")]
    [InlineData("+55 11 95000 0004")]
    [InlineData("500000")]
    public async Task A_contact_is_found_by_name_and_by_any_part_of_the_phone(string query)
    {
        await ReceiveAsync("5511950000004", "Maria Aparecida", "oi");

        var hit = Assert.Single((await As(Ana).Api.SearchAsync(query, Cancel)).Contacts, c => c.Contact.Phone == "+5511950000004");
        Assert.NotNull(hit.ConversationId);
        Assert.Contains((await As(Ana).Api.ListContactsAsync(query, ct: Cancel)).Items, c => c.Phone == "+5511950000004");
    }

    [Fact, Rule("A9")]
    public async Task Nobody_finds_what_they_may_not_see()
    {
        await ReceiveAsync("5511950000005", "Sigilosa Pessoa", "palavrasecreta");

        Assert.Single((await As(Ana).Api.SearchAsync("palavrasecreta", Cancel)).Messages);
        Assert.Single((await As(Clara).Api.SearchAsync("palavrasecreta", Cancel)).Messages);
        foreach (var stranger in (Member[])[Davi, Renata, Igor])
        {
            foreach (var query in (string[])["palavrasecreta", "sigilosa"])
            {
                var result = await As(stranger).Api.SearchAsync(query, Cancel);
                Assert.Empty(result.Messages);
                Assert.Empty(result.Contacts);
                Assert.Empty((await As(stranger).Api.ListContactsAsync(query, ct: Cancel)).Items);
            }
        }
    }

    [Fact]
    public async Task A_changed_name_is_found_and_the_old_one_is_not()
    {
        await ReceiveAsync("5511950000006", "Nomeantigo", "oi");
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Set<Balcao.Contacts.Contact>().Where(c => c.Phone == "5511950000006")
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "Nomenovo")));
        await ReceiveAsync("5511950000006", "Nomenovo", "oi de novo");

        Assert.Empty((await As(Ana).Api.SearchAsync("nomeantigo", Cancel)).Contacts);
        Assert.Single((await As(Ana).Api.SearchAsync("nomenovo", Cancel)).Contacts);
    }

    [Fact]
    public async Task Newer_messages_are_found_first_and_no_more_than_fit()
    {
        for (var i = 0; i < 35; i++)
        {
            App.Time.Advance(TimeSpan.FromSeconds(1));
            await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(
                new Customer("Repete", "5511950000007"), $"palavrarepetida {i}", App.Time.GetUtcNow())));
        }
        await IndexedAsync();

        var hits = (await As(Ana).Api.SearchAsync("palavrarepetida", Cancel)).Messages;

        Assert.Equal(Enumerable.Range(5, 30).Reverse().Select(i => $"palavrarepetida {i}"), hits.Select(h => h.Snippet));
    }

    [Fact]
    public async Task Entries_gone_from_the_feed_hold_up_nothing_and_many_messages_are_indexed_at_once()
    {
        await ReceiveAsync("5511950000041", "Antes", "antesdalacuna");
        // As if kept for long enough and deleted: the numbers go on, the entries are not there.
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Set<Counter>().Where(c => c.Name == Feed.Counter)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 5_000), Cancel));

        var customer = new Customer("Depois", "5511950000042");
        string[] texts = ["lacunaum", "lacunadois", "lacunatres"];
        await App.PostWebhook(Webhooks.From(Balcao500, [.. texts.Select(text => Webhooks.Text(customer, text, App.Time.GetUtcNow()))]));
        await IndexedAsync();

        foreach (var text in texts) Assert.Equal(text, Assert.Single((await As(Ana).Api.SearchAsync(text, Cancel)).Messages).Snippet);
    }

    private async Task ReceiveAsync(string phone, string name, string text)
    {
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(new Customer(name, phone), text, App.Time.GetUtcNow())));
        await IndexedAsync();
    }

    private Task IndexedAsync() => Eventually(async () => await App.ReadAsync(LojaExemplo, async db =>
        await db.FeedFollowers.Where(f => f.Name == "search").Select(f => f.Sequence).SingleOrDefaultAsync(Cancel)
            == await db.NewestFeedNumberAsync(LojaExemplo, Cancel)), "the words are indexed");
}
