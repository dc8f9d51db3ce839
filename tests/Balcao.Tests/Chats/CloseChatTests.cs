using Balcao.Contract;
using Balcao.Conversations;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Chats;

public sealed class CloseChatTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119400{Interlocked.Increment(ref _customers):00000}");

    [Theory, Rule("A6")]
    [InlineData(true, TicketStatus.Resolved)]
    [InlineData(false, TicketStatus.InAttendance)]
    public async Task Closing_adds_the_transcript_to_the_ticket_which_is_resolved_or_stays_open(bool resolve, TicketStatus expected)
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer(), "Meu pedido atrasou");
        using var ana = As(Ana);
        await ana.Api.AddNoteAsync(chat.Id, new AddNoteRequest { ClientKey = "k1", Text = "Cliente antiga" }, Cancel);
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = resolve }, Cancel);

        Assert.Equal(ChatStatus.Closed, (await ana.Api.GetChatAsync(chat.Id, Cancel)).Status);
        var ticket = await ana.Api.GetTicketAsync(chat.Ticket, Cancel);
        Assert.Equal(expected, ticket.Status);
        var transcript = Assert.Single((await ana.Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items, a => a.Kind is TicketActionKind.Transcript);
        Assert.Equal(chat.Id, transcript.ChatId);
        Assert.Equal(["Meu pedido atrasou", "Cliente antiga"], (await ana.Api.GetTranscriptAsync(chat.Ticket, chat.Id, ct: Cancel)).Items.Select(m => m.Text));
        Assert.Equal(Ana.Name, transcript.Author?.Name);
    }

    [Fact]
    public async Task A_ticket_that_waits_for_something_goes_on_waiting_after_its_chat()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        using var ana = As(Ana);
        var ticket = await ana.Api.GetTicketAsync(chat.Ticket, Cancel);
        await ana.Api.ChangeTicketStatusAsync(chat.Ticket, new() { Version = ticket.Version, Status = TicketStatus.Waiting, WaitingReason = "Peça encomendada" }, Cancel);

        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);

        ticket = await ana.Api.GetTicketAsync(chat.Ticket, Cancel);
        Assert.Equal((TicketStatus.Waiting, "Peça encomendada"), (ticket.Status, ticket.WaitingReason));
    }

    /// <summary>A lane that loaded the chat or the ticket as open writes the conversation with its message, and finds another version.</summary>
    [Fact, Rule("H4", "H5")]
    public async Task Whatever_ends_a_chat_or_a_ticket_raises_the_version_of_its_conversation()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        using var ana = As(Ana);
        var before = await VersionAsync();
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);
        Assert.True(await VersionAsync() > before, "the chat is closed");

        foreach (var status in (TicketStatus[])[TicketStatus.Resolved, TicketStatus.InAttendance, TicketStatus.Cancelled])
        {
            before = await VersionAsync();
            var ticket = await ana.Api.GetTicketAsync(chat.Ticket, Cancel);
            await ana.Api.ChangeTicketStatusAsync(chat.Ticket, new() { Version = ticket.Version, Status = status }, Cancel);
            Assert.Equal(status is not TicketStatus.InAttendance, await VersionAsync() > before);
        }

        Task<int> VersionAsync() => App.ReadAsync(LojaExemplo, db => db.Conversations.Where(c => c.Id == chat.Conversation).Select(c => c.Version).SingleAsync(Cancel));
    }

    [Fact]
    public async Task Only_the_agent_who_serves_a_chat_can_close_it_and_only_once()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        var request = new CloseChatRequest { ResolveTicket = true };
        using var bruno = As(Bruno);
        Assert.Equal("chat.heldByAnother", (await bruno.Api.CloseChatAsync(chat.Id, request, Cancel).Refused()).Code);
        using var davi = As(Davi);
        Assert.Equal(404, (await davi.Api.CloseChatAsync(chat.Id, request, Cancel).Refused()).Status);
        using var ana = As(Ana);
        await ana.Api.CloseChatAsync(chat.Id, request, Cancel);
        Assert.Equal("chat.closed", (await ana.Api.CloseChatAsync(chat.Id, request, Cancel).Refused()).Code);
        var waiting = await App.ChatWaiting(NewCustomer());
        Assert.Equal("chat.notTaken", (await ana.Api.CloseChatAsync(waiting.Id, request, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_note_is_internal_stored_once_and_must_not_be_empty()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        using var bruno = As(Bruno);
        var request = new AddNoteRequest { ClientKey = "nota-1", Text = "  Já ligou ontem  " };
        var first = await bruno.Api.AddNoteAsync(chat.Id, request, Cancel);
        var again = await bruno.Api.AddNoteAsync(chat.Id, request, Cancel);
        Assert.Equal((first.Id, "Já ligou ontem", MessageDirection.Internal), (again.Id, first.Text, first.Direction));
        Assert.Equal("input.required", (await bruno.Api.AddNoteAsync(chat.Id, request with { Text = " ", ClientKey = "nota-2" }, Cancel).Refused()).Code);
        Assert.Equal("input.tooLong", (await bruno.Api.AddNoteAsync(chat.Id, request with { Text = new string('x', 5000), ClientKey = "nota-3" }, Cancel).Refused()).Code);
        Assert.DoesNotContain(App.Graph.Calls, call => call.IsSend);
    }
}
