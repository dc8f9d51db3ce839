using System.Text.Json;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Operators;

/// <summary>Meta's price list: its prices, a new one, and a file of them.</summary>
public sealed class MetaRatesScreenTests
{
    [Fact, Rule("C10")]
    public async Task The_list_shows_each_price_and_can_be_filtered()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.MetaRates.AddRange([
            new(MetaRateId.New(A.Now), "BR", "marketing", 0.0625m, "USD", new DateOnly(2026, 10, 1)),
            new(MetaRateId.New(A.Now), "Rest of Latin America", "authentication-international", 0.123456m, "USD", new DateOnly(2026, 10, 1)),
        ]);
        var page = screen.Render<MetaRatesPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        Assert.Equal(
            ["BR|Marketing|US$ 0,0625|01/10/2026", "Rest of Latin America|Autenticação internacional|US$ 0,123456|01/10/2026"],
            page.FindAll("tbody tr").Select(row => string.Join('|', row.Children.Take(4).Select(cell => cell.TextContent.Trim().Replace('\u00A0', ' ')))));
        Assert.Equal("Excluir o preço de BR, Marketing, 01/10/2026", page.Find("tbody button").GetAttribute("aria-label"));
        page.Find("input[type=search]").Input("autenticacao");
        page.WaitForAssertion(() => Assert.Equal("Rest of Latin America", Assert.Single(page.FindAll("tbody tr")).Children[0].TextContent));
    }

    [Fact, Rule("C10")]
    public async Task An_empty_list_says_what_belongs_there()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = screen.Render<MetaRatesPage>();

        page.WaitForAssertion(() => Assert.Contains("Nenhum preço ainda", page.Markup, StringComparison.Ordinal));
    }

    [Fact, Rule("C10")]
    public async Task A_price_is_typed_as_people_write_it_and_a_refusal_stands_at_its_field()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync<MetaRateDialog>(screen);
        Field(dialog, "Mercado").Input("Marte");
        Field(dialog, "Preço por mensagem").Input("0,0625");
        Field(dialog, "Vale a partir de").Input("2026-10-01");
        office.Refusal = new("metaRate.marketUnknown", "Mercado desconhecido.", 400, "market");
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("Mercado desconhecido.", dialog.Find(".field .error").TextContent));

        Field(dialog, "Mercado").Input("BR");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        var saved = JsonSerializer.Deserialize(office.Written.Last().Body, ContractJson.Default.SaveMetaRateRequest)!;
        Assert.Equal(("BR", "marketing", 0.0625m, "USD", new DateOnly(2026, 10, 1)), (saved.Market, saved.Category, saved.Price, saved.Currency, saved.ValidFrom));
    }

    [Fact, Rule("C10")]
    public async Task A_file_is_shown_before_it_is_imported_and_its_errors_are_named_by_line()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialog = await OpenAsync<MetaRatesImportDialog>(screen);
        office.Import = new(0, 0, [new(3, new("metaRate.dayInvalid", "Data inválida.", 400, "validFrom"))]);
        dialog.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("BR,marketing,1,USD,ontem", "meta.csv"));
        dialog.WaitForAssertion(() => Assert.Equal("BR,marketing,1,USD,ontem", dialog.Find("textarea").GetAttribute("value")));
        dialog.Find("form").Submit();
        dialog.WaitForAssertion(() => Assert.Equal("Linha 3: Data inválida.", dialog.Find("li").TextContent));
        Assert.Contains("Nada foi salvo", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        office.Import = new(1, 0, []);
        dialog.Find("textarea").Input("BR,marketing,1,USD,2026-10-01");
        dialog.Find("form").Submit();

        dialog.WaitForAssertion(() => Assert.Empty(dialog.FindAll("form")));
        Assert.Equal("BR,marketing,1,USD,2026-10-01", JsonSerializer.Deserialize(office.Written.Last().Body, ContractJson.Default.ImportMetaRatesRequest)!.Csv);
    }

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<MudDialogProvider> dialog, string label) =>
        dialog.Find("#" + dialog.FindAll("label").Single(candidate => candidate.TextContent == label).GetAttribute("for"));

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync<T>(Screen screen) where T : Microsoft.AspNetCore.Components.ComponentBase
    {
        var provider = screen.Render<MudDialogProvider>();
        await provider.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>().ShowAsync<T>("Diálogo"));
        provider.WaitForElement("form");
        return provider;
    }
}
