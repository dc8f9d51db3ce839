using Balcao.Contract;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Search;

/// <summary>The search also finds people by name and tickets by protocol, within what the reader may see.</summary>
public sealed class SearchPlacesTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    public async Task A_ticket_is_found_by_its_protocol(string sign)
    {
        var protocol = await ProtocolOfNewChatAsync();

        var hit = Assert.Single((await As(Ana).Api.SearchAsync(sign + protocol, Cancel)).Tickets);

        Assert.Equal((protocol, TicketStatus.New, "Marina Castro"), (hit.Ticket.Protocol, hit.Ticket.Status, hit.Contact.Name));
    }

    [Fact, Rule("A9")]
    public async Task A_ticket_is_not_found_by_those_who_do_not_see_it()
    {
        var protocol = $"{await ProtocolOfNewChatAsync()}";

        Assert.Empty((await As(Davi).Api.SearchAsync(protocol, Cancel)).Tickets);
        Assert.DoesNotContain((await As(Renata).Api.SearchAsync(protocol, Cancel)).Tickets, hit => hit.Contact.Name == "Marina Castro");
        Assert.NotEmpty((await As(Clara).Api.SearchAsync(protocol, Cancel)).Tickets);
    }

    [Theory]
    [InlineData("99999999999999999999999999")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task A_number_that_is_no_protocol_finds_no_ticket(string typed) => Assert.Empty((await As(Clara).Api.SearchAsync(typed, Cancel)).Tickets);

    [Theory]
    [InlineData("bru", "Bruno Lima")]
    [InlineData("LIMA bruno", "Bruno Lima")]
    [InlineData("renata", null)] // another tenant's
    [InlineData("runo", null)]
    [InlineData("bruno souza", null)]
    public async Task A_person_of_the_tenant_is_found_by_the_beginnings_of_the_name(string typed, string? name) =>
        Assert.Equal(name is null ? [] : [name], (await As(Ana).Api.SearchAsync(typed, Cancel)).People.Select(person => person.Name));

    private async Task<long> ProtocolOfNewChatAsync()
    {
        var chat = await App.ChatWaiting(new Customer(Marina.Name, $"55219777700{Interlocked.Increment(ref _customers):00}"));
        return await App.ReadAsync(LojaExemplo, db => db.Tickets.Where(t => t.Id == chat.Ticket).Select(t => t.Protocol).SingleAsync(Cancel));
    }
}
