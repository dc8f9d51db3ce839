using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Reads;

public sealed class ChatListTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("A1")]
    public async Task The_longest_waiting_chat_is_first_and_chats_in_service_follow_by_newest_activity()
    {
        var first = await App.ChatWaiting(DonaLucia with { WaId = "5511970000001" }, "primeira");
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await App.ChatWaiting(SeuJorge with { WaId = "5511970000002" }, "segunda");
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var older = await App.ChatServedBy(Ana, Marina with { WaId = "5511970000003" });
        App.Time.Advance(TimeSpan.FromMinutes(1));
        var newer = await App.ChatServedBy(Bruno, Marina with { WaId = "5511970000004" });

        var chats = (await As(Ana).Api.ListChatsAsync(limit: 200, ct: Cancel)).Items.Select(c => c.Id).ToList();

        ChatId[] expected = [first.Id, second.Id, newer.Id, older.Id];
        Assert.Equal(expected, chats.Where(expected.Contains));
    }

    [Fact]
    public async Task A_chat_shows_its_contact_number_group_agent_ticket_and_last_message()
    {
        var placed = await App.ChatServedBy(Ana, DonaLucia with { WaId = "5511970000005" }, "Meu pedido não chegou");

        var chat = await As(Ana).Api.GetChatAsync(placed.Id, Cancel);

        Assert.Equal(("Dona Lúcia", "+5511970000005"), (chat.Contact.Name, chat.Contact.Phone));
        Assert.Equal(new NumberName(Balcao500.Id, Balcao500.Display), chat.Number);
        Assert.Equal(new GroupName(Atendimento, "Atendimento"), chat.Group);
        Assert.Equal((ChatStatus.InService, new AgentName(Ana.Id, Ana.Name)), (chat.Status, chat.Agent));
        Assert.Equal((placed.Ticket, TicketStatus.New), (chat.Ticket.Id, chat.Ticket.Status));
        Assert.Equal((MessageDirection.Inbound, MessageKind.Text, "Meu pedido não chegou"), (chat.LastMessage!.Direction, chat.LastMessage.Kind, chat.LastMessage.Text));
        Assert.Equal((1, App.Time.GetUtcNow() + TimeSpan.FromHours(24)), (chat.Unread, chat.WindowEndsAt));
    }

    [Fact]
    public async Task Pages_are_complete_and_without_duplicates_while_chats_are_added_and_moved()
    {
        var placed = new List<PlacedChat>();
        for (var i = 0; i < 7; i++)
        {
            App.Time.Advance(TimeSpan.FromSeconds(i % 2)); // pairs at the same instant
            placed.Add(await App.ChatWaiting(new Customer($"Cliente {i}", $"551196000001{i}")));
        }
        for (var i = 0; i < 5; i++) placed.Add(await App.ChatServedBy(Ana, new Customer($"Cliente {i}", $"551196000002{i}")));

        var seen = new List<ChatId>();
        string? cursor = null;
        do
        {
            var page = await As(Ana).Api.ListChatsAsync(cursor: cursor, limit: 2, ct: Cancel);
            Assert.InRange(page.Items.Count, 0, 2);
            seen.AddRange(page.Items.Select(c => c.Id));
            cursor = page.Next;
            await App.ChatWaiting(new Customer("Mais um", $"55119700100{seen.Count:00}"));
            // An old chat in service becomes the newest: it moves to a page that was read before, and the feed announces it.
            var busy = placed[^1].Conversation;
            var now = App.Time.GetUtcNow();
            await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Set<Balcao.Conversations.Conversation>().Where(c => c.Id == busy)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastActivityAt, now)));
        }
        while (cursor is not null && seen.Count < 200);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(placed.SkipLast(1).Select(p => p.Id).Except(seen));
    }

    [Fact]
    public async Task The_filter_mine_lists_only_chats_that_the_agent_serves()
    {
        var mine = await App.ChatServedBy(Ana, new Customer("Minha", "5511970000011"));
        var other = await App.ChatServedBy(Bruno, new Customer("Do Bruno", "5511970000012"));
        var waiting = await App.ChatWaiting(new Customer("Na fila", "5511970000013"));

        var chats = (await As(Ana).Api.ListChatsAsync(mine: true, limit: 200, ct: Cancel)).Items.Select(c => c.Id).ToList();

        Assert.Contains(mine.Id, chats);
        Assert.DoesNotContain(other.Id, chats);
        Assert.DoesNotContain(waiting.Id, chats);
    }

    [Fact]
    public async Task Closed_chats_are_listed_newest_first_and_only_on_request()
    {
        var older = await App.ChatServedBy(Ana, new Customer("Primeira", "5511970000014"), "tchau");
        var newer = await App.ChatServedBy(Ana, new Customer("Segunda", "5511970000015"));
        await As(Ana).Api.CloseChatAsync(older.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);
        App.Time.Advance(TimeSpan.FromSeconds(1));
        await As(Ana).Api.CloseChatAsync(newer.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);

        var closed = (await As(Ana).Api.ListChatsAsync(ChatStatus.Closed, limit: 200, ct: Cancel)).Items;
        var open = (await As(Ana).Api.ListChatsAsync(limit: 200, ct: Cancel)).Items;

        Assert.Equal([newer.Id, older.Id], closed.Take(2).Select(c => c.Id));
        Assert.Equal((TicketStatus.Resolved, "tchau", 0, null), (closed[1].Ticket.Status, closed[1].LastMessage!.Text, closed[1].Unread, closed[1].WindowEndsAt));
        Assert.DoesNotContain(open, c => c.Id == newer.Id || c.Id == older.Id);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    [InlineData("_____________________________________________")]
    public async Task An_invalid_cursor_is_refused(string cursor) =>
        Assert.Equal("input.cursorInvalid", (await As(Ana).Api.ListChatsAsync(cursor: cursor, ct: Cancel).Refused()).Code);

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        for (var i = 0; i < 2; i++) await App.ChatWaiting(new Customer("Alguém", $"551197000002{i}"));
        var page = await As(Ana).Api.ListChatsAsync(limit: 1, ct: Cancel);

        Assert.Equal("input.cursorInvalid", (await As(Ana).Api.ListChatsAsync(ChatStatus.Closed, cursor: page.Next, ct: Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_page_needs_the_same_number_of_queries_for_any_number_of_chats()
    {
        for (var i = 0; i < 12; i++) await App.ChatWaiting(new Customer("Alguém", $"551197000003{i:00}"));
        using var ana = As(Ana);
        await ana.Api.ListChatsAsync(ct: Cancel);

        var two = await Queries.OfAsync(() => ana.Api.ListChatsAsync(limit: 2, ct: Cancel));
        var many = await Queries.OfAsync(() => ana.Api.ListChatsAsync(limit: 200, ct: Cancel));

        // The caller (2), the two sections, the items and their last messages, the feed's number; the guests if any chat is in service.
        Assert.Equal(7, two.Count);
        Assert.InRange(many.Count, 7, 8);
    }

    [Fact]
    public async Task The_page_contains_the_feed_number_of_the_state_it_was_read_in()
    {
        var before = (await As(Ana).Api.ListChatsAsync(ct: Cancel)).AsOf;
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(Marina with { WaId = "5511970000041" }, "Oi", App.Time.GetUtcNow())));

        var page = await As(Ana).Api.ListChatsAsync(ct: Cancel);

        Assert.Equal(await App.ReadAsync(LojaExemplo, db => db.NewestFeedNumberAsync(LojaExemplo, Cancel)), page.AsOf);
        Assert.True(page.AsOf > before);
    }
}
