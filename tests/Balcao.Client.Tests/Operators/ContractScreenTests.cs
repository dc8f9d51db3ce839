using AngleSharp.Dom;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using MudBlazor;

namespace Balcao.Client.Tests.Operators;

/// <summary>The contract of a number: its plans by month, its cap, its suspension and its end.</summary>
public sealed class ContractScreenTests
{
    private static readonly string Path = $"/api/back-office/numbers/{A.Number.Id}/contract";

    [Fact, Rule("P1")]
    public async Task The_plans_stand_by_month_with_the_newest_first_and_the_one_in_force_marked()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = Open(screen);

        Assert.Equal(
            ["1º de janeiro de 2027 · Agendado", "1º de agosto de 2026 · Em vigor", "1º de março de 2026 · "],
            page.FindAll("tbody tr").Select(row => $"{row.Children[0].TextContent} · {row.Children[2].TextContent.Trim()}"));
        Assert.Equal("R$ 199,90", page.Find("tr[aria-current=true]").Children[4].TextContent.Replace('\u00A0', ' '));
        Assert.Equal("Contrato de " + A.Number.Display, page.Find("h1").TextContent);
        Assert.Equal([A.Padaria.Name, "Ativo", "16/03/2026", "America/Sao_Paulo"], page.FindAll(".facts dd").Select(fact => fact.TextContent.Trim()));
        Assert.Equal($"/back-office/{A.Padaria.Id}", page.Find(".facts a").GetAttribute("href"));
    }

    [Fact, Rule("C8")]
    public async Task A_plan_is_given_from_the_current_month_or_one_of_the_next_twelve()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = Open(screen);
        var months = Selects(page)[1].Children.Select(option => option.GetAttribute("value")).ToList();
        Assert.Equal(("2026-11", "2027-11", 13), (months[0], months[^1], months.Count));
        // Only what is offered may be given.
        Assert.Equal(["Escolha um plano", "Básico"], Selects(page)[0].Children.Select(option => option.TextContent));
        Assert.Equal("2026-12", Selects(page)[1].GetAttribute("value"));

        Button(page, "Atribuir plano").Closest("form")!.Submit();
        Assert.Contains("Escolha um plano", page.Find(".choice-field [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(office.Written);

        Selects(page)[0].Change(FakeOffice.Basic.Id.ToString());
        Selects(page)[1].Change("2026-11");
        Assert.Contains("Vale para o mês inteiro", page.Markup, StringComparison.Ordinal);
        Button(page, "Atribuir plano").Closest("form")!.Submit();

        page.WaitForAssertion(() => Assert.Equal(("PUT", Path + "/plan", $$"""{"fromMonth":"2026-11","planId":"{{FakeOffice.Basic.Id}}"}"""), office.Written.Single()));
    }

    [Fact, Rule("C8")]
    public async Task A_refused_plan_is_told_at_its_field_and_the_choice_stays()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = Open(screen);
        office.Refusal = new("plan.notOffered", "Este plano não é oferecido.", 409, "planId");
        Selects(page)[0].Change(FakeOffice.Basic.Id.ToString());
        Button(page, "Atribuir plano").Closest("form")!.Submit();

        page.WaitForAssertion(() => Assert.Equal("Este plano não é oferecido.", page.Find(".choice-field [role=alert]").TextContent));
        Assert.Equal(FakeOffice.Basic.Id.ToString(), Selects(page)[0].GetAttribute("value"));
    }

    [Fact, Rule("P5")]
    public async Task A_suspension_is_asked_for_once_with_what_it_does_and_is_ended_at_once()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = Open(screen);
        page.Find("input").Input("900"); // typed and not saved: it stays

        Button(page, "Suspender").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("as mensagens continuam chegando; os envios são recusados", dialogs.Markup, StringComparison.Ordinal));
        Assert.Empty(office.Written);
        Button(dialogs, "Cancelar").Click();
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("[role=dialog]")));
        Assert.Empty(office.Written);

        Button(page, "Suspender").Click();
        dialogs.WaitForAssertion(() => Assert.NotEmpty(dialogs.FindAll("[role=dialog]")));
        Button(dialogs, "Suspender").Click();

        page.WaitForAssertion(() => Assert.Contains("Suspenso", page.Find(".facts .tag").TextContent, StringComparison.Ordinal));
        Assert.Equal(("PUT", Path, """{"isSuspended":true,"version":3}"""), office.Written.Single());
        Assert.Equal("900", page.Find("input").GetAttribute("value"));

        Button(page, "Retomar").Click();
        page.WaitForAssertion(() => Assert.Equal("""{"isSuspended":false,"version":4}""", office.Written.Last().Body));
    }

    [Theory, Rule("C9")]
    [InlineData("1.500,5", """{"isSuspended":false,"cap":1500.5,"version":3}""")]
    [InlineData("", """{"isSuspended":false,"version":3}""")]
    public async Task A_cap_is_saved_or_taken_away(string typed, string body)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Contract = FakeOffice.ContractOf(ContractStatus.Active, cap: 800);
        var page = Open(screen);
        Assert.Equal("800", page.Find("input").GetAttribute("value"));
        page.Find("input").Input("oitocentos");
        Button(page, "Salvar limite").Closest("form")!.Submit();
        Assert.StartsWith("Escreva um número", page.Find(".field [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(office.Written);

        page.Find("input").Input(typed);
        Button(page, "Salvar limite").Closest("form")!.Submit();

        page.WaitForAssertion(() => Assert.Equal(("PUT", Path, body), office.Written.Single()));
    }

    [Theory, Rule("C9")]
    [InlineData("Carregar o que foi salvo", "700", 1)]
    [InlineData("Salvar o meu por cima", "900", 2)]
    public async Task Whose_cap_stays_is_asked_if_somebody_else_changed_the_contract_meanwhile(string choice, string shown, int writes)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = Open(screen);
        office.Contract = FakeOffice.ContractOf(ContractStatus.Suspended, cap: 700, version: 8);
        office.Refusal = new("setting.changedMeanwhile", FakeOffice.Stale, 409);
        page.Find("input").Input("900");
        Button(page, "Salvar limite").Closest("form")!.Submit();

        page.WaitForAssertion(() => Assert.Contains(FakeOffice.Stale, page.Find(".changed-meanwhile").TextContent, StringComparison.Ordinal));
        Assert.Equal("900", page.Find("input").GetAttribute("value"));
        Button(page, choice).Click();

        page.WaitForAssertion(() => Assert.Equal(writes, office.Written.Count()));
        page.WaitForAssertion(() => Assert.Equal(shown, page.Find("input").GetAttribute("value")));
        // The suspension of the other operator is not undone.
        Assert.Equal(ContractStatus.Suspended, office.Contract.Status);
        if (writes == 2) Assert.Equal("""{"isSuspended":true,"cap":900,"version":8}""", office.Written.Last().Body);
    }

    [Fact, Rule("R2")]
    public async Task A_contract_is_cancelled_from_a_month_on_and_the_cancellation_is_taken_back()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = Open(screen);
        Assert.Equal("2026-12", Selects(page)[2].Children[0].GetAttribute("value"));
        Assert.Equal(12, Selects(page)[2].Children.Length);

        Selects(page)[2].Change("2027-02");
        Button(page, "Cancelar contrato").Closest("form")!.Submit();
        dialogs.WaitForAssertion(() => Assert.Contains("Termina em 1º de fevereiro de 2027", dialogs.Markup, StringComparison.Ordinal));
        Button(dialogs, "Cancelar contrato").Click();

        page.WaitForAssertion(() => Assert.Contains("O contrato termina em 1º de fevereiro de 2027", page.Markup, StringComparison.Ordinal));
        Assert.Equal(("PUT", Path + "/cancellation", """{"fromMonth":"2027-02"}"""), office.Written.Single());

        Button(page, "Desfazer cancelamento").Click();
        page.WaitForAssertion(() => Assert.Equal("{}", office.Written.Last().Body));
        page.WaitForAssertion(() => Assert.NotNull(Button(page, "Cancelar contrato")));
    }

    [Fact]
    public async Task A_contract_that_has_ended_shows_when_and_offers_nothing()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Contract = FakeOffice.ContractOf(ContractStatus.Cancelled, "2026-10");
        var page = Open(screen);

        Assert.Contains("O contrato terminou em 1º de outubro de 2026", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button, form"));
    }

    [Fact, Rule("C1")]
    public async Task A_number_that_was_released_without_a_plan_has_the_default_tariff()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Contract = office.Contract with { Plans = [new("2026-03", null, FakeOffice.Terms("", 0, 0, 0))] };

        Assert.Equal("Tarifa padrão", Open(screen).Find("tbody strong").TextContent);
    }

    [Fact]
    public async Task A_contract_that_cannot_be_read_says_why_and_is_tried_again()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var usual = screen.Desk.Server.Instead!;
        screen.Desk.Server.Instead = _ => throw new HttpRequestException("no way");
        var page = screen.Render<ContractPage>(with => with.Add(p => p.Key, A.Number.Id.Value));
        page.WaitForAssertion(() => Assert.Contains("Sem resposta do servidor", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        screen.Desk.Server.Instead = usual;
        Button(page, "Tentar de novo").Click();
        page.WaitForAssertion(() => Assert.Equal(office.Contract.Plans.Count, page.FindAll("tbody tr").Count));
    }

    private static IRenderedComponent<ContractPage> Open(Screen screen)
    {
        var page = screen.Render<ContractPage>(with => with.Add(p => p.Key, A.Number.Id.Value));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("tbody tr")));
        return page;
    }

    private static IReadOnlyList<IElement> Selects(IRenderedComponent<ContractPage> page) => page.FindAll("select");

    private static IElement Button<T>(IRenderedComponent<T> page, string text) where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
