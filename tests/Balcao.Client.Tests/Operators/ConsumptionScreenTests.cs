using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Operators;

/// <summary>The consumption of all tenants and numbers for a month.</summary>
public sealed class ConsumptionScreenTests
{
    [Fact, Rule("W5")]
    public async Task All_numbers_are_listed_by_tenant_with_sums_of_each_currency()
    {
        var (screen, page) = await OpenAsync();
        await using var closed = screen;

        Assert.Equal(
            ["Ótica Luz +55 11 4000-0700", "Padaria Estrela +55 11 4000-0500", "Padaria Estrela +55 11 4000-0501"],
            page.FindAll("tbody tr").Select(row => $"{row.Children[0].TextContent} {row.Children[1].TextContent}"));
        var first = page.FindAll("tbody tr")[1];
        Assert.Equal(["1.234", "12", "3", "1.500,5", "150%", "500,5", "R$ 350,25"], first.Children.Skip(4).Take(7).Select(cell => Plain(cell.TextContent)));
        Assert.Equal(
            ["Total em BRL, números: 2 R$ 600,25 Créditos usados: 2.300,5, extras: 500,5 Mensalidades: R$ 200,00, créditos extras: R$ 400,25",
             "Total em USD, números: 1 US$ 120,00 Créditos usados: 10, extras: 0 Mensalidades: US$ 100,00, créditos extras: US$ 20,00"],
            page.FindAll(".sums > div").Select(sum => string.Join(' ', sum.Children.Select(part => Plain(part.TextContent)))));
        Assert.Contains("Mês em andamento", page.Find(".state").TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("W5")]
    public async Task A_search_is_kept_in_the_address_and_the_sums_are_those_of_what_it_leaves()
    {
        var (screen, page) = await OpenAsync();
        await using var closed = screen;

        page.Find("input[type=search]").Input("otica");

        page.WaitForAssertion(() => Assert.Equal("+55 11 4000-0700", Assert.Single(page.FindAll("tbody tr")).Children[1].TextContent));
        Assert.Equal("1 de 3", page.Find(".toolbar .count").TextContent);
        Assert.StartsWith("Total em USD", Assert.Single(page.FindAll(".sums > div")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.EndsWith("?q=otica", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);

        page.Find("input[type=search]").Input("zebra");
        page.WaitForAssertion(() => Assert.Contains("Nenhum número com este filtro", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".sums"));
    }

    [Fact, Rule("W5")]
    public async Task A_month_has_an_address_and_is_asked_for_anew()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.Consumption.Add(FakeOffice.Used("+55 11 4000-0500", A.Padaria, 10, 100, isFinal: true));
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/back-office/consumption?month=2024-02");
        var page = screen.Render<ConsumptionPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Equal("/api/back-office/consumption?month=2024-02", office.Asked.Last(asked => asked.Path.Contains("/consumption", StringComparison.Ordinal)).Path);
        Assert.Equal("2024-02", page.Find("select").GetAttribute("value"));
        Assert.Contains("Mês encerrado", page.Find(".state").TextContent, StringComparison.Ordinal);

        page.Find("select").Change("2026-10");

        page.WaitForAssertion(() => Assert.Equal("/api/back-office/consumption?month=2026-10", office.Asked.Last(asked => asked.Path.Contains("/consumption", StringComparison.Ordinal)).Path));
        Assert.EndsWith("?month=2026-10", navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("outubro de 2026", page.FindAll("option")[1].TextContent);
    }

    [Fact, Rule("C10", "W6")]
    public async Task Beside_what_was_sold_stand_the_cost_at_Meta_and_the_margin()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        foreach (var (display, margin, currency, unknown) in ((string, decimal?, string, int)[])[("+55 11 4000-0500", 62.5m, "BRL", 0), ("+55 11 4000-0501", null, "USD", 0), ("+55 11 4000-0502", null, "", 3)])
        {
            var number = FakeOffice.Used(display, A.Padaria, 10, 100);
            office.Consumption.Add(number);
            office.MetaCosts.Add(new()
            {
                NumberId = number.NumberId, Sold = 100, Currency = "BRL", Costs = currency.Length > 0 ? [new(currency, 37.5m)] : [], Pending = 0, UnknownRate = unknown, Differences = 0, Margin = margin,
            });
        }

        var page = screen.Render<ConsumptionPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["R$ 37,50|R$ 62,50", "US$ 37,50|–", "–|–"], page.FindAll("tbody tr").Select(row => $"{Plain(row.Children[11].TextContent)}|{Plain(row.Children[12].TextContent)}")));
    }

    [Fact]
    public async Task Each_number_leads_to_its_contract()
    {
        var (screen, page) = await OpenAsync();
        await using var closed = screen;
        var link = page.FindAll("tbody tr")[0].QuerySelector("a")!;

        Assert.Matches("^/back-office/numbers/[0-9a-f-]{36}/contract$", link.GetAttribute("href"));
        Assert.Equal("Contrato de +55 11 4000-0700", link.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_month_without_contracts_says_so()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = screen.Render<ConsumptionPage>();
        page.WaitForAssertion(() => Assert.Contains("Nenhum número tem contrato neste mês", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".sums, .state"));
    }

    private static async Task<(Screen Screen, IRenderedComponent<ConsumptionPage> Page)> OpenAsync()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        office.Consumption.AddRange([
            FakeOffice.Used("+55 11 4000-0501", A.Padaria, 800, 250),
            FakeOffice.Used("+55 11 4000-0700", FakeOffice.Other, 10, 120, "USD"),
            FakeOffice.Used("+55 11 4000-0500", A.Padaria, 1500.5m, 350.25m),
        ]);
        var page = screen.Render<ConsumptionPage>();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        return (screen, page);
    }

    private static string Plain(string text) => text.Trim().Replace('\u00A0', ' ').Replace(" %", "%", StringComparison.Ordinal);
}
