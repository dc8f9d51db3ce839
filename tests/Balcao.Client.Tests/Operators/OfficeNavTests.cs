using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Operators;

/// <summary>The back office as a place: the list of its pages, who sees it, and where one is.</summary>
public sealed class OfficeNavTests
{
    [Theory]
    [InlineData("/back-office", "/back-office")]
    [InlineData("/back-office/01900000-0000-7000-8000-000000000001", "/back-office")]
    [InlineData("/back-office/plans", "/back-office/plans")]
    [InlineData("/back-office/consumption", "/back-office/consumption")]
    [InlineData("/back-office/numbers/01900000-0000-7000-8000-000000000002/contract", "/back-office/consumption")]
    [InlineData("/back-office/plan-requests/01900000-0000-7000-8000-000000000003", "/back-office/plan-requests")]
    [InlineData("/back-office/audit", "/back-office/audit")]
    public async Task Each_page_has_an_address_and_is_marked_in_the_list(string path, string marked)
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var frame = Frame(screen, path);

        Assert.Equal(marked, Assert.Single(frame.FindAll("nav [aria-current=page]")).GetAttribute("href"));
        Assert.Equal(BackOfficeEntry.All.Select(entry => entry.Href), frame.FindAll("nav a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Página", frame.Find(".back-office-pane p").TextContent);
    }

    [Fact]
    public async Task The_numbers_that_do_not_send_stand_above_every_page()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        screen.Desk.Server.StoppedNumbers.Add(new(A.Padaria.Id, A.Padaria.Name, A.Number.Id, A.Number.Display, NumberStatus.Suspended, null));

        var frame = Frame(screen, "/back-office/plans");

        frame.WaitForAssertion(() => Assert.Contains(A.Number.Display, frame.Find(".above li").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(50, "2", "Solicitações2(Para responder: 2)")]
    [InlineData(2, "2+", "Solicitações2+(Para responder: 2+)")] // there is a next page
    public async Task The_requests_to_answer_are_counted_beside_their_page(int perPage, string count, string said)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.RequestsPerPage = perPage;
        office.Requests.AddRange([
            FakeOffice.Request(PlanRequestKind.PlanChange), FakeOffice.Request(PlanRequestKind.NewContract, PlanRequestStatus.UnderReview),
            FakeOffice.Request(PlanRequestKind.Cancellation, PlanRequestStatus.Refused),
        ]);

        var frame = Frame(screen, "/back-office/plans");

        frame.WaitForAssertion(() => Assert.Equal(count, frame.Find("nav .badge").TextContent));
        Assert.Equal(said, string.Concat(frame.Find($"nav a[href='{BackOfficeEntry.RequestsHref}']").TextContent.Split('\n').Select(line => line.Trim())));
    }

    [Fact]
    public async Task After_a_decision_the_requests_to_answer_are_counted_again()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Requests.Add(FakeOffice.Request(PlanRequestKind.Cancellation, PlanRequestStatus.UnderReview));
        var path = $"{BackOfficeEntry.RequestsHref}/{office.Requests[0].Id}";
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        var frame = screen.Render<BackOfficeFrame>(with => with.AddChildContent<RequestPage>(page => page.Add(p => p.Key, office.Requests[0].Id.Value)));
        frame.WaitForElement("nav .badge");
        frame.WaitForElement(".decision .buttons");
        frame.FindAll(".decision button").Single(button => button.TextContent.Trim() == "Aprovar").Click();

        office.Requests[0] = office.Requests[0] with { Status = PlanRequestStatus.Approved, EffectiveMonth = "2026-12", DecidedAt = A.Now };
        frame.Find(".decision form").Submit();

        frame.WaitForAssertion(() => Assert.Empty(frame.FindAll("nav .badge")));
    }

    [Fact]
    public async Task Outside_the_back_office_and_for_others_there_is_no_list_and_nothing_is_asked_for()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        Assert.Equal("<p>Página</p>", Frame(screen, "/settings/me").Markup.Trim());

        await using var clara = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        Assert.Equal("<p>Página</p>", Frame(clara, "/back-office/plans").Markup.Trim());
        Assert.DoesNotContain(clara.Desk.Server.Requests, request => request.RequestUri!.AbsolutePath.Contains("back-office", StringComparison.Ordinal));
    }

    private static IRenderedComponent<BackOfficeFrame> Frame(Screen screen, string path)
    {
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        return screen.Render<BackOfficeFrame>(with => with.AddChildContent("<p>Página</p>"));
    }
}
