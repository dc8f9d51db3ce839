using System.Net;
using System.Text.Json;
using Balcao.Client.Tests.World;
using Balcao.Client.Tickets;
using Balcao.Contract;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Tickets;

/// <summary>The pages of categories and fields, and the values of a ticket.</summary>
public sealed class TicketCaseScreenTests
{
    private static readonly TicketFieldItem Voltage = new(TicketFieldId.New(A.Now), "Voltagem", TicketFieldKind.Choice, ["110 V", "220 V"], true);

    private static readonly TicketFieldItem Bought = new(TicketFieldId.New(A.Now), "Data da compra", TicketFieldKind.Date, [], true);

    private static readonly TicketCategoryItem Delay = new(TicketCategoryId.New(A.Now), null, "Atraso", "Entrega › Atraso", true);

    private static readonly TicketCategoryItem Old = new(TicketCategoryId.New(A.Now), null, "Antiga", "Antiga", false);

    private static async Task<(Screen Screen, FakeTickets Tickets, List<string> Sent)> OpenAsync()
    {
        var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var tickets = new FakeTickets(screen.Desk.Server);
        var (others, sent) = (screen.Desk.Server.Instead!, new List<string>());
        screen.Desk.Server.Instead = request =>
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path is not ("/api/ticket-categories" or "/api/ticket-fields")) return others(request);
            var isFields = path is "/api/ticket-fields";
            if (request.Method == HttpMethod.Get) return Ok(isFields
                ? JsonSerializer.Serialize(new Page<TicketFieldItem>([Voltage, Bought], null, 0), ContractJson.Default.PageTicketFieldItem)
                : JsonSerializer.Serialize(new Page<TicketCategoryItem>([Delay, Old], null, 0), ContractJson.Default.PageTicketCategoryItem));
            using var body = new StreamReader(request.Content!.ReadAsStream());
            sent.Add(body.ReadToEnd());
            return Ok(isFields ? JsonSerializer.Serialize(Voltage, ContractJson.Default.TicketFieldItem) : JsonSerializer.Serialize(Delay, ContractJson.Default.TicketCategoryItem));
        };
        return (screen, tickets, sent);
    }

    private static HttpResponseMessage Ok(string json) => new(HttpStatusCode.OK) { Content = new StringContent(json, null, "application/json") };

    [Fact]
    public async Task A_ticket_offers_enabled_categories_and_a_control_for_each_field()
    {
        var (screen, tickets, _) = await OpenAsync();
        await using var closed = screen;
        tickets.Ticket = tickets.Ticket with { Fields = [new(Bought.Id, "2026-11-20")] };
        var form = screen.Render<TicketCaseForm>(with => with.Add(f => f.Ticket, tickets.Ticket).Add(f => f.MayEdit, true));
        form.WaitForElement("input[type=date]");

        Assert.Equal(["–", "Entrega › Atraso"], form.FindAll("select")[0].Children.Select(option => option.TextContent));
        Assert.Equal(["–", "110 V", "220 V"], form.FindAll("select")[1].Children.Select(option => option.TextContent));
        Assert.Equal("2026-11-20", form.Find("input[type=date]").GetAttribute("value"));

        form.FindAll("select")[1].Change("220 V");

        form.WaitForAssertion(() => Assert.Single(tickets.Written));
        Assert.Equal(("PUT", $"/api/tickets/{tickets.Ticket.Id}/fields/{Voltage.Id}", """{"version":3,"value":"220 V"}"""), tickets.Written.Single());
    }

    [Fact]
    public async Task An_administrator_creates_a_choice_with_one_option_to_a_line()
    {
        var (screen, _, sent) = await OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        await dialogs.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>().ShowAsync<TicketFieldDialog>("Novo campo"));

        dialogs.WaitForElement("#edit-field input").Input("Cor");
        dialogs.Find("#edit-field select").Change(nameof(TicketFieldKind.Choice));
        dialogs.Find("#edit-field textarea").Input("Azul\n\n Verde \nAzul");
        dialogs.Find("#edit-field").Submit();

        dialogs.WaitForAssertion(() => Assert.Single(sent));
        Assert.Equal("""{"name":"Cor","kind":"Choice","choices":["Azul","Verde"]}""", sent[0]);
    }

    [Fact]
    public async Task The_pages_list_what_there_is_and_say_what_is_disabled()
    {
        var (screen, _, _) = await OpenAsync();
        await using var closed = screen;
        var categories = screen.Render<TicketCategoriesPage>();
        categories.WaitForElement("tbody tr");
        var fields = screen.Render<TicketFieldsPage>();
        fields.WaitForElement("tbody tr");

        Assert.Contains("Entrega › Atraso", categories.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Desativado", categories.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("110 V, 220 V", fields.FindAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_saves_targets_in_minutes_and_is_told_what_is_no_target()
    {
        var (screen, _, sent) = await OpenAsync();
        await using var closed = screen;
        var others = screen.Desk.Server.Instead!;
        screen.Desk.Server.Instead = request =>
        {
            if (request.RequestUri!.AbsolutePath is not "/api/ticket-targets") return others(request);
            if (request.Method == HttpMethod.Get) return Ok(JsonSerializer.Serialize(
                new TicketTargetList([.. Enum.GetValues<TicketUrgency>().Select(u => new TicketTargetItem(u, u is TicketUrgency.Urgent ? 15 : null, null))]) { Version = 3 },
                ContractJson.Default.TicketTargetList));
            using var body = new StreamReader(request.Content!.ReadAsStream());
            sent.Add(body.ReadToEnd());
            return Ok(sent[^1]);
        };
        var page = screen.Render<TicketTargetsPage>();
        page.WaitForElement("tbody tr");
        Assert.Equal("15", page.FindAll("tbody input")[0].GetAttribute("value"));

        page.FindAll("tbody input")[1].Change("0");
        page.Find("form").Submit();
        Assert.Contains("de 1 a", page.WaitForElement(".form-failure").TextContent, StringComparison.Ordinal);
        Assert.Empty(sent);
        page.FindAll("tbody input")[1].Change("240");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(sent));
        Assert.Contains("\"firstAnswerMinutes\":15,\"resolutionMinutes\":240", sent.Single(), StringComparison.Ordinal);
        Assert.Contains("\"version\":3", sent.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_is_not_offered_a_place_below_itself()
    {
        var (screen, _, _) = await OpenAsync();
        await using var closed = screen;
        TicketCategoryItem Below(TicketCategoryItem parent, string name) => new(TicketCategoryId.New(A.Now), parent.Id, name, $"{parent.Path} › {name}", true);
        var carrier = Below(Delay, "Transportadora");
        var strike = Below(carrier, "Greve");
        var dialogs = screen.Render<MudDialogProvider>();

        await dialogs.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>().ShowAsync<TicketCategoryDialog>("Editar", new DialogParameters<TicketCategoryDialog>
        {
            { d => d.Category, Delay }, { d => d.All, [Delay, carrier, strike, Old] },
        }));

        dialogs.WaitForElement("#edit-category select");
        Assert.Equal(["Nenhuma (nível mais alto)", "Antiga"], dialogs.FindAll("#edit-category option").Select(option => option.TextContent));
    }
}
