using Balcao.Client.Tests.World;
using Balcao.Client.Tickets;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Tickets;

/// <summary>The list of tickets and the page of one.</summary>
public sealed class TicketScreenTests
{
    private static async Task<(Screen Screen, FakeTickets Tickets)> OpenAsync()
    {
        var screen = await Screen.OpenAsync(A.Me(A.Ana));
        return (screen, new FakeTickets(screen.Desk.Server));
    }

    private static TicketItem ItemOf(TicketView ticket) =>
        new(ticket.Id, ticket.Protocol, ticket.Status, ticket.Subject, ticket.Contact, ticket.Group, ticket.Owner, ticket.Urgency, ticket.Tags, ticket.OpenedAt, ticket.ChangedAt);

    private static IRenderedComponent<TicketPage> Show(Screen screen, FakeTickets tickets)
    {
        var page = screen.Render<TicketPage>(with => with.Add(p => p.Key, tickets.Ticket.Id.ToString()));
        page.WaitForElement(".details");
        return page;
    }

    [Fact]
    public async Task The_list_asks_for_open_tickets_and_a_chosen_filter_is_in_the_address()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Listed.Add(ItemOf(tickets.Ticket));
        var list = screen.Render<TicketsPage>();
        list.WaitForElement("tbody tr");
        Assert.Equal("/api/tickets?status=open&limit=50", tickets.Asked[^1].Path);
        Assert.Contains("1042", list.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 ticket", list.Find(".count").TextContent);

        list.FindAll("select")[0].Change("waiting");

        Assert.EndsWith("?status=waiting", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_somebody_changes_is_read_again_and_new_ones_are_offered()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Listed.Add(ItemOf(tickets.Ticket));
        screen.Desk.Store.Load([], 0);
        var list = screen.Render<TicketsPage>();
        list.WaitForElement("tbody tr");
        void Tell(long to, TicketId id) => screen.Desk.Store.Apply(new Changes(to - 1, to, false, [], [], [], []) { Tickets = [id] });

        Tell(1, TicketId.New(A.Now));
        list.WaitForElement(".news");

        tickets.Listed[0] = tickets.Listed[0] with { Subject = "Bolo e salgados" };
        list.Find(".news").Click();
        list.WaitForAssertion(() => Assert.Contains("Bolo e salgados", list.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Empty(list.FindAll(".news"));
    }

    [Fact]
    public async Task Waiting_asks_what_for_before_anything_is_saved()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);

        page.Find(".details select").Change(nameof(TicketStatus.Waiting));
        Assert.Empty(tickets.Written);
        page.Find(".details form input[type=text]").Input("Forma de bolo");
        page.Find(".details form").Submit();

        page.WaitForAssertion(() => Assert.Single(tickets.Written));
        var (method, path, body) = tickets.Written.Single();
        Assert.Equal(("PUT", $"/api/tickets/{tickets.Ticket.Id}/status"), (method, path));
        Assert.Equal("""{"version":3,"status":"Waiting","waitingReason":"Forma de bolo"}""", body);
    }

    [Fact, Rule("A9")]
    public async Task Moving_says_that_the_group_will_see_the_contact_s_history_and_waits_for_the_answer()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = Show(screen, tickets);

        var moving = page.FindAll(".details select")[2].ChangeAsync(new ChangeEventArgs { Value = tickets.Other.Id.ToString() });

        dialogs.WaitForAssertion(() => Assert.Contains("Todos do grupo Financeiro passarão a ver todo o histórico de Dona Lúcia", dialogs.Find(".mud-dialog").TextContent, StringComparison.Ordinal));
        Assert.Empty(tickets.Written);
        dialogs.FindAll("button").Single(b => b.TextContent.Trim() == "Mover").Click();
        await moving;
        page.WaitForAssertion(() => Assert.Equal($"/api/tickets/{tickets.Ticket.Id}/group", tickets.Written.Single().Path));
    }

    [Theory, Rule("A8")]
    [InlineData("closed window", "A janela de 24 horas está fechada")]
    [InlineData("another agent", "Bruno Costa está atendendo este contato agora")]
    [InlineData("final", "O ticket está encerrado")]
    public async Task An_answer_that_is_not_possible_is_not_offered_and_the_screen_says_why(string what, string sentence)
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Ticket = what switch
        {
            "closed window" => tickets.Ticket with { WindowEndsAt = A.Now.AddMinutes(-1) },
            "another agent" => tickets.Ticket with { OpenChat = new ChatName(ChatId.New(A.Now), ChatStatus.InService, A.Bruno) },
            _ => tickets.Ticket with { Status = TicketStatus.Closed },
        };

        var page = Show(screen, tickets);

        Assert.Contains(sentence, page.Find(".blocked").TextContent, StringComparison.Ordinal);
        Assert.True(page.FindAll(".kinds input")[1].HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_note_that_could_not_be_stored_keeps_its_text_and_its_id()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        page.Find(".composer textarea").Input("Conferir o endereço");
        tickets.NotesToLose = 1;

        page.Find(".composer").Submit();
        page.WaitForElement(".composer .form-failure");
        Assert.Equal("Conferir o endereço", page.Find(".composer textarea").GetAttribute("value"));
        page.Find(".composer").Submit();

        page.WaitForAssertion(() => Assert.Equal(2, tickets.Written.Count()));
        Assert.Single(tickets.Written.Select(w => w.Body).Distinct());
        page.WaitForAssertion(() => Assert.Equal("", page.Find(".composer textarea").GetAttribute("value") ?? ""));
    }

    [Fact]
    public async Task The_timeline_shows_actions_and_messages_in_order_and_texts_are_no_markup()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var chat = A.Chat();
        tickets.Actions.Add(new TicketActionItem(TicketActionId.New(A.Now), TicketActionKind.StatusChanged, A.Now.AddMinutes(-9), A.Ana, null) { Changes = [new("status", "new", "inAttendance")] });
        tickets.Actions.Add(new TicketActionItem(TicketActionId.New(A.Now), TicketActionKind.Note, A.Now.AddMinutes(-1), A.Bruno, null) { Text = "<b>Conferido</b>" });
        tickets.Messages.Add(A.Message(chat, MessageDirection.Inbound, A.Now.AddMinutes(-5), "Estão abertos?"));

        var page = Show(screen, tickets);
        page.WaitForElement("ol > li");

        var lines = page.FindAll("section[aria-label='O que aconteceu'] > ol > li").Select(li => li.TextContent).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Contains("Status: Novo → Em atendimento", lines[0], StringComparison.Ordinal);
        Assert.Contains("Estão abertos?", lines[1], StringComparison.Ordinal);
        Assert.Contains("<b>Conferido</b>", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_is_told_before_it_is_done_and_offers_the_contact_s_other_open_tickets()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var other = ItemOf(tickets.Ticket) with { Id = TicketId.New(A.Now), Protocol = 1041, Subject = "Mesmo bolo" };
        tickets.Listed.AddRange([ItemOf(tickets.Ticket), other]);
        var page = Show(screen, tickets);

        var merging = page.FindAll(".details button").Single(b => b.TextContent.Trim() == "Unir outro ticket").ClickAsync(new());
        dialogs.WaitForElement(".mud-dialog input[type=radio]");
        Assert.Contains("passam para o ticket 1042", dialogs.Find(".mud-dialog").TextContent, StringComparison.Ordinal);
        Assert.Contains("Mesmo bolo", Assert.Single(dialogs.FindAll(".mud-dialog label")).TextContent, StringComparison.Ordinal);
        Assert.Empty(tickets.Written);
        dialogs.Find(".mud-dialog input[type=radio]").Change(true);
        dialogs.Find(".mud-dialog form").Submit();
        await merging;

        page.WaitForAssertion(() => Assert.Single(tickets.Written));
        Assert.Equal(("POST", $"/api/tickets/{tickets.Ticket.Id}/merges", $$"""{"version":3,"otherId":"{{other.Id}}","otherVersion":3}"""), tickets.Written.Single());
    }

    [Fact]
    public async Task A_merged_ticket_leads_to_the_one_it_became_a_part_of()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var into = new TicketName(TicketId.New(A.Now), 1040, TicketStatus.InAttendance);
        tickets.Ticket = tickets.Ticket with { Status = TicketStatus.Closed, MergedInto = into };

        var page = Show(screen, tickets);

        Assert.Equal($"/tickets/{into.Id}", page.Find(".merged a").GetAttribute("href"));
        Assert.DoesNotContain(page.FindAll(".details button"), b => b.TextContent.Trim() == "Unir outro ticket");
    }

    [Fact, Rule("A9")]
    public async Task Of_a_linked_ticket_that_may_not_be_seen_there_is_a_number_and_no_link()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Ticket = tickets.Ticket with { Links = [new(1040, TicketId.New(A.Now), TicketStatus.New, "Outro bolo"), new(1039, null, null, null)] };
        var list = screen.Render<TicketLinkList>(with => with.Add(l => l.Ticket, tickets.Ticket).Add(l => l.MayEdit, true));

        Assert.Contains("Outro bolo", Assert.Single(list.FindAll("a")).TextContent, StringComparison.Ordinal);
        Assert.Contains("1039", list.FindAll("li")[1].TextContent, StringComparison.Ordinal);

        list.Find("form input").Input(" #1038 ");
        list.Find("form").Submit();
        list.WaitForAssertion(() => Assert.Single(tickets.Written));
        list.FindAll("li button")[1].Click();
        list.WaitForAssertion(() => Assert.Equal(2, tickets.Written.Count()));

        var path = $"/api/tickets/{tickets.Ticket.Id}/links";
        Assert.Equal([("PUT", path + "/1038"), ("DELETE", path + "/1039")], tickets.Written.Select(w => (w.Method, w.Path)));
    }

    [Fact]
    public async Task What_was_loaded_of_a_long_ticket_stays_when_something_changes()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        screen.Desk.Store.Load([], 0);
        TicketActionItem Note(int minute) => new(TicketActionId.New(A.Now), TicketActionKind.Note, A.Now.AddMinutes(minute), A.Bruno, null) { Text = $"nota {minute}" };
        tickets.Actions.AddRange(Enumerable.Range(0, 250).Select(Note));
        var page = Show(screen, tickets);
        int Shown() => page.FindAll("li.note").Count;
        page.WaitForAssertion(() => Assert.Equal(200, Shown()));

        page.Find(".more").Click();
        page.WaitForAssertion(() => Assert.Equal(250, Shown()));
        tickets.Actions.Add(Note(250));
        screen.Desk.Store.Apply(new Changes(0, 1, false, [], [], [], []) { Tickets = [tickets.Ticket.Id] });

        page.WaitForAssertion(() => Assert.Equal(251, Shown()));
    }

    [Fact]
    public async Task Two_quick_changes_are_made_one_after_the_other_each_with_the_newest_version()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        var answer = new TaskCompletionSource();
        screen.Desk.Server.WaitsFor = request => request.Method == HttpMethod.Patch ? answer.Task : null;

        var urgency = page.FindAll(".details select")[3].ChangeAsync(new ChangeEventArgs { Value = nameof(TicketUrgency.High) });
        var status = page.FindAll(".details select")[0].ChangeAsync(new ChangeEventArgs { Value = nameof(TicketStatus.Resolved) });
        Assert.Empty(tickets.Written);
        tickets.Ticket = tickets.Ticket with { Version = 4, Urgency = TicketUrgency.High };
        answer.SetResult();
        await Task.WhenAll(urgency, status);

        Assert.Equal(["""{"version":3,"urgency":"High"}""", """{"version":4,"status":"Resolved"}"""], tickets.Written.Select(w => w.Body));
    }
}
