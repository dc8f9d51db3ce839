using Balcao.Client.Tests.World;
using Balcao.Client.Tickets;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Tickets;

/// <summary>The list of tickets: its views, its filters and the changes of many.</summary>
public sealed class TicketListScreenTests
{
    private static async Task<(Screen Screen, FakeTickets Tickets)> OpenAsync(int listed = 2, Me? me = null)
    {
        var screen = await Screen.OpenAsync(me ?? A.Me(A.Ana));
        var tickets = new FakeTickets(screen.Desk.Server);
        tickets.Listed.AddRange(Enumerable.Range(0, listed).Select(i => new TicketItem(
            TicketId.New(A.Now), 1042 + i, TicketStatus.InAttendance, "Bolo", A.Contact("Dona Lúcia"), A.Encomendas, A.Ana, TicketUrgency.Normal, [], A.Now, A.Now)));
        return (screen, tickets);
    }

    private static string UriOf(Screen screen) => screen.Services.GetRequiredService<NavigationManager>().Uri;

    private static IRenderedComponent<TicketsPage> Show(Screen screen, string query = "")
    {
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/tickets" + query);
        var page = screen.Render<TicketsPage>();
        page.WaitForElement("tbody tr");
        return page;
    }

    [Fact]
    public async Task The_selected_tickets_are_changed_and_those_refused_stay_selected_with_their_reason()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.RefusedOfMany.Add(tickets.Listed[1].Id);
        var page = Show(screen);
        Assert.Empty(page.FindAll(".bar"));

        page.Find("thead input[type=checkbox]").Change(true);
        Assert.Equal("2 selecionados", page.Find(".bar [role=status]").TextContent);
        page.Find(".bar select").Change(nameof(TicketsChange.AddTag));
        Assert.True(page.Find(".bar .apply").HasAttribute("disabled"));
        page.Find(".bar input").Input("troca");
        page.Find(".bar").Submit();

        page.WaitForElement(".outcome");
        var (method, path, body) = tickets.Written.Single();
        Assert.Equal(("POST", "/api/tickets/changes"), (method, path));
        Assert.Equal($$"""{"ticketIds":["{{tickets.Listed[0].Id}}","{{tickets.Listed[1].Id}}"],"change":"AddTag","tag":"troca"}""", body);
        Assert.Contains("Alterados: 1. Não alterados: 1", page.Find(".outcome").TextContent, StringComparison.Ordinal);
        Assert.Contains("Ticket nº 1043: Este ticket está encerrado", page.Find(".outcome li").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("1 selecionado", page.Find(".bar [role=status]").TextContent));
        Assert.False(page.FindAll("tbody input[type=checkbox]")[0].HasAttribute("checked"));
        Assert.True(page.FindAll("tbody input[type=checkbox]")[1].HasAttribute("checked"));
    }

    [Fact]
    public async Task Moving_many_says_what_the_group_will_see_and_waits_for_the_answer()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = Show(screen);
        page.Find("thead input[type=checkbox]").Change(true);
        page.Find(".bar select").Change(nameof(TicketsChange.Group));
        page.FindAll(".bar select")[1].Change(tickets.Other.Id.ToString());

        var moving = page.Find(".bar").SubmitAsync();

        dialogs.WaitForAssertion(() => Assert.Contains("Todos do grupo Financeiro passarão a ver todo o histórico dos contatos", dialogs.Find(".mud-dialog").TextContent, StringComparison.Ordinal));
        Assert.Empty(tickets.Written);
        dialogs.FindAll("button").Single(b => b.TextContent.Trim() == "Mover").Click();
        await moving;
        page.WaitForAssertion(() => Assert.Contains(tickets.Other.Id.ToString(), tickets.Written.Single().Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_than_a_hundred_are_not_sent()
    {
        var (screen, tickets) = await OpenAsync(ChangeTicketsRequest.Most + 1);
        await using var closed = screen;
        var page = Show(screen);
        page.Find(".scroll .more").Click();
        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll("tbody tr").Count));
        page.Find(".scroll .more").Click();
        page.WaitForAssertion(() => Assert.Equal(101, page.FindAll("tbody tr").Count));

        page.Find("thead input[type=checkbox]").Change(true);

        Assert.Equal("No máximo 100 de uma vez: remova alguns da seleção.", page.Find(".bar [role=alert]").TextContent);
        Assert.True(page.FindAll(".bar button")[0].HasAttribute("disabled"));
        page.FindAll("tbody input[type=checkbox]")[0].Change(false);
        Assert.Empty(page.FindAll(".bar [role=alert]"));
        page.FindAll(".bar button")[0].Click();
        page.WaitForAssertion(() => Assert.Contains($"\"ownerId\":\"{A.Ana.Id}\"", tickets.Written.Single().Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_begins_with_the_person_s_own_first_view_and_every_other_address_is_as_it_says()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var filter = new TicketFilter { Owner = "me", Urgency = "urgent" };
        tickets.Views.Add(new SavedViewItem(SavedViewId.New(A.Now), "Meus urgentes", filter, IsShared: false, IsDefault: true));

        var page = Show(screen);

        page.WaitForAssertion(() => Assert.EndsWith("/tickets?status=all&owner=me&urgency=urgent", UriOf(screen), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Meus urgentes", page.Find("nav a[aria-current]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(tickets.Asked, asked => asked.Path.StartsWith("/api/tickets?status=open", StringComparison.Ordinal));
        page.FindAll("select")[0].Change("open");
        page.WaitForAssertion(() => Assert.Contains("status=open", UriOf(screen), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_list_shows_is_saved_as_a_view_and_only_administrators_share_it()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = Show(screen, "?status=waiting&tag=troca&from=2026-11-01");

        page.Find("nav .save").Click();
        dialogs.WaitForElement("#save-view");
        Assert.Empty(dialogs.FindAll("#save-view input[type=checkbox]"));
        dialogs.Find("#save-view input").Input("Trocas paradas");
        dialogs.Find("#save-view").Submit();

        page.WaitForAssertion(() => Assert.Single(tickets.Written));
        Assert.Equal("""{"name":"Trocas paradas","filter":{"status":"waiting","tag":"troca","from":"2026-11-01"},"isShared":false}""", tickets.Written.Single().Body);
    }

    [Fact]
    public async Task A_shared_view_is_offered_to_change_to_administrators_alone()
    {
        foreach (var (me, buttons) in ((Me, int)[])[(A.Me(A.Ana), 1), (A.Me(A.Ana, Role.Administrator), 3)])
        {
            var (screen, tickets) = await OpenAsync(me: me);
            await using var closed = screen;
            tickets.Views.Add(new SavedViewItem(SavedViewId.New(A.Now), "De todos", new() { Status = "waiting" }, IsShared: true, IsDefault: false));

            var page = Show(screen, "?status=waiting");

            page.WaitForAssertion(() => Assert.Equal(buttons, page.FindAll("nav .actions button").Count));
            page.Find("nav .actions button").Click();
            page.WaitForAssertion(() => Assert.Equal(("PUT", "/api/me/default-ticket-view"), (tickets.Written.Single().Method, tickets.Written.Single().Path)));
        }
    }

    [Fact]
    public async Task A_column_orders_the_list_and_the_file_is_of_what_the_list_shows()
    {
        var (screen, _) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, "?status=waiting&tag=troca");

        page.FindAll("th .sort")[1].Click();

        page.WaitForAssertion(() => Assert.EndsWith("?status=waiting&tag=troca&order=urgent", UriOf(screen), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal("descending", page.FindAll("th[aria-sort]")[1].GetAttribute("aria-sort")));
        Assert.Equal("api/tickets.csv?status=waiting&tag=troca&zone=UTC&order=urgent&language=pt-BR", page.Find("a.file").GetAttribute("href"));
        page.FindAll("th .sort")[1].Click();
        page.WaitForAssertion(() => Assert.EndsWith("?status=waiting&tag=troca", UriOf(screen), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_days_are_those_of_the_reader_and_further_filters_are_counted_while_they_are_hidden()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;

        var page = Show(screen, "?from=2026-11-01&urgency=high");

        Assert.Equal("/api/tickets?status=open&urgency=high&from=2026-11-01&zone=UTC&limit=50", tickets.Asked[^1].Path);
        Assert.Contains("Mais filtros (2)", page.Find(".filters .more").TextContent, StringComparison.Ordinal);
        page.Find(".filters .more").Click();
        Assert.Equal("2026-11-01", page.FindAll(".further input[type=date]")[0].GetAttribute("value"));
        page.FindAll(".further input[type=date]")[1].Change("2026-11-30");
        page.WaitForAssertion(() => Assert.Contains("to=2026-11-30", UriOf(screen), StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_view_is_the_current_one_also_if_another_has_the_same_filter_in_an_order_of_its_own()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Views.Add(new SavedViewItem(SavedViewId.New(A.Now), "Urgentes antes", new() { Status = "open", Order = "urgent" }, IsShared: false, IsDefault: false));
        var page = Show(screen, "?order=urgent");
        void IsCurrent(string name) => page.WaitForAssertion(() => Assert.Equal(name, Assert.Single(page.FindAll("nav a[aria-current]")).TextContent.Trim()));

        IsCurrent("Urgentes antes");
        Assert.Contains("Visões: Urgentes antes", page.Find("nav .toggle").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("nav .save"));

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/tickets?order=changed");
        IsCurrent("Abertos");
        Assert.Single(page.FindAll("nav .save"));

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/tickets");
        IsCurrent("Abertos");
        Assert.Empty(page.FindAll("nav .save"));
    }

    [Fact]
    public async Task While_changes_follow_each_other_the_rows_that_were_loaded_are_read_once_in_two_seconds()
    {
        var (screen, tickets) = await OpenAsync(listed: 60);
        await using var closed = screen;
        screen.Desk.Store.Load([], 0);
        var page = Show(screen);
        page.Find(".scroll .more").Click();
        page.WaitForAssertion(() => Assert.Equal(60, page.FindAll("tbody tr").Count));
        var asked = tickets.Asked.Count;
        void Change(long to) => screen.Desk.Store.Apply(new Changes(to - 1, to, false, [], [], [], []) { Tickets = [tickets.Listed[0].Id] });

        for (var to = 1; to <= 5; to++) Change(to);

        page.WaitForAssertion(() => Assert.Equal(asked + 1, tickets.Asked.Count));
        screen.Desk.Time.Advance(ReadingPace.Interval);
        page.WaitForAssertion(() => Assert.Equal(asked + 2, tickets.Asked.Count));
        Assert.Equal(60, page.FindAll("tbody tr").Count);
        screen.Desk.Time.Advance(ReadingPace.Interval);
        Change(6);
        page.WaitForAssertion(() => Assert.Equal(asked + 3, tickets.Asked.Count));
    }

    [Fact]
    public async Task Rows_of_an_older_filter_that_arrive_late_are_not_shown()
    {
        var (screen, tickets) = await OpenAsync(listed: 60);
        await using var closed = screen;
        var page = Show(screen);
        var late = new TaskCompletionSource();
        screen.Desk.Server.WaitsFor = request => request.RequestUri!.Query.Contains("status=open", StringComparison.Ordinal) ? late.Task : null;

        var more = page.Find(".scroll .more").ClickAsync(new());
        tickets.Listed.RemoveRange(1, 59);
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/tickets?status=waiting");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        tickets.Listed.Add(tickets.Listed[0] with { Id = TicketId.New(A.Now) });
        late.SetResult();
        await more;

        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public async Task Somebody_who_has_left_the_list_is_not_led_back_to_their_first_view()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        tickets.Views.Add(new SavedViewItem(SavedViewId.New(A.Now), "Meus urgentes", new() { Owner = "me" }, IsShared: false, IsDefault: true));
        var late = new TaskCompletionSource();
        screen.Desk.Server.WaitsFor = request => request.RequestUri!.AbsolutePath is "/api/ticket-views" ? late.Task : null;
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/tickets");
        screen.Render<TicketsPage>();

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/contacts");
        await screen.DisposeComponentsAsync();
        late.SetResult();

        Assert.EndsWith("/contacts", UriOf(screen), StringComparison.Ordinal);
        Assert.DoesNotContain(tickets.Asked, asked => asked.Path.StartsWith("/api/tickets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_field_in_the_address_is_the_one_that_is_shown()
    {
        var (screen, _) = await OpenAsync();
        await using var closed = screen;
        TicketFieldItem[] fields = [.. ((string[])["Cor", "Voltagem"]).Select(name => new TicketFieldItem(TicketFieldId.New(A.Now), name, TicketFieldKind.Text, [], true))];
        var filters = screen.Render<TicketFilters>(with => with.Add(f => f.Filter, new TicketFilter()).Add(f => f.Choices, new TicketChoices { Fields = fields }));
        filters.Find(".more").Click();

        filters.FindAll(".further select")[^1].Change(fields[0].Id.ToString());
        Assert.Contains(filters.FindAll(".further span"), label => label.TextContent == "Cor");
        filters.Render(with => with.Add(f => f.Filter, new TicketFilter { Field = $"{fields[1].Id}:220 V" }));

        Assert.Equal(fields[1].Id.ToString(), filters.FindAll(".further select")[^1].GetAttribute("value"));
        Assert.Equal("220 V", filters.FindAll(".further input")[^1].GetAttribute("value"));
    }
}
