using System.Text.RegularExpressions;
using Balcao.Contract;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>The panel of a number, from the customer's message to the operator's decision.</summary>
public sealed class PanelJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    const string Number = "+55 11 4000-0502";
    const string PhoneNumberId = "100200300400502";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Rule("W1", "W2", "W4", "R1", "R2", "P4", "C9")]
    public async Task The_panel_moves_with_the_messages_and_a_plan_is_asked_for_approved_and_shown()
    {
        var number = (await world.Administrator.ListNumbersAsync(Ct)).Items.Single(n => n.PhoneNumberId == PhoneNumberId);
        // At whatever time this runs, his message becomes a chat.
        var hours = (await world.Administrator.GetServiceHoursAsync(number.Id, Ct)).Hours;
        await world.Administrator.SaveServiceHoursAsync(number.Id, new() { TimeZone = "America/Sao_Paulo", IsAlwaysOpen = true }, Ct);
        try
        {
            await FollowAsync(number);
        }
        finally
        {
            await world.Administrator.SaveServiceHoursAsync(number.Id, hours with { Version = null }, CancellationToken.None);
        }
    }

    async Task FollowAsync(NumberItem number)
    {
        var panel = world.At($"/settings/chat/whatsapp?number={number.Id}");
        var customer = await world.NewCustomerAsync("Otto Painel", "otto.painel");
        var clara = await OpenSignedInAsync("Clara", panel, "clara@loja.exemplo");
        await Expect(clara.GetByText("Mensagens recebidas")).ToBeVisibleAsync();

        // Every element of the header, in words
        foreach (var label in (string[])["Plano", "Créditos por mês", "Mensalidade", "Custo do crédito extra", "Grupo de chat", "Status", "Saúde"])
            await Expect(clara.Locator("dt").GetByText(label, new() { Exact = true }).First).ToBeVisibleAsync();

        // It moves without a reload
        var received = clara.Locator("dt", new() { HasTextString = "Mensagens recebidas" }).Locator("xpath=following-sibling::dd");
        var before = await CountAsync(received);
        await customer.DoAsync(new() { Type = "text", Text = "Quanto falta pagar?", To = PhoneNumberId });
        await Expect(received).ToHaveTextAsync(Written(before + 1));

        // She asks for the largest plan
        await clara.GetByRole(AriaRole.Button, new() { Name = "Fazer solicitação" }).ClickAsync();
        await clara.GetByText("Mudança de plano", new() { Exact = true }).ClickAsync();
        var dialog = clara.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Enviar solicitação" }).ClickAsync();
        await Expect(dialog.GetByText("Escolha um plano.")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("^Avançado") }).CheckAsync();
        await dialog.GetByLabel("Mensagem (opcional)").FillAsync("Vamos cobrar por aqui.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Enviar solicitação" }).ClickAsync();
        await AssertRefusedOrSentAsync(clara, dialog);

        // The operator approves it
        var otavio = await OpenSignedInAsync("Otávio", world.At("/back-office/plan-requests"), "otavio@balcao.exemplo");
        await otavio.GetByRole(AriaRole.Row).Filter(new() { HasText = Number }).Filter(new() { HasText = "Aberta" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Aprovar", Exact = true }).ClickAsync();
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Aprovar solicitação" }).ClickAsync();
        await Expect(otavio.GetByText(new Regex("^Aprovada em"))).ToBeVisibleAsync();

        await clara.MoveToAsync(panel);
        await Expect(clara.GetByText(new Regex("a partir de .+ de 20[0-9]{2}$")).First).ToBeVisibleAsync();

        // An agent sees all of it and can change nothing
        var diego = await OpenSignedInAsync("Diego", panel, "diego@loja.exemplo");
        await Expect(diego.GetByText("Mensagens recebidas")).ToBeVisibleAsync();
        await Expect(diego.GetByText("Custo do crédito extra", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(diego.GetByRole(AriaRole.Button, new() { Name = "Fazer solicitação" })).ToHaveCountAsync(0);
        await Expect(diego.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Trocar o grupo") })).ToHaveCountAsync(0);
        await Expect(diego.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Alterar horário") })).ToHaveCountAsync(0);

        // At the cap his answer is refused with the reason
        await otavio.MoveToAsync(world.At($"/back-office/numbers/{number.Id}/contract"));
        await otavio.GetByLabel("Créditos por mês").FillAsync("1");
        await otavio.GetByRole(AriaRole.Button, new() { Name = "Salvar limite" }).ClickAsync();
        await Expect(otavio.GetByText("Limite salvo")).ToBeVisibleAsync();
        try
        {
            await diego.MoveToAsync(world.At("/chats"));
            // His group gives chats out: he has it since he is there.
            await diego.Row(customer.Name).ClickAsync();
            await diego.SendAsync("Falta uma parcela.");
            await Expect(diego.GetByText("atingiu o limite de 1 créditos do mês").First).ToBeVisibleAsync();
        }
        finally
        {
            await otavio.GetByLabel("Créditos por mês").FillAsync("");
            await otavio.GetByRole(AriaRole.Button, new() { Name = "Salvar limite" }).ClickAsync();
            await Expect(otavio.GetByText("Limite salvo").Last).ToBeVisibleAsync();
        }
    }

    /// <summary>The demo has a request for this number that waits: a second one is refused, the first one withdrawn, and hers is sent.</summary>
    static async Task AssertRefusedOrSentAsync(IPage clara, ILocator dialog)
    {
        await Expect(dialog.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await Expect(dialog.GetByLabel("Mensagem (opcional)")).ToHaveValueAsync("Vamos cobrar por aqui.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancelar" }).ClickAsync();
        await clara.GetByRole(AriaRole.Link, new() { Name = "Solicitações" }).First.ClickAsync();
        await clara.GetByRole(AriaRole.Row).Filter(new() { HasText = "Aberta" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(clara.GetByText("O Essencial não vai bastar")).ToBeVisibleAsync();
        await clara.GetByLabel("Mensagem", new() { Exact = true }).FillAsync("Pode ser o Avançado?");
        await clara.GetByRole(AriaRole.Button, new() { Name = "Enviar mensagem" }).ClickAsync();
        await Expect(clara.GetByText("Pode ser o Avançado?")).ToBeVisibleAsync();
    }

    static async Task<int> CountAsync(ILocator figure) => int.Parse(Regex.Replace(await figure.InnerTextAsync(), "[^0-9]", ""), null);

    static string Written(int count) => count.ToString("N0", System.Globalization.CultureInfo.GetCultureInfo("pt-BR"));
}
