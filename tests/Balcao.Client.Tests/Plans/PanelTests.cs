using Balcao.Client.Numbers;
using Balcao.Client.Plans;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Plans;

/// <summary>The panel of a number: what was sold, its hours, what it used; and all numbers in one table.</summary>
public sealed class PanelTests
{
    private static readonly NumberItem First = new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, A.Encomendas, 0)
    {
        Hours = new(true, A.Now.AddHours(1), "America/Sao_Paulo", false),
    };

    private static readonly NumberItem Second = new(ChannelId.New(A.Now), "+55 11 4000-0501", "100200300400501", "700800900", NumberStatus.Active, null, 14);

    private static async Task<(Screen Screen, FakePlans Plans)> OpenAsync(bool isAdministrator = true, params NumberItem[] numbers)
    {
        var screen = await Screen.OpenAsync(isAdministrator ? A.Me(A.Clara, Role.Administrator) : A.Me(A.Ana));
        screen.Desk.Server.Numbers.AddRange(numbers.Length > 0 ? numbers : [First]);
        screen.Desk.Server.Hours = new(new() { TimeZone = "America/Sao_Paulo", Weekly = [new(DayOfWeek.Monday, 480, 720), new(DayOfWeek.Monday, 780, 1080)] }, First.Hours!);
        screen.Desk.Store.Load([], 10, screen.Desk.Server.Numbers);
        screen.Render<MudPopoverProvider>(); // for the menu
        return (screen, screen.Desk.Server.Plans);
    }

    private static NavigationManager Navigation(Screen screen) => screen.Services.GetRequiredService<NavigationManager>();

    private static IRenderedComponent<NumbersPage> Show(Screen screen, string query = "", string until = "article h2")
    {
        Navigation(screen).NavigateTo("/settings/chat/whatsapp" + query);
        var page = screen.Render<NumbersPage>();
        page.WaitForElement(until);
        return page;
    }

    private static string TextOf(IRenderedComponent<NumbersPage> page, string selector) => Plain(page.Find(selector).TextContent);

    private static string Plain(string text) => text.Replace('\u00A0', ' ');

    [Fact, Rule("W1", "W3")]
    public async Task The_header_names_all_that_was_sold_and_the_hours_follow_it()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.NextPlan = new("2026-12", null, FakePlans.Essencial with { Name = "Pro" });
        plans.CancelledFrom = "2027-02";
        var page = Show(screen);

        Assert.Equal(["Número", "Período"], page.FindAll(".choices label").Select(label => label.TextContent));
        Assert.Contains("Fazer solicitação", page.Find(".request-menu button").TextContent, StringComparison.Ordinal);
        var header = page.FindAll("article > section")[0];
        Assert.Equal(
            ["Plano", "Créditos por mês", "Mensalidade", "Custo do crédito extra", "Grupo de chat", "Status", "Saúde"], header.QuerySelectorAll("dt").Select(dt => dt.TextContent));
        var said = Plain(header.TextContent);
        Assert.All(
            (string[])["Essencial", "Pro a partir de dezembro de 2026", "10.000", "R$ 1.234,50", "R$ 0,125", "Encomendas", "Ativo", "sem serviço a partir de fevereiro de 2027", "Sem avisos do WhatsApp"],
            part => Assert.Contains(part, said, StringComparison.Ordinal));
        Assert.Single(page.FindAll(".pencil"));
        page.WaitForAssertion(() => Assert.Contains("08:00–12:00, 13:00–18:00", TextOf(page, "article > section:nth-of-type(2)"), StringComparison.Ordinal));
        Assert.Contains("Horários de atendimento", TextOf(page, "article > section:nth-of-type(2)"), StringComparison.Ordinal);
        Assert.Equal($"/settings/chat/whatsapp/{First.Id}/hours", page.Find("article a[aria-label^='Alterar horário']").GetAttribute("href"));
    }

    [Fact, Rule("W1", "W5")]
    public async Task A_contract_without_a_plan_has_the_default_tariff_on_every_screen()
    {
        var (screen, plans) = await OpenAsync(true, First, Second);
        await using var closed = screen;
        plans.Terms = FakePlans.Essencial with { Name = "" };
        plans.NextPlan = new("2026-12", null, FakePlans.Essencial with { Name = "" });

        Assert.Contains("Tarifa padrão a partir de dezembro de 2026", TextOf(Show(screen), "article > section"), StringComparison.Ordinal);
        Assert.Equal("Tarifa padrão", Show(screen, "?number=all", "tbody tr").Find("tbody tr").Children[2].TextContent);
    }

    [Fact, Rule("W2")]
    public async Task Agents_see_all_figures_and_can_change_nothing()
    {
        var (screen, _) = await OpenAsync(isAdministrator: false);
        await using var closed = screen;
        var page = Show(screen);

        Assert.Empty(page.FindAll(".request-menu, .pencil"));
        Assert.DoesNotContain("Solicitações", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Ver horário", page.Markup, StringComparison.Ordinal);
        Assert.Contains("R$ 1.234,50", Plain(page.Markup), StringComparison.Ordinal);
        Assert.Contains("Custos", page.Markup, StringComparison.Ordinal);
    }

    [Fact, Rule("W1")]
    public async Task The_months_are_those_of_the_contract_and_each_choice_keeps_the_other()
    {
        var (screen, plans) = await OpenAsync(true, First, Second);
        await using var closed = screen;
        var page = Show(screen);
        Assert.Equal(["novembro de 2026 (em andamento)", "outubro de 2026", "setembro de 2026"], page.FindAll("#choose-month option").Select(o => o.TextContent));
        Assert.Equal([First.Display, Second.Display, "Todos os números"], page.FindAll("#choose-number option").Select(o => o.TextContent));
        Assert.Equal(First.Display, page.Find("article").GetAttribute("aria-label"));

        page.Find("#choose-month").Change("2026-10");
        page.WaitForAssertion(() => Assert.EndsWith($"/api/numbers/{First.Id}/panel?month=2026-10", plans.Panels[^1], StringComparison.Ordinal));
        page.WaitForElement("article");
        page.Find("#choose-number").Change(Second.Id.ToString());

        page.WaitForAssertion(() => Assert.Equal(Second.Display, page.Find("article").GetAttribute("aria-label")));
        Assert.EndsWith($"month=2026-10&number={Second.Id}", Navigation(screen).Uri, StringComparison.Ordinal);
        Assert.EndsWith($"/api/numbers/{Second.Id}/panel?month=2026-10", plans.Panels[^1], StringComparison.Ordinal);
        page.Find("#choose-month").Change("2026-11");
        page.WaitForAssertion(() => Assert.EndsWith($"whatsapp?number={Second.Id}", Navigation(screen).Uri, StringComparison.Ordinal));
    }

    [Fact, Rule("W1")]
    public async Task One_number_is_still_a_choice_and_an_unknown_one_is_said_to_be_none()
    {
        var (screen, _) = await OpenAsync();
        await using var closed = screen;

        var page = Show(screen, $"?number={Second.Id}", "[role=alert]");

        Assert.Equal(2, page.FindAll("#choose-number option").Count);
        Assert.Empty(page.FindAll("article"));
    }

    [Fact, Rule("W4")]
    public async Task Consumption_shows_opt_in_templates_counts_costs_and_tariffs()
    {
        var (screen, _) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen);

        Assert.Equal("https://wa.me/551140000500", page.Find(".optin a").GetAttribute("href"));
        Assert.Equal($"api/numbers/{First.Id}/opt-in.svg", page.Find(".optin img").GetAttribute("src"));
        Assert.Contains("https://wa.me/551140000500", page.Find(".optin img").GetAttribute("alt"), StringComparison.Ordinal);
        Assert.Equal($"api/numbers/{First.Id}/opt-in.png", page.Find(".optin a[download]").GetAttribute("href"));
        Assert.Equal("opt-in-551140000500.png", page.Find(".optin a[download]").GetAttribute("download"));
        page.Find(".optin button").Click();
        page.WaitForAssertion(() => Assert.Equal("Link copiado.", page.Find(".optin [role=status]").TextContent));
        Assert.Equal(["7", "1.200", "2.400", "300"], page.FindAll(".large").Select(figure => figure.TextContent));
        Assert.Equal(
            ["Receber mensagem|2.400|0,5|1.200", "Enviar mensagem|1.200|1|1.200", "Enviar template (HSM)|300|2 a 8|1.200"],
            page.FindAll(".costs tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
        Assert.Contains("Crédito extra: R$ 0,125 cada um, acima de 10.000 créditos no mês.", TextOf(page, ".costs .legend"), StringComparison.Ordinal);
        page.Find(".costs button").Click();
        Assert.Equal(6, page.FindAll(".costs tbody tr").Count);
        Assert.Equal("true", page.Find(".costs button").GetAttribute("aria-expanded"));
        Assert.StartsWith($"api/numbers/{First.Id}/statement.csv?month=2026-11", page.Find("a.file").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact, Rule("W5")]
    public async Task The_forecast_says_how_it_was_computed()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.Consumption = plans.Consumption with { Used = 8_000, Forecast = new(12_000, 2_000, 1_484.5m, 20, 30) };

        var said = TextOf(Show(screen), ".use");

        Assert.Contains("8.000 de 10.000 créditos usados (80%)", said, StringComparison.Ordinal);
        Assert.Contains("Previsão para o fim do mês: 12.000 créditos, total de R$ 1.484,50.", said, StringComparison.Ordinal);
        Assert.Contains("Seriam 2.000 créditos extras.", said, StringComparison.Ordinal);
        Assert.Contains("8.000 créditos ÷ 20 dias que já passaram × 30 dias do mês", said, StringComparison.Ordinal);
    }

    [Theory, Rule("W5", "C9")]
    [InlineData(7_999.999, null, null)]
    [InlineData(8_000, null, "80% dos créditos do mês já foram usados.")]
    [InlineData(9_999.999, null, "99% dos créditos do mês já foram usados.")]
    [InlineData(10_000, null, "Os 10.000 créditos do mês acabaram. O atendimento continua, e cada crédito extra custa R$ 0,125.")]
    [InlineData(11_999.999, 12_000, "Os 10.000 créditos do mês acabaram. O atendimento continua, e cada crédito extra custa R$ 0,125.")]
    [InlineData(12_000, 12_000, "Envios bloqueados: o limite de 12.000 créditos do mês foi atingido. O que chegar continua sendo recebido.")]
    public async Task People_are_told_at_80_and_100_percent_and_at_the_cap(double used, int? cap, string? told)
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.Consumption = plans.Consumption with { Used = (decimal)used, Cap = cap };

        Assert.Equal(told ?? "", TextOf(Show(screen), ".use [role=status]").Trim());
    }

    [Fact, Rule("W5")]
    public async Task A_past_month_alerts_nobody()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.Consumption = plans.Consumption with { Used = 20_000, Extra = 10_000, IsFinal = true };

        var page = Show(screen, "?month=2026-10");

        Assert.Equal("", TextOf(page, ".use [role=status]").Trim());
        Assert.Contains("Mês encerrado", page.Markup, StringComparison.Ordinal);
    }

    [Fact, Rule("W5")]
    public async Task The_days_are_a_chart_and_the_same_figures_as_a_table()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        plans.Days.Add(new(new DateOnly(2026, 11, 2), [new(ChargeType.Receive, 3, 1.5m), new(ChargeType.Send, 2, 2)]));
        plans.Days.Add(new(new DateOnly(2026, 11, 20), [new(ChargeType.Send, -1, -1)]));
        var page = Show(screen);

        Assert.Equal(30, page.FindAll(".bar[data-day]").Count);
        Assert.Equal(["height:30%", "height:40%"], page.FindAll(".bar[data-day='2'] span").Select(part => part.GetAttribute("style")));
        Assert.Contains("2,5 no total. O maior dia é 02/11/2026, com 3,5", page.Find(".chart").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(["Receber mensagem", "Enviar mensagem"], page.FindAll(".days .legend li").Select(item => item.TextContent));

        page.Find(".days header button").Click();

        Assert.Empty(page.FindAll(".chart"));
        Assert.Equal(["02/11/2026|1,5|2|3,5", "20/11/2026|0|-1|-1"], page.FindAll(".days tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent))));
    }

    [Fact, Rule("W5", "L3")]
    public async Task All_numbers_are_in_one_table_with_their_sum()
    {
        var (screen, _) = await OpenAsync(true, First, Second);
        await using var closed = screen;

        var page = Show(screen, "?number=all&month=2026-10", "tbody tr");

        var rows = page.FindAll("tbody tr").Select(row => row.Children.Select(cell => Plain(cell.TextContent).Trim()).ToList()).ToList();
        Assert.Equal([First.Display, Second.Display], rows.Select(row => row[0]));
        Assert.Equal(["Encomendas", "Sem grupo"], rows.Select(row => row[1]));
        Assert.Equal("3.600 de 10.000 créditos usados (36%)", rows[0][3]);
        Assert.Equal(["0", "R$ 1.234,50", "Ativo", "Sem avisos do WhatsApp"], rows[0].Skip(4).Take(4));
        Assert.Equal("14", rows[1][8]);
        Assert.Equal("R$ 2.469,00", Plain(page.FindAll("tfoot td")[2].TextContent));
        Assert.Equal($"/settings/chat/whatsapp?number={Second.Id}&month=2026-10", page.FindAll("tbody th a")[1].GetAttribute("href"));
        Assert.StartsWith("api/consumption.csv?month=2026-10", page.Find("a.file").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact, Rule("L3")]
    public async Task The_panel_of_one_number_says_what_must_be_known_of_the_others()
    {
        var (screen, _) = await OpenAsync(true, First, Second);
        await using var closed = screen;

        var page = Show(screen);

        var link = page.Find($"a[href='/settings/chat/whatsapp?number={Second.Id}']");
        Assert.Contains("14 mensagens esperam um grupo", link.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("W4")]
    public async Task The_figures_are_read_again_as_messages_flow_at_most_once_in_two_seconds()
    {
        var (screen, plans) = await OpenAsync();
        await using var closed = screen;
        var page = Show(screen);
        page.Find(".costs button").Click();
        plans.Consumption = plans.Consumption with { Sent = 1_201 };

        for (var position = 10; position < 15; position++) screen.Desk.Store.Apply(new(position, position + 1, false, [], [], [], []));
        screen.Desk.Time.Advance(LiveReading.Pause - TimeSpan.FromMilliseconds(1));
        Assert.Single(plans.Panels);
        screen.Desk.Time.Advance(TimeSpan.FromMilliseconds(1));

        page.WaitForAssertion(() => Assert.Equal("1.201", page.FindAll(".messages .large")[0].TextContent));
        Assert.Equal(2, plans.Panels.Count);
        Assert.Equal(6, page.FindAll(".costs tbody tr").Count); // as it was left
        screen.Desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, plans.Panels.Count);

        // After a pause the next change is read at once; what was shown stays if that fails.
        screen.Desk.Server.Instead = request => request.RequestUri!.AbsolutePath.EndsWith("/panel", StringComparison.Ordinal) ? throw new HttpRequestException("lost") : null;
        screen.Desk.Store.Apply(new(15, 16, false, [], [], [], []));
        page.WaitForAssertion(() => Assert.Equal(3, screen.Desk.Server.Requests.Count(r => r.RequestUri!.AbsolutePath.EndsWith("/panel", StringComparison.Ordinal))));
        Assert.Equal("1.201", page.FindAll(".messages .large")[0].TextContent);
    }
}
