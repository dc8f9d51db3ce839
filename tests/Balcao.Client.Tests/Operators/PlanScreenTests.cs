using System.Text.Json;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Operators;

/// <summary>The list of plans and the dialog in which one is created or edited.</summary>
public sealed class PlanScreenTests
{
    [Fact, Rule("C1")]
    public async Task The_list_shows_what_each_plan_is_and_how_many_contracts_have_it()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = screen.Render<PlansPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        Assert.Equal(
            ["Básico", "1.000", "R$ 199,90", "R$ 0,0525", "1", "1", "8", "1", "1", "Sim", "2", "Editar"],
            page.FindAll("tbody tr")[0].Children.Select(cell => cell.TextContent.Trim().Replace('\u00A0', ' ')));
        Assert.Equal("Não", page.FindAll("tbody tr")[1].Children[9].TextContent);

        page.Find("input[type=search]").Input("basico");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Equal("1 de 2", page.Find(".toolbar .count").TextContent);
        page.Find("input[type=search]").Input("zebra");
        page.WaitForAssertion(() => Assert.Contains("Nenhum plano com este nome", page.Markup, StringComparison.Ordinal));
    }

    [Fact, Rule("C1")]
    public async Task A_plan_is_created_from_what_is_typed_as_people_write_it()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync(screen, null);
        Assert.DoesNotContain("ficam com os valores", dialog.Markup, StringComparison.Ordinal);

        Type(dialog, "Nome", "Avançado");
        Type(dialog, "Créditos por mês", "5.000");
        Type(dialog, "Mensalidade", "1.499,90");
        Type(dialog, "Crédito extra", "0,045");
        Type(dialog, "Template de marketing", "7,5");
        dialog.Find("select").Change("USD");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        var saved = Saved(office);
        Assert.Equal(("Avançado", "USD", 5000m, 1499.9m, 0.045m, true, null), (saved.Name, saved.Currency, saved.CreditsPerMonth, saved.MonthlyFee, saved.ExtraCreditCost, saved.IsOffered, saved.Version));
        Assert.Equal([1, 1, 7.5m, 1, 1], saved.Tariff!.Select(price => price.Credits));
        Assert.Equal("POST", office.Written.Single().Method);
    }

    [Fact, Rule("C6")]
    public async Task An_edit_says_that_contracts_keep_their_figures()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync(screen, FakeOffice.Basic);
        Assert.Contains("Os contratos que já têm este plano ficam com os valores que receberam", dialog.Markup, StringComparison.Ordinal);

        Type(dialog, "Mensalidade", "249");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal((4, 249m, 0.0525m), (Saved(office).Version, Saved(office).MonthlyFee, Saved(office).ExtraCreditCost));
        Assert.Equal(("PUT", $"/api/back-office/plans/{FakeOffice.Basic.Id}"), (office.Written.Single().Method, office.Written.Single().Path));
    }

    [Fact]
    public async Task A_number_that_cannot_be_read_is_refused_at_its_field_without_asking_the_server()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync(screen, FakeOffice.Basic);
        Type(dialog, "Template de utilidade", "1.5");
        dialog.Find("form").Submit();

        Assert.Equal("Escreva um número, por exemplo 1.234,50.", ErrorAt(dialog, "Template de utilidade"));
        Assert.Empty(office.Written);
    }

    [Theory]
    [InlineData("name", "Nome")]
    [InlineData("extraCreditCost", "Crédito extra")]
    [InlineData("currency", "Moeda")]
    public async Task A_refusal_is_shown_at_its_field_and_what_was_typed_stays(string field, string label)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync(screen, FakeOffice.Basic);
        office.Refusal = new("plan.any", "Assim não.", 400, field);
        Type(dialog, "Mensalidade", "333");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Equal("Assim não.", ErrorAt(dialog, label)));
        Assert.Empty(dialog.FindAll(".form-failure"));
        Assert.Equal("333", InputOf(dialog, "Mensalidade").GetAttribute("value"));
    }

    [Theory]
    [InlineData("Carregar o que foi salvo", "R$ 299")]
    [InlineData("Salvar o meu por cima", "R$ 333")]
    public async Task Whose_figures_stay_is_asked_if_somebody_else_saved_meanwhile(string choice, string wanted)
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync(screen, FakeOffice.Basic);
        office.Plans[0] = FakeOffice.Basic with { Version = 9, Terms = FakeOffice.Basic.Terms with { MonthlyFee = 299 } };
        office.Refusal = new("setting.changedMeanwhile", FakeOffice.Stale, 409);
        Type(dialog, "Mensalidade", "333");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Contains(FakeOffice.Stale, dialog.Find(".changed-meanwhile").TextContent, StringComparison.Ordinal));
        Assert.Equal("333", InputOf(dialog, "Mensalidade").GetAttribute("value"));
        dialog.FindAll(".changed-meanwhile button").Single(button => button.TextContent.Trim() == choice).Click();

        if (choice.StartsWith("Carregar", StringComparison.Ordinal))
        {
            dialog.WaitForAssertion(() => Assert.Equal("299", InputOf(dialog, "Mensalidade").GetAttribute("value")));
            dialog.Find("form").Submit();
        }
        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal((9, wanted), (Saved(office).Version, $"R$ {Saved(office).MonthlyFee:0}"));
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(Screen screen, PlanItem? plan)
    {
        var provider = screen.Render<MudDialogProvider>();
        var dialogs = screen.Services.GetRequiredService<IDialogService>();
        await provider.InvokeAsync(() => dialogs.ShowAsync<PlanDialog>("Plano", new DialogParameters<PlanDialog> { { dialog => dialog.Plan, plan } }));
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll("form")));
        return provider;
    }

    private static AngleSharp.Dom.IElement FieldOf(IRenderedComponent<MudDialogProvider> dialog, string label) =>
        dialog.FindAll(".field, .choice-field").Single(field => field.QuerySelector("label")!.TextContent == label);

    private static AngleSharp.Dom.IElement InputOf(IRenderedComponent<MudDialogProvider> dialog, string label) => FieldOf(dialog, label).QuerySelector("input")!;

    private static string? ErrorAt(IRenderedComponent<MudDialogProvider> dialog, string label) => FieldOf(dialog, label).QuerySelector("[role=alert]")?.TextContent;

    private static void Type(IRenderedComponent<MudDialogProvider> dialog, string label, string text) => InputOf(dialog, label).Input(text);

    private static SavePlanRequest Saved(FakeOffice office) => JsonSerializer.Deserialize(office.Written.Last().Body, ContractJson.Default.SavePlanRequest)!;
}
