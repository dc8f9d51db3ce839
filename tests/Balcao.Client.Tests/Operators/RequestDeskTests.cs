using AngleSharp.Dom;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Operators;

/// <summary>The tenants' requests: the list, the conversation about one, and its decision.</summary>
public sealed class RequestDeskTests
{
    [Fact, Rule("R1")]
    public async Task The_list_keeps_the_order_of_the_server_and_says_how_many_are_to_be_answered()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Requests.AddRange([
            FakeOffice.Request(PlanRequestKind.PlanChange), FakeOffice.Request(PlanRequestKind.NewContract, PlanRequestStatus.UnderReview, FakeOffice.Other),
            FakeOffice.Request(PlanRequestKind.Cancellation, PlanRequestStatus.Refused),
        ]);
        var page = screen.Render<RequestsPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));

        Assert.Equal(
            ["Mudança de plano | Aberta | Padaria Estrela | +55 11 4000-0500 | Básico", "Novo contrato | Em análise | Ótica Luz | +55 11 4000-0600 | Básico",
             "Cancelamento | Recusada | Padaria Estrela | +55 11 4000-0500 | "],
            page.FindAll("tbody tr").Select(row => string.Join(" | ", row.Children.Take(5).Select(cell => cell.TextContent.Trim()))));
        Assert.Equal("Para responder: 2", page.Find(".lead").TextContent);
        Assert.Equal($"/back-office/plan-requests/{office.Requests[0].Id}", page.Find("tbody a").GetAttribute("href"));

        page.Find("input[type=search]").Input("em analise");
        page.WaitForAssertion(() => Assert.Contains("Ótica Luz", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
    }

    [Fact, Rule("R1")]
    public async Task More_requests_are_read_when_they_are_asked_for_and_a_failure_keeps_those_on_screen()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Requests.AddRange([FakeOffice.Request(PlanRequestKind.PlanChange), FakeOffice.Request(PlanRequestKind.Cancellation), FakeOffice.Request(PlanRequestKind.NewContract)]);
        office.RequestsPerPage = 2;
        var page = screen.Render<RequestsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        var usual = screen.Desk.Server.Instead!;
        screen.Desk.Server.Instead = _ => throw new HttpRequestException("no way");
        Button(page, "Mostrar mais").Click();
        page.WaitForAssertion(() => Assert.Contains("Sem resposta do servidor", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(2, page.FindAll("tbody tr").Count);

        screen.Desk.Server.Instead = usual;
        Button(page, "Mostrar mais").Click();

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll("button, [role=alert]"));
        Assert.Equal("Para responder: 3", page.Find(".lead").TextContent);
    }

    [Fact, Rule("R2")]
    public async Task A_message_is_written_and_one_that_is_refused_stays_in_its_field()
    {
        var (screen, office, page) = await OpenAsync(FakeOffice.Request(PlanRequestKind.PlanChange));
        await using var closed = screen;
        Assert.Equal("Precisamos de mais créditos.", page.Find(".conversation .text").TextContent);
        office.Refusal = new("text.tooLong", "O texto é longo demais.", 400, "text");
        page.Find("textarea").Input("Qual o volume?");
        page.Find(".conversation form").Submit();
        page.WaitForAssertion(() => Assert.Equal("O texto é longo demais.", page.Find(".conversation [role=alert]").TextContent));
        Assert.Equal("Qual o volume?", page.Find("textarea").GetAttribute("value"));

        office.Messages.Add(new(Uuid7.New(A.Now), FakeOffice.Otavio.Name, true, "Qual o volume?", A.Now));
        page.Find(".conversation form").Submit();

        page.WaitForAssertion(() => Assert.Equal("Qual o volume?", page.Find(".conversation .ours .text").TextContent));
        Assert.Equal("", page.Find("textarea").GetAttribute("value") ?? "");
        Assert.Equal(("POST", PathOf(office, "messages"), """{"text":"Qual o volume?"}"""), office.Written.Last());
    }

    [Fact, Rule("R1")]
    public async Task An_operator_who_looks_at_a_request_says_so()
    {
        var (screen, office, page) = await OpenAsync(FakeOffice.Request(PlanRequestKind.PlanChange));
        await using var closed = screen;
        Decide(office, PlanRequestStatus.UnderReview);
        Button(page, "Analisar").Click();

        page.WaitForAssertion(() => Assert.Equal("Em análise", page.Find(".facts .tag").TextContent));
        Assert.Equal(("POST", PathOf(office, "review"), ""), office.Written.Single());
        Assert.Equal(["Aprovar", "Recusar"], page.FindAll(".buttons button").Select(button => button.TextContent.Trim()));
    }

    [Theory, Rule("R2")]
    [InlineData(PlanRequestKind.PlanChange, "O plano muda em 1º de janeiro de 2027", "2026-12")]
    [InlineData(PlanRequestKind.Cancellation, "O contrato termina em 1º de janeiro de 2027", "2026-12")]
    [InlineData(PlanRequestKind.NewContract, "O próximo passo é liberar o número", "2026-11")]
    public async Task An_approval_takes_effect_on_the_first_of_a_month(PlanRequestKind kind, string effect, string first)
    {
        var (screen, office, page) = await OpenAsync(FakeOffice.Request(kind, PlanRequestStatus.UnderReview) with { EffectiveMonth = "2027-01" });
        await using var closed = screen;
        Button(page, "Aprovar").Click();
        Assert.Equal("2027-01", page.Find(".decision select").GetAttribute("value")); // as it is wished
        Assert.Equal(first, page.Find(".decision option").GetAttribute("value"));
        Assert.Contains(effect, page.Find(".decision").TextContent, StringComparison.Ordinal);

        Decide(office, PlanRequestStatus.Approved, "2027-01");
        page.Find(".decision form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Vale a partir de 1º de janeiro de 2027", page.Find(".decision").TextContent, StringComparison.Ordinal));
        Assert.Equal(("POST", PathOf(office, "approval"), """{"effectiveMonth":"2027-01","version":5}"""), office.Written.Single());
        Assert.Empty(page.FindAll(".decision button, textarea"));
    }

    [Fact, Rule("R2", "P1")]
    public async Task An_approved_new_contract_leads_to_the_release_of_its_number_and_then_to_the_contract()
    {
        var approved = FakeOffice.Request(PlanRequestKind.NewContract, PlanRequestStatus.Approved) with { EffectiveMonth = "2026-12", DecidedAt = A.Now };
        var (screen, _, page) = await OpenAsync(approved);
        await using var closed = screen;
        Assert.Contains("Falta liberar o número", page.Find(".decision").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/back-office/{A.Padaria.Id}?release=true&plan={FakeOffice.Basic.Id}&request={approved.Id}", page.Find(".decision a").GetAttribute("href"));

        var (later, _, again) = await OpenAsync(approved with { ReleasedNumber = A.Number });
        await using var closedLater = later;
        Assert.Equal($"/back-office/numbers/{A.Number.Id}/contract", again.Find(".decision a").GetAttribute("href"));
        Assert.DoesNotContain("Falta liberar", again.Markup, StringComparison.Ordinal);
    }

    [Fact, Rule("R1")]
    public async Task A_refusal_needs_a_reason_which_is_shown_afterwards()
    {
        var (screen, office, page) = await OpenAsync(FakeOffice.Request(PlanRequestKind.PlanChange, PlanRequestStatus.UnderReview));
        await using var closed = screen;
        Button(page, "Recusar").Click();
        page.Find(".decision form").Submit();
        Assert.StartsWith("Escreva o motivo", page.Find(".decision [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(office.Written);

        page.Find(".decision textarea").Input("O plano não existe mais.");
        Decide(office, PlanRequestStatus.Refused, reason: "O plano não existe mais.");
        page.Find(".decision form").Submit();

        page.WaitForAssertion(() => Assert.Equal("O plano não existe mais.", page.Find(".decision blockquote").TextContent));
        Assert.Equal("""{"reason":"O plano não existe mais.","version":5}""", System.Text.RegularExpressions.Regex.Unescape(office.Written.Single().Body));
        Assert.Empty(page.FindAll(".decision button"));
    }

    [Fact, Rule("R1")]
    public async Task A_request_that_was_changed_meanwhile_is_read_again_and_the_reason_stays()
    {
        var (screen, office, page) = await OpenAsync(FakeOffice.Request(PlanRequestKind.PlanChange, PlanRequestStatus.UnderReview));
        await using var closed = screen;
        Button(page, "Recusar").Click();
        page.Find(".decision textarea").Input("Sem crédito.");
        office.Requests[0] = office.Requests[0] with { Version = 6 };
        office.Refusal = new("request.changedMeanwhile", "A solicitação mudou.", 409);
        page.Find(".decision form").Submit();

        page.WaitForAssertion(() => Assert.Equal("A solicitação mudou.", page.Find(".decision .form-failure").TextContent));
        Assert.Equal("Sem crédito.", page.Find(".decision textarea").GetAttribute("value"));
        page.Find(".decision form").Submit();
        page.WaitForAssertion(() => Assert.Contains("\"version\":6", office.Written.Last().Body, StringComparison.Ordinal));
    }

    [Fact, Rule("R1")]
    public async Task A_request_that_its_tenant_took_back_cannot_be_decided()
    {
        var (screen, _, page) = await OpenAsync(FakeOffice.Request(PlanRequestKind.Cancellation, PlanRequestStatus.Withdrawn) with { DecidedAt = A.Now });
        await using var closed = screen;
        Assert.Contains("Retirada pela base", page.Find(".decision").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button, form"));
    }

    private static async Task<(Screen Screen, FakeOffice Office, IRenderedComponent<RequestPage> Page)> OpenAsync(PlanRequestItem request)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        office.Requests.Add(request);
        office.Messages.Add(new(Uuid7.New(A.Now), A.Clara.Name, false, "Precisamos de mais créditos.", A.Now.AddHours(-2)));
        var page = screen.Render<RequestPage>(with => with.Add(p => p.Key, request.Id.Value));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".decision")));
        return (screen, office, page);
    }

    private static void Decide(FakeOffice office, PlanRequestStatus status, string? month = null, string? reason = null) =>
        office.Requests[0] = office.Requests[0] with { Status = status, EffectiveMonth = month, Reason = reason, DecidedAt = A.Now };

    private static string PathOf(FakeOffice office, string part) => $"/api/back-office/plan-requests/{office.Requests[0].Id}/{part}";

    private static IElement Button<T>(IRenderedComponent<T> page, string text) where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
