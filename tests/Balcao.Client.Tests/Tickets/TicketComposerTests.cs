using Balcao.Client.Tests.World;
using Balcao.Client.Tickets;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Tickets;

/// <summary>What somebody writes into a ticket is not lost.</summary>
public sealed class TicketComposerTests
{
    private static async Task<(Screen Screen, FakeTickets Tickets)> OpenAsync()
    {
        var screen = await Screen.OpenAsync(A.Me(A.Ana));
        screen.Desk.Store.Load([], 0);
        return (screen, new FakeTickets(screen.Desk.Server));
    }

    private static IRenderedComponent<TicketPage> Show(Screen screen, FakeTickets tickets)
    {
        var page = screen.Render<TicketPage>(with => with.Add(p => p.Key, tickets.Ticket.Id.ToString()));
        page.WaitForElement(".composer textarea");
        return page;
    }

    private static string TextIn(IRenderedComponent<TicketPage> page) => page.Find(".composer textarea").GetAttribute("value") ?? "";

    private static bool IsAnswer(IRenderedComponent<TicketPage> page) => page.FindAll(".kinds input")[1].HasAttribute("checked");

    [Fact]
    public async Task A_begun_note_and_a_begun_answer_are_there_again_each_in_its_place()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);

        page.FindAll(".kinds input")[1].Change(true);
        page.Find(".composer textarea").Input("O bolo fica pronto às 15 h");
        await screen.DisposeComponentsAsync();
        page = Show(screen, tickets);

        Assert.True(IsAnswer(page));
        Assert.Equal("O bolo fica pronto às 15 h", TextIn(page));
        page.FindAll(".kinds input")[0].Change(true);
        Assert.Equal("", TextIn(page));
        page.Find(".composer textarea").Input("Conferir o forno");
        page.FindAll(".kinds input")[1].Change(true);
        Assert.Equal("O bolo fica pronto às 15 h", TextIn(page));
        var after = await screen.Desk.ReloadAsync();
        Assert.Equal("Conferir o forno", after.Drafts.Of(tickets.Ticket.Id, isNote: true));
    }

    [Fact]
    public async Task What_is_typed_while_a_note_is_sent_stays()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        var answer = new TaskCompletionSource();
        screen.Desk.Server.WaitsFor = request => request.Method == HttpMethod.Post ? answer.Task : null;

        page.Find(".composer textarea").Input("Falei com a loja");
        var sending = page.Find(".composer").SubmitAsync();
        page.Find(".composer textarea").Input("Falei com a loja\nVolto amanhã");
        answer.SetResult();
        await sending;

        Assert.Contains("\"text\":\"Falei com a loja\"", Assert.Single(tickets.Written).Body, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("Volto amanhã", TextIn(page)));
        Assert.Equal("Volto amanhã", screen.Desk.Drafts.Of(tickets.Ticket.Id, isNote: true));
    }

    [Fact]
    public async Task A_reading_that_fails_leaves_the_ticket_and_the_text_on_screen()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        page.Find(".composer textarea").Input("Conferir o endereço");
        var isLost = true;
        var others = screen.Desk.Server.Instead!;
        screen.Desk.Server.Instead = request => isLost && request.RequestUri!.AbsolutePath == $"/api/tickets/{tickets.Ticket.Id}" ? throw new HttpRequestException("lost") : others(request);

        screen.Desk.Store.Apply(new Changes(0, 1, false, [], [], [], []) { Tickets = [tickets.Ticket.Id] });

        page.WaitForElement(".ticket > .form-failure");
        Assert.Equal("Conferir o endereço", TextIn(page));
        isLost = false;
        page.Find(".ticket > .form-failure button").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".ticket > .form-failure")));
        Assert.Equal("Conferir o endereço", TextIn(page));
    }

    [Fact]
    public async Task A_begun_answer_that_is_no_longer_possible_does_not_become_a_note()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        page.FindAll(".kinds input")[1].Change(true);
        page.Find(".composer textarea").Input("O bolo fica pronto às 15 h");

        tickets.Ticket = tickets.Ticket with { OpenChat = new ChatName(ChatId.New(A.Now), ChatStatus.InService, A.Bruno) };
        screen.Desk.Store.Apply(new Changes(0, 1, false, [], [], [], []) { Tickets = [tickets.Ticket.Id] });

        page.WaitForElement(".blocked");
        Assert.True(IsAnswer(page));
        Assert.Equal("O bolo fica pronto às 15 h", TextIn(page));
        Assert.True(page.Find(".composer button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Another_tab_shows_what_is_typed_into_the_ticket()
    {
        var (screen, tickets) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen, tickets);
        var other = await screen.Desk.NewTabAsync();

        other.Drafts.Keep(tickets.Ticket.Id, isNote: true, "Do outro lado", before: "");

        page.WaitForAssertion(() => Assert.Equal("Do outro lado", TextIn(page)));
    }
}
