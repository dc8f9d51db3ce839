using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>Somebody works with the list of tickets.</summary>
public sealed class TicketListJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    [Fact]
    public async Task Tickets_are_filtered_changed_together_kept_as_a_view_and_downloaded()
    {
        foreach (var (name, phone) in ((string, string)[])[("Lia Barraca", "lia.barraca"), ("Rui Barraca", "rui.barraca")])
            await (await world.NewCustomerAsync(name, phone)).WriteAsync("Alugam barraquinhas para a quermesse?");
        var bruno = await OpenSignedInAsync("Bruno", world.At("/tickets"), "bruno@loja.exemplo");
        var rows = bruno.GetByRole(AriaRole.Table).Locator("tbody tr");

        await bruno.GetByRole(AriaRole.Searchbox).FillAsync("quermesse");
        await Expect(rows).ToHaveCountAsync(2);
        await bruno.GetByLabel("Selecionar todos os tickets da página").CheckAsync();
        var bar = bruno.GetByRole(AriaRole.Form, new() { Name = "Alterar os tickets selecionados" });
        await bar.GetByLabel("Alterar…").SelectOptionAsync(new SelectOptionValue { Label = "Adicionar etiqueta" });
        await bar.GetByLabel("Etiqueta").FillAsync("Quermesse");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Aplicar" }).ClickAsync();
        await Expect(bruno.GetByText("Alterados: 2.")).ToBeVisibleAsync();
        await Expect(rows.First).ToContainTextAsync("quermesse");

        await bruno.GetByRole(AriaRole.Searchbox).FillAsync("");
        await bruno.GetByRole(AriaRole.Button, new() { Name = "Mais filtros" }).ClickAsync();
        await bruno.GetByLabel("Etiqueta", new() { Exact = true }).FillAsync("quermesse");
        await bruno.Keyboard.PressAsync("Enter");
        await Expect(bruno).ToHaveURLAsync(new Regex("tag=quermesse$"));
        await Expect(rows).ToHaveCountAsync(2);

        await bruno.GetByRole(AriaRole.Button, new() { Name = "Salvar visão" }).ClickAsync();
        await bruno.GetByLabel("Nome da visão").FillAsync("Da quermesse");
        await bruno.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Salvar" }).ClickAsync();
        var views = bruno.GetByRole(AriaRole.Navigation, new() { Name = "Visões" });
        await Expect(views.GetByRole(AriaRole.Link, new() { NameRegex = new("^Da quermesse") })).ToHaveAttributeAsync("aria-current", "page");
        await views.GetByRole(AriaRole.Button, new() { Name = "Abrir sempre com esta" }).ClickAsync();
        await Expect(views.GetByRole(AriaRole.Button, new() { Name = "Não abrir com esta" })).ToBeVisibleAsync();

        await bruno.GotoAsync(world.At("/tickets").ToString());
        await Expect(bruno).ToHaveURLAsync(new Regex("tag=quermesse$"));
        await Expect(rows).ToHaveCountAsync(2);
        var file = await bruno.RunAndWaitForDownloadAsync(() => bruno.GetByRole(AriaRole.Link, new() { Name = "Baixar CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("tickets.csv", file.SuggestedFilename);
        Assert.StartsWith("Nº;Status;", lines[0], StringComparison.Ordinal);
        Assert.Equal(["Lia Barraca", "Rui Barraca"], lines[1..].Select(line => line.Split(';')[4]).Order(StringComparer.Ordinal));

        await views.GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await bruno.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Excluir" }).ClickAsync();
        await Expect(views.GetByText("Da quermesse")).ToHaveCountAsync(0);
    }
}
