using System.Text.Json;
using AngleSharp.Dom;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Operators;

/// <summary>The tenants with their numbers, the release of a number, and the lists of what went wrong.</summary>
public sealed class TenantScreenTests
{
    [Fact, Rule("P1")]
    public async Task Tenants_are_found_by_name()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var page = screen.Render<BackOfficePage>();
        page.WaitForAssertion(() => Assert.Equal("2 de 2", page.Find(".toolbar .count").TextContent));

        page.Find("input[type=search]").Input("ótica");

        page.WaitForAssertion(() => Assert.Equal("Ótica Luz", Assert.Single(page.FindAll("tbody a")).TextContent));
    }

    [Fact, Rule("P1")]
    public async Task A_number_of_a_tenant_leads_to_its_contract()
    {
        var (screen, _) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        screen.Desk.Server.Numbers.Add(new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, null, 0));
        var page = screen.Render<BackOfficePage>(with => with.Add(p => p.TenantKey, A.Padaria.Id.Value));
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));

        Assert.Equal($"/back-office/numbers/{A.Number.Id}/contract", page.Find("tbody a").GetAttribute("href"));
        Assert.Equal("Trocar token", page.Find("tbody button").TextContent.Trim());
    }

    [Fact, Rule("P1")]
    public async Task A_number_is_released_with_its_plan_and_the_start_of_its_contract()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var (_, dialogs) = await ReleaseAsync(screen, "");
        Assert.Equal(["Tarifa padrão, sem mensalidade", "Básico"], dialogs.FindAll("option").Select(option => option.TextContent));

        Input(dialogs, "Número, com código do país").Input("+5511400005000");
        dialogs.Find("select").Change(FakeOffice.Basic.Id.ToString());
        Input(dialogs, "Início do contrato").Input("2026-11-15");
        dialogs.Find("form").Submit();

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
        var request = JsonSerializer.Deserialize(office.Written.Single().Body, ContractJson.Default.ReleaseNumberRequest)!;
        Assert.Equal((A.Padaria.Id, FakeOffice.Basic.Id, new DateOnly(2026, 11, 15)), (request.TenantId, request.PlanId, request.StartsOn));
    }

    [Fact, Rule("P1")]
    public async Task Without_a_choice_a_number_has_the_default_tariff_from_today_on_and_a_refusal_is_told_at_its_field()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var (_, dialogs) = await ReleaseAsync(screen, "");
        office.Refusal = new("input.invalid", "O início não pode ser depois de hoje.", 400, "startsOn");
        dialogs.Find("form").Submit();

        dialogs.WaitForAssertion(() => Assert.Equal("O início não pode ser depois de hoje.", Input(dialogs, "Início do contrato").ParentElement!.QuerySelector("[role=alert]")!.TextContent));
        Assert.DoesNotContain("planId", office.Written.Single().Body, StringComparison.Ordinal);
        Assert.DoesNotContain("startsOn", office.Written.Single().Body, StringComparison.Ordinal);
    }

    [Fact, Rule("R2")]
    public async Task The_dialog_is_open_with_the_wished_plan_after_an_approval_and_only_once()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var request = PlanRequestId.New(A.Now);
        var (page, dialogs) = await ReleaseAsync(screen, $"?release=true&plan={FakeOffice.Old.Id}&request={request}");

        // It is no longer offered, but was wished: the server says so, and no other plan is chosen silently.
        Assert.Equal(FakeOffice.Old.Id.ToString(), dialogs.Find("select").GetAttribute("value"));
        office.Refusal = new("planRequest.planNotOffered", "Este plano não é mais oferecido.", 409, "planId");
        dialogs.Find("form").Submit();
        dialogs.WaitForAssertion(() => Assert.Equal("Este plano não é mais oferecido.", dialogs.Find(".choice-field [role=alert]").TextContent));
        Assert.Contains($"\"planRequestId\":\"{request}\"", office.Written.Single().Body, StringComparison.Ordinal);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Cancelar").Click();

        page.WaitForAssertion(() => Assert.EndsWith($"/back-office/{A.Padaria.Id}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
    }

    [Fact, Rule("P6")]
    public async Task Numbers_that_nobody_has_are_listed_with_what_waits_for_them()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        office.UnknownNumbers.Add(new("100200300400777", "700800900", null, 1200, A.Now.AddDays(-1), A.Now));
        var page = screen.Render<UnknownNumbersPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["–", "100200300400777", "700800900", "1.200"], page.FindAll("tbody td").Take(4).Select(cell => cell.TextContent)));
    }

    [Fact]
    public async Task An_update_that_was_set_aside_is_tried_again()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var update = new SetAsideItem(Uuid7.New(A.Now), A.Padaria.Id, A.Now, "100200300400500", "JsonException");
        office.SetAside.AddRange([update, update with { Id = Uuid7.New(A.Now), TenantId = null }]);
        var page = screen.Render<SetAsidePage>();
        page.WaitForAssertion(() => Assert.Equal(["Padaria Estrela", "Nenhuma base"], page.FindAll("tbody tr").Select(row => row.Children[1].TextContent)));

        page.Find("tbody button").Click();

        page.WaitForAssertion(() => Assert.Equal(("POST", $"/api/back-office/set-aside/{update.Id}/retries"), (office.Written.Single().Method, office.Written.Single().Path)));
    }

    [Fact, Finding("S5")]
    public async Task The_sign_ins_of_another_operator_are_ended_and_not_one_s_own()
    {
        var (screen, office) = await FakeOffice.OpenAsync();
        await using var closed = screen;
        var dialogs = screen.Render<MudDialogProvider>();
        var page = screen.Render<OperatorsPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        Assert.Single(page.FindAll("tbody button")).Click();
        dialogs.WaitForAssertion(() => Assert.Contains("Encerrar as sessões de Paula Reis?", dialogs.Markup, StringComparison.Ordinal));
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Encerrar sessões").Click();

        page.WaitForAssertion(() => Assert.Equal("DELETE", office.Written.Single().Method));
    }

    /// <summary>Opens the tenant's page and the dialog: by its button, unless the address asks for it.</summary>
    private static async Task<(IRenderedComponent<BackOfficePage> Page, IRenderedComponent<MudDialogProvider> Dialogs)> ReleaseAsync(Screen screen, string query)
    {
        var dialogs = screen.Render<MudDialogProvider>();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo($"/back-office/{A.Padaria.Id}{query}");
        var page = screen.Render<BackOfficePage>(with => with.Add(p => p.TenantKey, A.Padaria.Id.Value));
        page.WaitForAssertion(() => Assert.Equal(A.Padaria.Name, page.Find("h1").TextContent));
        if (query.Length == 0) page.FindAll("button").First(button => button.TextContent.Trim() == "Liberar número").Click();
        dialogs.WaitForAssertion(() => Assert.True(dialogs.FindAll("option").Count > 1));
        return (page, dialogs);
    }

    private static IElement Input(IRenderedComponent<MudDialogProvider> dialogs, string label) =>
        dialogs.FindAll(".field").Single(field => field.QuerySelector("label")!.TextContent == label).QuerySelector("input")!;
}
