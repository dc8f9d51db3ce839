using Balcao.Client.Plans;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Plans;

/// <summary>What administrators ask of the operators: the menu, its dialogs, the list, and one request.</summary>
[Rule("R1", "W2")]
public sealed class PlanRequestScreenTests
{
    private static readonly NumberItem Number = new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, A.Encomendas, 0);

    private static Task<Screen> OpenAsync() => Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));

    private static async Task<IRenderedComponent<MudDialogProvider>> AskAsync(Screen screen, PlanRequestKind kind)
    {
        var provider = screen.Render<MudDialogProvider>();
        await provider.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>().ShowAsync<PlanRequestDialog>(
            "Solicitação", new DialogParameters<PlanRequestDialog> { { d => d.Kind, kind }, { d => d.Number, Number }, { d => d.Plan, FakePlans.Essencial } }));
        provider.WaitForElement("#plan-request");
        return provider;
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task The_menu_offers_what_can_be_asked_of_a_number_or_of_none(bool hasNumber, int entries)
    {
        await using var screen = await OpenAsync();
        var popovers = screen.Render<MudPopoverProvider>();
        var menu = screen.Render<RequestMenu>(p => p.Add(m => m.Number, hasNumber ? Number : null));

        menu.Find("button").Click();

        popovers.WaitForAssertion(() => Assert.Equal(entries, popovers.FindAll(".mud-menu-item").Count));
    }

    [Fact]
    public async Task A_new_contract_says_at_each_field_what_is_missing_and_is_then_sent()
    {
        await using var screen = await OpenAsync();
        var plans = screen.Desk.Server.Plans;
        var dialog = await AskAsync(screen, PlanRequestKind.NewContract);
        dialog.WaitForAssertion(() => Assert.Equal(2, dialog.FindAll("input[type=radio]").Count));

        dialog.Find("#plan-request").Submit();

        Assert.Equal(["Diga qual número vocês desejam.", "Escolha um plano."], dialog.FindAll("[role=alert]").Select(alert => alert.TextContent));
        Assert.Equal("true", dialog.Find("input").GetAttribute("aria-invalid"));
        Assert.Empty(plans.Created);
        dialog.Find(".field input").Input(" DDD 11 ");
        dialog.FindAll("input[type=radio]")[1].Change(true);
        dialog.Find("textarea").Input("Para a filial");
        dialog.Find("#plan-request").Submit();

        dialog.WaitForAssertion(() => Assert.Equal(
            new CreatePlanRequest { Kind = PlanRequestKind.NewContract, WishedNumber = "DDD 11", PlanId = plans.Offered[1].Id, Text = "Para a filial" }, plans.Created.Single()));
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("#plan-request")));
    }

    [Fact]
    public async Task A_cancellation_is_asked_for_a_month_and_a_refusal_stands_at_its_field()
    {
        await using var screen = await OpenAsync();
        var plans = screen.Desk.Server.Plans;
        var dialog = await AskAsync(screen, PlanRequestKind.Cancellation);
        Assert.Empty(dialog.FindAll("input[type=radio]"));
        Assert.Equal(["O quanto antes", "dezembro de 2026", "janeiro de 2027"], dialog.FindAll("option").Take(3).Select(option => option.TextContent));
        dialog.Find("select").Change("2026-12");
        dialog.Find("textarea").Input("Fechamos");
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Post ? FakeBalcao.Refusal(422, "planRequest.monthPast", "O mês já começou.", "wishedMonth") : null;

        dialog.Find("#plan-request").Submit();

        dialog.WaitForAssertion(() => Assert.Equal("O mês já começou.", dialog.Find("#plan-request-month").TextContent));
        Assert.Equal("true", dialog.Find("select").GetAttribute("aria-invalid"));
        Assert.Equal("Fechamos", dialog.Find("textarea").GetAttribute("value"));
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Post ? FakeBalcao.Refusal(409, "planRequest.open", "Já há uma solicitação aberta.") : null;
        dialog.Find("#plan-request").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("Já há uma solicitação aberta.", dialog.Find(".form-failure").TextContent));

        screen.Desk.Server.Instead = null;
        dialog.Find("#plan-request").Submit();
        dialog.WaitForAssertion(() => Assert.Equal(
            new CreatePlanRequest { Kind = PlanRequestKind.Cancellation, NumberId = A.Number.Id, WishedMonth = "2026-12", Text = "Fechamos" }, plans.Created.Single()));
    }

    [Fact]
    public async Task The_list_says_the_status_of_each_in_words()
    {
        await using var screen = await OpenAsync();
        screen.Desk.Server.Plans.Requests.AddRange(
        [
            FakePlans.Request(PlanRequestKind.NewContract) with { WishedNumber = "DDD 11" },
            FakePlans.Request(PlanRequestKind.PlanChange, PlanRequestStatus.UnderReview) with { EffectiveMonth = "2027-01" },
            FakePlans.Request(PlanRequestKind.PlanChange, PlanRequestStatus.Approved) with { EffectiveMonth = "2026-12" },
            FakePlans.Request(PlanRequestKind.Cancellation, PlanRequestStatus.Refused) with { Reason = "há faturas abertas" },
            FakePlans.Request(PlanRequestKind.Cancellation, PlanRequestStatus.Withdrawn),
        ]);

        var page = screen.Render<PlanRequestsPage>();

        page.WaitForAssertion(() => Assert.Equal(5, page.FindAll("tbody tr").Count));
        Assert.Equal(
            ["Aberta", "Em análise", "Aprovada (a partir de dezembro de 2026)", "Recusada (há faturas abertas)", "Retirada"],
            page.FindAll("td.status").Select(cell => cell.TextContent));
        Assert.Equal("DDD 11", page.FindAll("tbody tr")[0].Children[1].TextContent);
        Assert.Equal("Solicitações: 5", page.Find("[role=status]").TextContent);
        Assert.EndsWith($"/requests/{screen.Desk.Server.Plans.Requests[0].Id}", page.Find("tbody a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_written_to_and_withdrawn_after_asking_once()
    {
        await using var screen = await OpenAsync();
        var plans = screen.Desk.Server.Plans;
        plans.Requests.Add(FakePlans.Request(PlanRequestKind.PlanChange));
        plans.Messages.Add(new(Uuid7.New(A.Now), "Olga Prado", true, "Para quando?", A.Now));
        var dialogs = screen.Render<MudDialogProvider>();
        var page = screen.Render<PlanRequestPage>(p => p.Add(x => x.Id, plans.Requests[0].Id.ToString()));
        page.WaitForElement("form");
        Assert.Contains("operador", page.Find("li.operator .meta").TextContent, StringComparison.Ordinal);

        page.Find("form").Submit();
        Assert.Equal("Escreva a mensagem.", page.Find("[role=alert]").TextContent);
        page.Find("textarea").Input("Para dezembro");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(["Para quando?", "Para dezembro"], page.FindAll(".said").Select(said => said.TextContent)));
        Assert.Equal("", page.Find("textarea").GetAttribute("value") ?? "");

        var withdrawing = page.Find("button.withdraw").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("Retirar a solicitação?", dialogs.Markup, StringComparison.Ordinal));
        Assert.Equal(PlanRequestStatus.Open, plans.Requests[0].Status);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Retirar solicitação").Click();
        await withdrawing;
        page.WaitForAssertion(() => Assert.Equal("Retirada", page.Find(".status dd").TextContent));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task What_others_do_with_a_request_is_shown_without_reloading_and_what_is_typed_stays()
    {
        await using var screen = await OpenAsync();
        var plans = screen.Desk.Server.Plans;
        screen.Desk.Store.Load([], 0);
        plans.Requests.Add(FakePlans.Request(PlanRequestKind.PlanChange));
        var id = plans.Requests[0].Id;
        var list = screen.Render<PlanRequestsPage>();
        var page = screen.Render<PlanRequestPage>(p => p.Add(x => x.Id, id.ToString()));
        page.WaitForElement("form");
        list.WaitForElement("tbody tr");
        page.Find("textarea").Input("Para dezembro");

        plans.Requests[0] = plans.Requests[0] with { Status = PlanRequestStatus.UnderReview };
        plans.Messages.Add(new(Uuid7.New(A.Now), "Olga Prado", true, "Para quando?", A.Now));
        screen.Desk.Store.Apply(new Changes(0, 1, false, [], [], [], []) { PlanRequests = [id] });

        page.WaitForAssertion(() => Assert.Equal("Em análise", page.Find(".status dd").TextContent));
        Assert.Equal("Para quando?", page.Find(".said").TextContent);
        Assert.Equal("Para dezembro", page.Find("textarea").GetAttribute("value"));
        list.WaitForAssertion(() => Assert.Equal("Em análise", list.Find("td.status").TextContent));
    }

    [Fact]
    public async Task What_is_typed_stays_if_it_is_refused_and_is_asked_about_before_leaving()
    {
        await using var screen = await OpenAsync();
        var plans = screen.Desk.Server.Plans;
        plans.Requests.Add(FakePlans.Request(PlanRequestKind.PlanChange));
        var dialogs = screen.Render<MudDialogProvider>();
        var page = screen.Render<PlanRequestPage>(p => p.Add(x => x.Id, plans.Requests[0].Id.ToString()));
        page.WaitForElement("form");
        screen.Desk.Server.Instead = request =>
        {
            if (request.Method != HttpMethod.Post) return null;
            plans.Requests[0] = plans.Requests[0] with { Status = PlanRequestStatus.Refused, Reason = "há faturas abertas" };
            return FakeBalcao.Refusal(409, "planRequest.final", "A solicitação já foi decidida.");
        };

        page.Find("textarea").Input("Para dezembro");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("Recusada (há faturas abertas)", page.Find(".status dd").TextContent));
        Assert.Equal("A solicitação já foi decidida.", page.Find(".form-failure").TextContent);
        Assert.Equal("Para dezembro", page.Find("textarea[readonly]").GetAttribute("value"));
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        var before = navigation.Uri;
        var leaving = page.InvokeAsync(() => navigation.NavigateTo("/contacts"));
        dialogs.WaitForAssertion(() => Assert.Contains("Sair sem enviar?", dialogs.Markup, StringComparison.Ordinal));
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Continuar editando").Click();
        await leaving;
        Assert.Equal(before, navigation.Uri);
    }
}
