using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Balcao.Contacts;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Search;

[TakesLong(75)]
public sealed class SearchTests(BalcaoApp app) : HttpTests(app)
{
    [Theory]
    [InlineData("pedid")]
    [InlineData("PÉDIDOS")]
    [InlineData("chegaram pedidos")]
    [InlineData("amanha cheg")]
    public async Task A_message_is_found_by_the_beginnings_of_its_words_regardless_of_case_and_accents(string query)
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
    public async Task Other_parts_of_words_and_missing_words_find_nothing(string query)
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
    [InlineData("\u0001\u0002")]
    [InlineData("")]
    public async Task Typed_text_is_never_interpreted_as_query_syntax(string query)
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
    public async Task Newer_messages_are_found_first_up_to_the_limit()
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
    public async Task Deleted_feed_entries_do_not_block_the_index_and_many_messages_are_indexed_at_once()
    {
        await ReceiveAsync("5511950000041", "Antes", "antesdalacuna");
        // Simulates entries deleted by retention: the numbers continue, but the entries are missing.
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Set<Counter>().Where(c => c.Name == Feed.Counter)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 5_000), Cancel));

        var customer = new Customer("Depois", "5511950000042");
        string[] texts = ["lacunaum", "lacunadois", "lacunatres"];
        await App.PostWebhook(Webhooks.From(Balcao500, [.. texts.Select(text => Webhooks.Text(customer, text, App.Time.GetUtcNow()))]));
        await IndexedAsync();

        foreach (var text in texts) Assert.Equal(text, Assert.Single((await As(Ana).Api.SearchAsync(text, Cancel)).Messages).Snippet);
    }

    [Fact]
    public async Task Messages_in_all_segments_are_found_newest_first()
    {
        for (var i = 0; i < 12; i++)
        {
            await ReceiveAsync("5511950000051", "Prateleira", $"empilhada {i} comum");
            await FillTheSegmentAsync();
        }

        var hits = (await As(Ana).Api.SearchAsync("empilhada comum", Cancel)).Messages;

        Assert.Equal(Enumerable.Range(0, 12).Reverse().Select(i => $"empilhada {i} comum"), hits.Select(h => h.Snippet));
        Assert.Equal("empilhada 3 comum", Assert.Single((await As(Ana).Api.SearchAsync("empilhada 3", Cancel)).Messages).Snippet);
    }

    [Fact]
    public async Task Visible_messages_are_found_behind_pages_of_hidden_ones()
    {
        // The messages that Davi may see are older than a page of messages that he may not see, and in two segments.
        await ReceiveAsync("5511950000052", "Do Davi", "agulha antiga");
        await FillTheSegmentAsync();
        await ReceiveAsync("5511950000052", "Do Davi", "agulha nova");
        await App.WriteAsync(TenantScope.Of(LojaExemplo), async db => db.Add(new ContactAudience
        {
            TenantId = LojaExemplo, GroupId = Financeiro, ContactId = await db.Contacts.Where(c => c.Phone == "5511950000052").Select(c => c.Id).SingleAsync(Cancel),
        }));
        await App.PostWebhook(Webhooks.From(Balcao500, [.. Enumerable.Range(0, 260).Select(i =>
            Webhooks.Text(new Customer("Palheiro", "5511950000053"), $"agulha {i}", App.Time.GetUtcNow()))]));
        await IndexedAsync();

        Assert.Equal(["agulha nova", "agulha antiga"], (await As(Davi).Api.SearchAsync("agulha", Cancel)).Messages.Select(h => h.Snippet));
    }

    [Fact]
    public async Task A_message_edited_later_stays_in_its_segment_and_is_found_by_its_new_words()
    {
        var customer = new Customer("Corrige", "5511950000054");
        var first = Webhooks.Text(customer, "palavraerrada", App.Time.GetUtcNow());
        await App.PostWebhook(Webhooks.From(Balcao500, first));
        await IndexedAsync();
        await FillTheSegmentAsync();
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Message(customer, App.Time.GetUtcNow(), null, "edit", new JsonObject
        {
            ["original_message_id"] = first.Wamid,
            ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = "palavracerta" } },
        })));
        await IndexedAsync();

        Assert.Empty((await As(Ana).Api.SearchAsync("palavraerrada", Cancel)).Messages);
        Assert.Equal("palavracerta", Assert.Single((await As(Ana).Api.SearchAsync("palavracerta", Cancel)).Messages).Snippet);
    }

    [Fact, Rule("A9")]
    public async Task A_tenant_with_the_same_prefix_is_not_searched()
    {
        var others = await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, new Customer("Alheia", "5511950000055"));
        await App.WriteAsync(OutraEmpresa, db => db.Add(new MessageWords
        {
            TenantId = OutraEmpresa, MessageId = others.Message, Segment = 0, Words = MessageWords.Of(LojaExemplo, 0, "marcaigual"),
        }));
        await ReceiveAsync("5511950000056", "Própria", "marcaigual");

        Assert.Single((await As(Ana).Api.SearchAsync("marcaigual", Cancel)).Messages);
    }

    [Fact]
    public async Task Found_contacts_are_listed_page_by_page()
    {
        for (var i = 0; i < 5; i++) await ReceiveAsync($"551195000006{i}", $"Paginada {i}", "oi");

        var (names, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await As(Ana).GetFromJsonAsync<JsonElement>($"/api/contacts?q=paginada&limit=2&cursor={Uri.EscapeDataString(cursor ?? "")}", Cancel);
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("name").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (cursor is not null && names.Count < 20);

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(i => $"Paginada {i}"), names);
    }

    /// <summary>Increases the feed's number, so that the next message is put in another segment.</summary>
    private Task FillTheSegmentAsync() => App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Set<Counter>().Where(c => c.Name == Feed.Counter)
        .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 65_536), Cancel));

    private async Task ReceiveAsync(string phone, string name, string text)
    {
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(new Customer(name, phone), text, App.Time.GetUtcNow())));
        await IndexedAsync();
    }

    private Task IndexedAsync() => Eventually(async () => await App.ReadAsync(LojaExemplo, async db =>
        await db.FeedFollowers.Where(f => f.Name == "search").Select(f => f.Sequence).SingleOrDefaultAsync(Cancel)
            == await db.NewestFeedNumberAsync(LojaExemplo, Cancel)), "the words are indexed");
}
