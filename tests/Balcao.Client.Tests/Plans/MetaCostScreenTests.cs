using Balcao.Client.Plans;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Plans;

/// <summary>Beside the credits: what Meta charges for the same messages, and where the two differ.</summary>
public sealed class MetaCostScreenTests
{
    private static async Task<(Screen Screen, FakePlans Plans)> OpenAsync()
    {
        var screen = await Screen.OpenAsync(A.Me(A.Ana));
        return (screen, screen.Desk.Server.Plans);
    }

    private static IRenderedComponent<MetaCost> Show(Screen screen)
    {
        var shown = screen.Render<MetaCost>(with => with.Add(c => c.Number, A.Number.Id).Add(c => c.Month, "2026-11"));
        shown.WaitForElement("dl");
        return shown;
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    private static MetaDifference Difference(MetaDifferenceKind kind, string? category) =>
        new(kind, MessageId.New(A.Now), ConversationId.New(A.Now), A.Now, ChargeType.TemplateMarketing, category, "regular");

    [Fact, Rule("W6", "C10")]
    public async Task Counts_and_cost_stand_by_category()
    {
        var (screen, _) = await OpenAsync();
        await using var closed = screen;

        var shown = Show(screen);

        Assert.Equal(
            ["Marketing|100|98|2|0|R$ 30,625", "Atendimento|1.200|200|1.000|0|R$ 7,00"],
            shown.FindAll("tbody tr").Select(row => Plain(string.Join('|', row.Children.Select(cell => cell.TextContent)))));
        Assert.Equal("R$ 37,625", Plain(shown.Find("tfoot strong").TextContent));
        Assert.Equal("Sem preço ainda12", shown.Find("dl").TextContent);
        Assert.Contains("Nenhuma diferença", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Ainda não há tabela", shown.Markup, StringComparison.Ordinal);
    }

    [Fact, Rule("W6")]
    public async Task Without_a_price_list_it_says_so_and_shows_no_cost()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.MetaCost = new("2026-11", false, [new("service", 5, 5, 0, 5, [])], [], 0, 5, 0);

        var shown = Show(screen);

        Assert.Contains("Ainda não há tabela de preços da Meta", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("–", shown.Find("tfoot strong").TextContent);
    }

    [Fact, Rule("W6")]
    public async Task A_price_that_is_not_on_the_list_is_said_to_be_missing_in_the_total()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.MetaCost = plans.MetaCost with { UnknownRate = 3, Categories = [.. plans.MetaCost.Categories, new("marketing_lite", 3, 3, 0, 3, [])] };

        var shown = Show(screen);

        Assert.Contains("não está na tabela: 3.", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("marketing_lite|3|3|0|3|–", string.Join('|', shown.FindAll("tbody tr")[2].Children.Select(cell => cell.TextContent)));
    }

    [Fact, Rule("C10")]
    public async Task Differences_open_behind_a_button_page_by_page_and_each_leads_to_its_message()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.MetaCost = plans.MetaCost with { Differences = 3 };
        plans.Differences.AddRange([Difference(MetaDifferenceKind.Category, "utility"), Difference(MetaDifferenceKind.NotPriced, null), Difference(MetaDifferenceKind.FailedButPriced, "marketing")]);
        var shown = Show(screen);
        Assert.Empty(shown.FindAll(".differences"));

        shown.Find("button[aria-expanded=false]").Click();

        shown.WaitForAssertion(() => Assert.Equal(2, shown.FindAll(".differences tbody tr").Count));
        shown.Find(".differences > button").Click();
        shown.WaitForAssertion(() => Assert.Equal(3, shown.FindAll(".differences tbody tr").Count));
        Assert.Empty(shown.FindAll(".differences > button"));
        Assert.Equal(
            ["Outra categoria|Template de marketing|Utilidade", "Entregue sem preço do WhatsApp|Template de marketing|–", "Falhou, mas o WhatsApp informou preço|Template de marketing|Marketing"],
            shown.FindAll(".differences tbody tr").Select(row => string.Join('|', row.Children.Skip(1).Take(3).Select(cell => cell.TextContent))));
        var first = plans.Differences[0];
        Assert.Equal($"/conversations/{first.ConversationId}?message={first.MessageId}", shown.Find(".differences a").GetAttribute("href"));
        Assert.Equal("Ocultar diferenças", shown.Find("button[aria-expanded=true]").TextContent);
    }
}
