using Balcao.Contract;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

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
    [InlineData("origin", "nonsense")]
    [InlineData("from", "30/11/2026")]
    [InlineData("from", "0001-01-01")]
    [InlineData("to", "2026-02-30")]
    [InlineData("to", "9999-12-31")]
    [InlineData("zone", "../../etc/passwd")]
    [InlineData("field", "nonsense")]
    [InlineData("field", "nonsense:1")]
    [InlineData("field", "019cad34-8e80-7000-8000-000000000001:")]
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
    [InlineData("unchanged")]
    [InlineData("urgent")]
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

        Assert.Equal(order is "oldest" or "unchanged" ? placed : Enumerable.Reverse(placed), seen);
        var other = (await ana.ListTicketsAsync(new() { Tag = tag, Order = order }, limit: 2, ct: Cancel)).Next;
        Assert.Equal("input.cursorInvalid", (await ana.ListTicketsAsync(new() { Tag = tag, Order = order is null ? "oldest" : null }, other, ct: Cancel).Refused()).Code);
    }

    [Fact]
    public async Task The_most_urgent_are_first_and_of_these_the_newest_also_across_pages()
    {
        var ana = As(Ana).Api;
        List<(TicketUrgency Urgency, TicketId Id)> placed = [];
        foreach (var urgency in (TicketUrgency[])[TicketUrgency.Low, TicketUrgency.Urgent, TicketUrgency.Normal, TicketUrgency.High, TicketUrgency.Urgent, TicketUrgency.Low])
        {
            var chat = await App.ChatWaiting(NewCustomer());
            await ana.EditTicketAsync(chat.Ticket, new() { Version = 0, Tags = ["por urgência"], Urgency = urgency }, Cancel);
            placed.Add((urgency, chat.Ticket));
        }

        List<TicketId> seen = [];
        for (string? cursor = null, first = ""; first is not null; first = cursor)
        {
            var page = await ana.ListTicketsAsync(new() { Tag = "por urgência", Order = "urgent" }, cursor, limit: 1, Cancel);
            seen.AddRange(page.Items.Select(t => t.Id));
            cursor = page.Next;
        }

        Assert.Equal(Enumerable.Reverse(placed).OrderByDescending(t => t.Urgency).Select(t => t.Id), seen);
    }

    [Fact]
    public async Task The_filters_select_by_origin_by_days_in_a_zone_and_by_a_field_of_the_tenant()
    {
        var clara = As(Clara).Api;
        var field = await clara.CreateTicketFieldAsync(new() { Name = "Voltagem da lista", Kind = TicketFieldKind.Choice, Choices = ["110 V", "220 V"] }, Cancel);
        var (mine, other) = (await App.ChatWaiting(NewCustomer()), await App.ChatWaiting(Balcao501, Atendimento, NewCustomer()));
        await clara.SetTicketFieldAsync(mine.Ticket, field.Id, new() { Version = 0, Value = "220 V" }, Cancel);
        await clara.SetTicketFieldAsync(other.Ticket, field.Id, new() { Version = 0, Value = "110 V" }, Cancel);
        // Before three o'clock UTC it is the day before in São Paulo.
        var opened = new DateTimeOffset(2024, 5, 10, 2, 30, 0, TimeSpan.Zero);
        await App.WriteAsync(LojaExemplo, db => db.Set<Ticket>().Where(t => t.Id == mine.Ticket).ExecuteUpdateAsync(set => set.SetProperty(t => t.OpenedAt, opened)));

        Assert.Contains(mine.Ticket, await ListAsync(new() { Origin = Balcao500.Id.ToString() }));
        Assert.DoesNotContain(other.Ticket, await ListAsync(new() { Origin = Balcao500.Id.ToString() }));
        Assert.Equal([mine.Ticket], await ListAsync(new() { Field = $"{field.Id}:220 V" }));
        Assert.Empty(await ListAsync(new() { Field = $"{field.Id}:330 V" }));
        Assert.Empty(await ListAsync(new() { Field = $"{field.Id}:220 V" }, Renata));
        Assert.Equal([mine.Ticket], await ListAsync(new() { From = "2024-05-09", To = "2024-05-09" }));
        Assert.Empty(await ListAsync(new() { From = "2024-05-10", To = "2024-05-10" }));
        Assert.Equal([mine.Ticket], await ListAsync(new() { From = "2024-05-10", To = "2024-05-10", Zone = "Etc/UTC" }));
    }

    [Theory]
    [InlineData("pt-BR", "Nº;Status;Motivo da espera;Assunto;", ";Aberto em (America/Sao_Paulo);", "Aguardando;'=1+1;'=HYPERLINK", ";12,5")]
    [InlineData("en", "Number,Status,Waiting for,Subject,", ",Opened (America/Sao_Paulo),", "Waiting,'=1+1,'=HYPERLINK", ",12.5")]
    public async Task The_file_has_what_the_list_shows_in_the_reader_s_language_and_calculates_nothing(string language, string columns, string time, string texts, string number)
    {
        var clara = As(Clara).Api;
        var field = await clara.CreateTicketFieldAsync(new() { Name = "Peso " + language, Kind = TicketFieldKind.Number }, Cancel);
        var chat = await App.ChatWaiting(NewCustomer("@Cliente"));
        var ticket = await clara.EditTicketAsync(chat.Ticket, new() { Version = 0, Subject = "=HYPERLINK(\"http://x\")", Tags = ["arquivo-" + language] }, Cancel);
        ticket = await clara.ChangeTicketStatusAsync(ticket.Id, new() { Version = ticket.Version, Status = TicketStatus.Waiting, WaitingReason = "=1+1" }, Cancel);
        await clara.SetTicketFieldAsync(ticket.Id, field.Id, new() { Version = ticket.Version, Value = "12.5" }, Cancel);

        var answer = await As(Ana).GetAsync($"/api/tickets.csv?tag=arquivo-{language}&language={language}", Cancel);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var lines = System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("attachment; filename=\"tickets.csv\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(2, lines.Length);
        Assert.StartsWith(columns, lines[0], StringComparison.Ordinal);
        Assert.Contains(time, lines[0], StringComparison.Ordinal);
        Assert.StartsWith(ticket.Protocol.ToString(System.Globalization.CultureInfo.InvariantCulture), lines[1], StringComparison.Ordinal);
        Assert.Contains(texts, lines[1].Replace("\"'=H", "'=H", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("'@Cliente", lines[1], StringComparison.Ordinal);
        Assert.Contains("'+55 11 ", lines[1], StringComparison.Ordinal);
        Assert.Contains(number, lines[1].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_has_all_pages_of_the_list()
    {
        const int Pages = 3, OfPage = 500;
        var chat = await App.ChatWaiting(NewCustomer());
        await App.WriteAsync(LojaExemplo, db => db.AddRange(Enumerable.Range(1, Pages * OfPage).Select(i => new Ticket
        {
            TenantId = LojaExemplo, Id = TicketId.New(Opening), ConversationId = chat.Conversation, ContactId = chat.Contact, GroupId = Atendimento,
            Subject = $"Muitas linhas {i}", OpenedAt = Opening, Protocol = 7_000_000 + i,
        })));

        foreach (var order in (string[])["newest", "changed", "urgent"])
        {
            var text = await As(Ana).GetStringAsync($"/api/tickets.csv?contact={chat.Contact}&order={order}", Cancel);
            var protocols = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(';')[0]).ToList();
            Assert.Equal((Pages * OfPage) + 1, protocols.Count);
            Assert.Equal(protocols.Count, protocols.Distinct().Count());
        }
        await App.WriteAsync(LojaExemplo, db => db.Set<Ticket>().Where(t => t.Protocol > 7_000_000).ExecuteDeleteAsync());
    }

    /// <summary>PostgreSQL chooses by the tables' sizes, and cannot be told.</summary>
    [Fact, OnSqlite]
    public async Task The_list_of_open_tickets_can_be_read_by_their_index_alone()
    {
        Assert.SkipWhen(TestDatabase.IsPostgres, "The database decides.");
        var plan = await App.ReadAsync(LojaExemplo, async db =>
        {
            await using var command = db.Set<Ticket>().Open.OrderByDescending(t => t.Protocol).Select(t => t.Id).Take(51).CreateDbCommand();
            // SQLite refuses a query that the named index does not cover.
            command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText.Replace("AS \"t\"", "AS \"t\" INDEXED BY ix_tickets_open", StringComparison.Ordinal);
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            List<string> steps = [];
            while (await reader.ReadAsync(Cancel)) steps.Add(reader.GetString(3));
            return steps;
        });

        Assert.Contains("USING INDEX ix_tickets_open", Assert.Single(plan), StringComparison.Ordinal);
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
        Assert.Contains("poucos", await As(Bruno).GetStringAsync("/api/tickets.csv?q=visivel%20poucos", Cancel), StringComparison.Ordinal);
        foreach (var other in (Member[])[Davi, Renata])
            Assert.Single((await As(other).GetStringAsync("/api/tickets.csv?q=visivel%20poucos", Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }
}
