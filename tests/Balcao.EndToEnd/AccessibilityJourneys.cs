using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>
/// Every screen, light on a desktop and dark on a phone of 360 px: axe finds no fault, and nothing scrolls horizontally.
/// </summary>
[TakesLong(250)]
public sealed class AccessibilityJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    const int Narrow = 360;

    readonly List<(string Fault, string Where)> faults = [];

    [Fact]
    public async Task The_sign_in_page_is_accessible()
    {
        var page = await OpenAsync("Anyone", world.At("/sign-in"));
        await LookAsync(page, page.GetByRole(AriaRole.Button, new() { NameRegex = new("Ana Ribeiro") }));
        AssertNone();
    }

    [Fact]
    public async Task An_agent_s_screens_are_accessible()
    {
        var chat = await world.OpenChatOfAsync("Júlia");
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await LookAsync(ana, ana.Row("Júlia"));

        await ana.MoveToAsync(world.At($"/chats/{chat.Id}"));
        await LookAsync(ana, ana.Said("Amanhã de manhã, perfeito!"));

        var failed = await world.OpenChatOfAsync("Wagner Moura Leite");
        await ana.MoveToAsync(world.At($"/chats/{failed.Id}"));
        await LookAsync(ana, ana.GetByText("Confira se o cliente ainda usa o WhatsApp nele.")); // a sentence, not a code

        await ana.MoveToAsync(world.At("/tickets"));
        await LookAsync(ana, ana.GetByRole(AriaRole.Link, new() { Name = $"{chat.Ticket.Protocol}", Exact = true }));

        await ana.GetByRole(AriaRole.Button, new() { Name = "Mais filtros" }).ClickAsync();
        await ana.GetByLabel("Selecionar todos os tickets da página").CheckAsync();
        await LookAsync(ana, ana.GetByRole(AriaRole.Button, new() { Name = "Atribuir a mim" }));

        await ana.MoveToAsync(world.At($"/tickets/{chat.Ticket.Id}"));
        await LookAsync(ana, ana.GetByRole(AriaRole.Link, new() { Name = "Abrir a conversa" }));

        await ana.MoveToAsync(world.At("/contacts"));
        await LookAsync(ana, ana.GetByRole(AriaRole.Link).Filter(new() { HasText = "Andréia Fonseca" }).First);

        await ana.MoveToAsync(world.At($"/contacts/{chat.Contact.Id}"));
        await LookAsync(ana, ana.GetByRole(AriaRole.Link, new() { Name = "Abrir conversa" }).First);

        await ana.GetByTitle("Ana Ribeiro, Disponível").ClickAsync();
        await ana.GetByRole(AriaRole.Button, new() { Name = "Sessões", Exact = true }).ClickAsync();
        await LookAsync(ana, ana.GetByRole(AriaRole.Dialog).GetByText("Esta sessão"));
        AssertNone();
    }

    [Fact]
    public async Task An_administrator_s_screens_are_accessible()
    {
        var clara = await OpenSignedInAsync("Clara", world.At("/people"), "clara@loja.exemplo"); // leads to /settings/people
        await LookAsync(clara, clara.GetByText("diego@loja.exemplo"));
        foreach (var (page, seen) in ((string, string)[])[("chat/groups", "Financeiro"), ("chat/groups/new", "Seleção de serviço"), ("chat/whatsapp", "Horários de atendimento"), ("chat/whatsapp?number=all", "Soma"), ("chat/whatsapp/requests", "Solicitações: "), ("tokens", "Demonstração"), ("templates", "Modelos"), ("audit", "Baixar CSV")])
            await LookAtPageAsync(page, seen);

        await clara.MoveToAsync(world.At("/settings/macros"));
        await LookAsync(clara, clara.GetByRole(AriaRole.Link, new() { Name = "Despedida" }));
        await clara.MoveToAsync(world.At("/settings/macros/new"));
        await clara.GetByLabel("Texto", new() { Exact = true }).PressSequentiallyAsync("Olá, {nome");
        await LookAsync(clara, clara.Locator(".variable-field [role=option]").First);
        // Without a text there is nothing to keep, so nobody is asked.
        await clara.GetByLabel("Texto", new() { Exact = true }).FillAsync("");
        await clara.MoveToAsync(world.At("/settings/me"));
        await LookAsync(clara, clara.GetByRole(AriaRole.Heading, new() { Name = "Minhas preferências" }));
        await clara.MoveToAsync(world.At("/settings/tickets/categories"));
        await LookAsync(clara, clara.GetByRole(AriaRole.Button, new() { Name = "Nova categoria" }));
        await clara.MoveToAsync(world.At("/settings/tickets/fields"));
        await LookAsync(clara, clara.GetByRole(AriaRole.Button, new() { Name = "Novo campo" }));
        await clara.GotoAsync(world.At("/settings/tickets/targets").ToString());
        await LookAsync(clara, clara.GetByRole(AriaRole.Button, new() { Name = "Salvar" }));
        AssertNone();

        async Task LookAtPageAsync(string page, string seen)
        {
            await clara.MoveToAsync(world.At("/settings/" + page));
            await LookAsync(clara, clara.Locator(".settings-pane").GetByText(seen).First);
        }
    }

    [Fact]
    public async Task The_hours_of_a_number_are_accessible()
    {
        var renata = await OpenSignedInAsync("Renata", world.At(HoursJourneys.Path), "renata@outra.exemplo");
        await LookAsync(renata, renata.GetByRole(AriaRole.Heading, new() { Name = "Exceções" }));
        AssertNone();
    }

    [Fact]
    public async Task The_back_office_is_accessible()
    {
        var otavio = await OpenSignedInAsync("Otávio", world.At("/back-office"), "otavio@balcao.exemplo");
        var shop = otavio.GetByRole(AriaRole.Link, new() { Name = "Loja Exemplo" });
        await LookAsync(otavio, shop);
        await shop.ClickAsync();
        await LookAsync(otavio, otavio.GetByText("+55 11 4000-0500"));
        await otavio.MoveToAsync(world.At("/back-office/audit"));
        await LookAsync(otavio, otavio.Locator(".entries li").First);
        foreach (var (page, title) in ((string, string)[])[("plans", "Planos"), ("consumption", "Contratos e consumo"), ("meta-rates", "Tabela da Meta"), ("plan-requests", "Solicitações"), ("unknown-numbers", "Números desconhecidos"), ("set-aside", "Atualizações separadas"), ("operators", "Operadores")])
        {
            await otavio.MoveToAsync(world.At("/back-office/" + page));
            await Expect(otavio.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
            await Expect(otavio.GetByRole(AriaRole.Status, new() { Name = "Carregando" })).ToHaveCountAsync(0);
            await LookAsync(otavio, otavio.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }));
        }
        AssertNone();
    }

    [Fact]
    public async Task The_customers_phones_are_accessible()
    {
        var page = await OpenAsync("Customers", world.Phones);
        await LookAsync(page, page.PhoneOf("Theo").Messages.Last);
        foreach (var (panel, title) in ((string, string)[])[("faults", "Falhas"), ("events", "Avisos")])
        {
            await page.GotoAsync(new Uri(world.Phones, $"/?show={panel}").ToString());
            // The rest of the page was checked before.
            var beside = page.GetByRole(AriaRole.Complementary, new() { Name = title });
            await LookAsync(page, beside, part: beside);
        }
        AssertNone();
    }

    async Task LookAsync(IPage page, ILocator isThere, ILocator? part = null)
    {
        var (desk, path) = (page.ViewportSize!, new Uri(page.Url).AbsolutePath);
        foreach (var (scheme, width) in ((ColorScheme, int)[])[(ColorScheme.Dark, Narrow), (ColorScheme.Light, desk.Width)])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, desk.Height);
            await Expect(isThere).ToBeVisibleAsync();
            await ExpectThemeAsync(page, scheme);
            foreach (var fault in await page.AccessibilityFaultsAsync([], part)) Note(fault);
            if (await page.WidthBeyondScreenAsync() is > 0 and var beyond) Note($"{beyond} px wider than the screen");

            void Note(string fault) => faults.Add((fault, $"{path} {scheme} {width}"));
        }
    }

    /// <summary>
    /// The client changes its colours by script. The phones' page uses only its style sheet, so it changes immediately.
    /// </summary>
    static Task ExpectThemeAsync(IPage page, ColorScheme scheme) =>
        Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", new Regex(scheme is ColorScheme.Dark ? "dark|auto" : "light|auto"));

    // A fault that occurs on several pages is reported once.
    void AssertNone() => Assert.True(faults.Count == 0, string.Join('\n', faults
        .GroupBy(found => found.Fault, found => found.Where)
        .Select(places => $"{places.Key}\n    at {string.Join(", ", places)}")));
}
