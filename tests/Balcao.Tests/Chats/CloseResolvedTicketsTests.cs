using Balcao.Chats;
using Balcao.Contract;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>Rule H5: which ticket a message uses, and a resolved one closes by itself after three days.</summary>
[Rule("H5")]
public sealed class CloseResolvedTicketsTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_resolved_ticket_is_closed_after_three_days_and_an_open_one_is_not()
    {
        var (resolved, open) = (await App.ChatServedBy(Ana, new Customer("Resolvida", "5511940770001")), await App.ChatServedBy(Ana, new Customer("Aberta", "5511940770002")));
        using var ana = As(Ana);
        await ana.Api.CloseChatAsync(resolved.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);
        await ana.Api.CloseChatAsync(open.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);

        App.LetPass(TimeSpan.FromDays(3));
        await PassAsync();
        Assert.Equal(TicketStatus.Resolved, await StatusOf(resolved.Ticket));

        App.LetPass(TimeSpan.FromSeconds(1));
        await PassAsync();
        Assert.Equal((TicketStatus.Closed, TicketStatus.InAttendance), (await StatusOf(resolved.Ticket), await StatusOf(open.Ticket)));
        Assert.Equal(TicketActionKind.Closed, await App.ReadAsync(LojaExemplo, db => db.TicketActions.Where(a => a.TicketId == resolved.Ticket)
            .OrderByDescending(a => a.At).Select(a => a.Kind).FirstAsync(Cancel)));
    }

    [Fact]
    public async Task A_message_uses_the_newest_open_ticket_even_if_a_newer_one_is_closed_or_cancelled()
    {
        var customer = new Customer("Com vários", "5511940770003");
        var chat = await App.ChatServedBy(Ana, customer);
        using var ana = As(Ana);
        await ana.Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);
        foreach (var status in (TicketStatus[])[TicketStatus.Closed, TicketStatus.Cancelled])
        {
            App.LetPass(TimeSpan.FromSeconds(1));
            await SetStatusAsync(await App.LaterTicketAsync(chat, "Mais novo"), status);
        }

        Assert.Equal(chat.Ticket, await TicketOfNextAsync());
        await SetStatusAsync(chat.Ticket, TicketStatus.Cancelled);
        Assert.NotEqual(chat.Ticket, await TicketOfNextAsync());

        async Task<TicketId> TicketOfNextAsync()
        {
            var next = Webhooks.Text(customer, "De novo", App.Time.GetUtcNow());
            await App.PostWebhook(Webhooks.From(Balcao500, next));
            var opened = (await ana.Api.FindMessageAsync(next.Wamid, Cancel)).Message.ChatId!.Value;
            await ana.Api.TakeChatAsync(opened, Cancel);
            await ana.Api.CloseChatAsync(opened, new CloseChatRequest { ResolveTicket = false }, Cancel);
            return (await ana.Api.GetChatAsync(opened, Cancel)).Ticket.Id;
        }
    }

    private Task SetStatusAsync(TicketId ticket, TicketStatus status) => App.WriteAsync(LojaExemplo, db =>
        db.Tickets.Where(t => t.Id == ticket).ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, status), Cancel));

    private Task PassAsync() => App.Services.GetRequiredService<CloseResolvedTickets>().RunAsync(Cancel);

    private Task<TicketStatus> StatusOf(TicketId id) => App.ReadAsync(LojaExemplo, db => db.Tickets.Where(t => t.Id == id).Select(t => t.Status).SingleAsync(Cancel));
}
