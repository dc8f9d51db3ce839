using Balcao.Contract;

namespace Balcao.Tests.Tickets;

public sealed class TicketListTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer(string name = "Cliente") => new(name, $"55119430{Interlocked.Increment(ref _customers):00000}");

    private async Task<IReadOnlyList<TicketId>> ListAsync(TicketFilter filter, Member? who = null) =>
        [.. (await As(who ?? Ana).Api.ListTicketsAsync(filter, limit: 200, ct: Cancel)).Items.Select(t => t.Id)];

    [Fact]
    public async Task The_filters_select_by_status_owner_group_urgency_and_tag()
    {
        var (mine, other) = (await App.ChatWaiting(NewCustomer()), await App.ChatWaiting(NewCustomer()));
        var ana = As(Ana).Api;
        await ana.TakeChatAsync(mine.Id, Cancel);
        var ticket = await ana.GetTicketAsync(mine.Ticket, Cancel);
        await ana.EditTicketAsync(mine.Ticket, new() { Version = ticket.Version, Urgency = TicketUrgency.Urgent, Tags = ["filtro"] }, Cancel);

        foreach (var filter in (TicketFilter[])
            [new() { Status = "inAttendance" }, new() { Status = "waiting,inattendance" }, new() { Owner = "me" }, new() { Owner = Ana.Id.ToString() },
             new() { Urgency = "urgent" }, new() { Tag = "Filtro" }, new() { Contact = mine.Contact.ToString() }])
        {
            var found = await ListAsync(filter);
            Assert.Contains(mine.Ticket, found);
            Assert.DoesNotContain(other.Ticket, found);
        }
        foreach (var filter in (TicketFilter[])[new() { Status = "new" }, new() { Owner = "none" }, new() { Urgency = "normal" }])
        {
            var found = await ListAsync(filter);
            Assert.Contains(other.Ticket, found);
            Assert.DoesNotContain(mine.Ticket, found);
        }
        var open = await ListAsync(new() { Status = "open", Group = Atendimento.ToString() });
        Assert.Contains(mine.Ticket, open);
        Assert.Contains(other.Ticket, open);
        Assert.DoesNotContain(mine.Ticket, await ListAsync(new() { Group = Financeiro.ToString() }));
        Assert.DoesNotContain(mine.Ticket, await ListAsync(new() { Owner = "me" }, Bruno));
    }

    [Fact]
    public async Task A_text_finds_protocol_subject_and_contact_without_accents_and_as_nothing_but_words()
    {
        var chat = await App.ChatWaiting(NewCustomer("Ágata Müller"), "Cafeteira não LIGA 100%_");
        var ticket = await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel);

        foreach (var text in (string[])[$"{ticket.Protocol}", $"#{ticket.Protocol}", "cafeteira", "nao lig", "LIGA café", "100"])
            Assert.Contains(chat.Ticket, await ListAsync(new() { Q = text }));
        foreach (var text in (string[])["feteira", "%", "_", "cafeteira%", "geladeira", "99999999999", "'; DROP TABLE tickets; --"])
            Assert.Equal(text is "cafeteira%", (await ListAsync(new() { Q = text })).Contains(chat.Ticket));
    }

    [Theory]
    [InlineData("status", "nonsense")]
    [InlineData("status", "1")]
    [InlineData("owner", "nonsense")]
    [InlineData("group", "nonsense")]
    [InlineData("urgency", "7")]
    [InlineData("order", "nonsense")]
    [InlineData("contact", "nonsense")]
    [InlineData("cursor", "nonsense")]
    public async Task A_filter_that_means_nothing_is_refused_with_its_name(string name, string value)
    {
        using var ana = As(Ana);
        var answer = await ana.GetAsync($"/api/tickets?{name}={value}", Cancel);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(name is "cursor" ? "input.cursorInvalid" : "input.invalid", await answer.ProblemCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("oldest")]
    [InlineData("changed")]
    public async Task Pages_are_complete_in_order_and_without_duplicates(string? order)
    {
        var tag = $"página-{order}";
        var ana = As(Ana).Api;
        List<TicketId> placed = [];
        for (var i = 0; i < 7; i++)
        {
            App.Time.Advance(TimeSpan.FromSeconds(i % 2)); // pairs at the same instant
            var chat = await App.ChatWaiting(NewCustomer());
            await ana.EditTicketAsync(chat.Ticket, new() { Version = 0, Tags = [tag] }, Cancel);
            placed.Add(chat.Ticket);
        }

        List<TicketId> seen = [];
        string? cursor = null;
        do
        {
            var page = await ana.ListTicketsAsync(new() { Tag = tag, Order = order }, cursor, limit: 2, Cancel);
            Assert.Equal(7, page.Count);
            seen.AddRange(page.Items.Select(t => t.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(order is "oldest" ? placed : Enumerable.Reverse(placed), seen);
        var other = (await ana.ListTicketsAsync(new() { Tag = tag, Order = order }, limit: 2, ct: Cancel)).Next;
        Assert.Equal("input.cursorInvalid", (await ana.ListTicketsAsync(new() { Tag = tag, Order = order is null ? "oldest" : null }, other, ct: Cancel).Refused()).Code);
    }

    [Fact, Rule("A9")]
    public async Task Agents_list_the_tickets_of_contacts_they_see_and_no_other_tenant_s()
    {
        var chat = await App.ChatWaiting(NewCustomer(), "Visível para poucos");
        var filter = new TicketFilter { Q = "visivel poucos" };

        Assert.Contains(chat.Ticket, await ListAsync(filter, Bruno));
        Assert.Contains(chat.Ticket, await ListAsync(filter, Clara));
        Assert.Empty(await ListAsync(filter, Davi));
        Assert.Empty(await ListAsync(filter, Renata));
        Assert.Empty(await ListAsync(new() { Contact = chat.Contact.ToString() }, Renata));
        Assert.Equal(0, (await As(Davi).Api.ListTicketsAsync(filter, ct: Cancel)).Count);
    }
}
