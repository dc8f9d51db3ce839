using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;

namespace Balcao.Tests.Tickets;

/// <summary>A ticket of many messages is read page by page.</summary>
[Finding("S21")]
public sealed class TicketTests(BalcaoApp app) : HttpTests(app)
{
    private const int Said = 450;

    [Fact]
    public async Task What_was_said_and_what_happened_are_pages_and_the_ticket_itself_is_small()
    {
        var chat = await App.ChatServedBy(Ana, new Customer("Fala Muito", "5511940000001"), "linha 0");
        await App.WriteAsync(LojaExemplo, db => db.AddRange(Enumerable.Range(1, Said).Select(i => new Message
        {
            TenantId = LojaExemplo, Id = MessageId.New(App.Time.GetUtcNow().AddSeconds(i / 3)), ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
            // Three at each instant: pages end within them.
            Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = App.Time.GetUtcNow().AddSeconds(i / 3), StoredAt = App.Time.GetUtcNow(), Text = $"linha {i}",
        })));
        await App.WriteAsync(LojaExemplo, db => db.AddRange(Enumerable.Range(0, Said).Select(i => new TicketAction
        {
            TenantId = LojaExemplo, Id = TicketActionId.New(App.Time.GetUtcNow()), TicketId = chat.Ticket, Kind = TicketActionKind.Reopened, At = App.Time.GetUtcNow().AddSeconds(i / 3),
        })));
        App.Time.Advance(TimeSpan.FromHours(1));
        var ana = As(Ana);
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);

        var ticket = await ana.GetStringAsync($"/api/tickets/{chat.Ticket}", Cancel);
        var texts = await AllAsync(cursor => ana.Api.GetTranscriptAsync(chat.Ticket, chat.Id, cursor, ct: Cancel), most: 50);
        var actions = await AllAsync(cursor => ana.Api.ListTicketActionsAsync(chat.Ticket, cursor, 200, Cancel), most: 200);

        Assert.True(ticket.Length < 2_000, ticket);
        Assert.Equal(Enumerable.Range(0, Said + 1).Select(i => $"linha {i}").Order(StringComparer.Ordinal), texts.Select(m => m.Text!).Order(StringComparer.Ordinal));
        Assert.Equal(texts.OrderBy(m => m.At).ThenBy(m => m.Id.Value).Select(m => m.Id), texts.Select(m => m.Id));
        Assert.Equal(Said + 2, actions.Select(a => a.Id).Distinct().Count());
        Assert.Equal([TicketActionKind.Transcript, TicketActionKind.Resolved], actions.TakeLast(2).Select(a => a.Kind).Order());
    }

    [Fact]
    public async Task A_chat_that_left_no_transcript_in_the_ticket_is_not_found_there()
    {
        var (one, other) = (await new Security.Scene(App).ClosedChatAsync(), await new Security.Scene(App).ServedChatAsync());
        var ana = As(Ana).Api;

        Assert.NotEmpty((await ana.GetTranscriptAsync(one.Ticket, one.Id, ct: Cancel)).Items);
        Assert.Equal("resource.notFound", (await ana.GetTranscriptAsync(one.Ticket, other.Id, ct: Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await ana.GetTranscriptAsync(other.Ticket, other.Id, ct: Cancel).Refused()).Code);
    }

    private static async Task<List<T>> AllAsync<T>(Func<string?, Task<Page<T>>> read, int most)
    {
        var (all, cursor) = (new List<T>(), (string?)null);
        do
        {
            var page = await read(cursor);
            Assert.InRange(page.Items.Count, 1, most);
            all.AddRange(page.Items);
            cursor = page.Next;
        } while (cursor is not null);
        return all;
    }
}
