using System.Text.RegularExpressions;
using Balcao.Contract;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>An administrator arranges who serves a number, and when; a customer meets it.</summary>
[TakesLong(85)]
public sealed class SettingsJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    const string PhoneNumberId = "100200300400501";
    const string Display = "+55 11 4000-0501";

    const string VitorsPassword = "uma frase bem comprida";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One journey, because its steps need the same people at their screens and one group with a number of its own.</summary>
    [Fact, Rule("G1", "L1", "L3", "H2", "V1", "A4", "A7", "A10")]
    public async Task A_number_is_set_up_from_nothing_and_its_customer_is_served_in_and_out_of_hours()
    {
        var number = (await world.Administrator.ListNumbersAsync(Ct)).Items.Single(n => n.PhoneNumberId == PhoneNumberId);
        try
        {
            await SetUpAndServeAsync(number.Id);
        }
        finally
        {
            await RestoreAsync(number.Id);
        }
    }

    /// <summary>As the other journeys expect the number. The new group and Vítor stay: neither is in their way.</summary>
    async Task RestoreAsync(ChannelId number)
    {
        await world.Administrator.UnlinkGroupAsync(number, CancellationToken.None);
        await world.Administrator.SaveServiceHoursAsync(number, new() { TimeZone = "America/Sao_Paulo", IsAlwaysOpen = true }, CancellationToken.None);
    }

    async Task SetUpAndServeAsync(ChannelId number)
    {
        var customer = await world.NewCustomerAsync("Otília Reserva", "otilia.reserva");
        var clara = await OpenSignedInAsync("Clara", world.At("/contacts"), "clara@loja.exemplo");
        var vitor = await HireAsync(clara, "Vítor Prado", "vitor@loja.exemplo");
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await Expect(clara.GetByRole(AriaRole.Heading, new() { Name = "Contatos" })).ToBeVisibleAsync();
        await customer.DoAsync(new() { Type = "text", Text = "Vocês entregam hoje?", To = PhoneNumberId });

        // Told at once, wherever she is
        await clara.GetByText($"O número {Display} está sem grupo.").Locator("..").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(clara).ToHaveURLAsync(world.At($"/settings/chat/whatsapp?number={number}").ToString());
        await Expect(CardOf(clara).GetByText("1 mensagem espera um grupo")).ToBeVisibleAsync();

        await MakeGroupAsync(clara);
        await SetHoursAsync(clara);
        await LinkAsync(clara);

        // What was held, and then a message of now
        await ana.Row(customer.Name).ClickAsync();
        await Expect(ana.Said("Vocês entregam hoje?")).ToBeVisibleAsync();
        var phone = (await OpenAsync("Otília", world.Phones)).PhoneOf(customer.Name);
        await phone.ChooseNumberAsync(PhoneNumberId);
        await phone.WriteAsync("E amanhã cedo?");
        await Expect(phone.Said("Otília, você é o número 1 da fila.")).ToBeVisibleAsync();
        await ana.TakeAsync();
        await Expect(phone.Said("Aqui é Ana Ribeiro.")).ToBeVisibleAsync();

        var chat = await world.OpenChatOfAsync(customer.Name);
        await PassAsync(ana, clara, phone, chat, vitor);

        await ana.TakeAsync();
        await ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Encerrar", Exact = true }).ClickAsync();
        await ana.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Encerrar atendimento" }).ClickAsync();
        await Expect(phone.Said($"Até logo! Protocolo {chat.Ticket.Protocol}.")).ToBeVisibleAsync();

        // Out of hours: no chat, a ticket
        await world.Administrator.SaveServiceHoursAsync(number, new() { TimeZone = "America/Sao_Paulo" }, Ct);
        await phone.WriteAsync("A caixa veio amassada");
        await Expect(phone.Said($"Agora estamos fechados. Protocolo {chat.Ticket.Protocol}.")).ToBeVisibleAsync();
        await Expect(ana.Row(customer.Name)).ToHaveCountAsync(0);
        await ana.MoveToAsync(world.At($"/tickets/{chat.Ticket.Id}"));
        await Expect(ana.GetByRole(AriaRole.Main).GetByText("A caixa veio amassada")).ToBeVisibleAsync();
    }

    static async Task MakeGroupAsync(IPage clara)
    {
        await Settings(clara).GetByRole(AriaRole.Link, new() { Name = "Grupos de chat" }).ClickAsync();
        await clara.GetByRole(AriaRole.Link, new() { Name = "Novo grupo" }).ClickAsync();
        await clara.GetByLabel("Nome", new() { Exact = true }).FillAsync("Entregas");
        foreach (var (label, text) in ((string, string)[])
        [
            ("Mensagem ao ingressar em fila de atendimento", "{contact.firstName}, você é o número {queue.position} da fila."),
            ("Mensagem de início de atendimento", "Aqui é {agent.name}."),
            ("Mensagem de término de atendimento", "Até logo! Protocolo {ticket.protocol}."),
            ("Fora do horário de atendimento", "Agora estamos fechados. Protocolo {ticket.protocol}."),
        ]) await clara.GetByLabel(label, new() { Exact = true }).FillAsync(text);
        var attendants = clara.GetByRole(AriaRole.Group, new() { Name = "Atendentes" });
        foreach (var name in (string[])["Ana Ribeiro", "Vítor Prado"])
        {
            await attendants.GetByRole(AriaRole.Combobox).SelectOptionAsync(new SelectOptionValue { Label = name });
            await attendants.GetByRole(AriaRole.Button, new() { Name = "Adicionar", Exact = true }).ClickAsync();
        }
        await attendants.GetByRole(AriaRole.Button, new() { Name = "Descer Ana Ribeiro" }).ClickAsync();
        await Expect(attendants.GetByRole(AriaRole.Listitem).First).ToContainTextAsync("Vítor Prado");
        await Expect(attendants.GetByRole(AriaRole.Button, new() { Name = "Descer Ana Ribeiro" })).ToBeFocusedAsync();

        // Not lost by a click elsewhere
        await Settings(clara).GetByRole(AriaRole.Link, new() { Name = "WhatsApp" }).ClickAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Continuar editando" }).ClickAsync();
        await clara.GetByRole(AriaRole.Button, new() { Name = "Salvar", Exact = true }).ClickAsync();
        await Expect(clara.GetByText(new Regex("^Salvo às "))).ToBeVisibleAsync();
        await Settings(clara).GetByRole(AriaRole.Link, new() { Name = "WhatsApp" }).ClickAsync();
        await clara.GetByLabel("Número", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = Display });
    }

    /// <summary>A week with a lunch break. Exceptions for today and tomorrow keep the number open at whatever time this runs.</summary>
    static async Task SetHoursAsync(IPage clara)
    {
        await CardOf(clara).GetByRole(AriaRole.Link, new() { Name = $"Alterar horário: {Display}" }).ClickAsync();
        await clara.GetByLabel("Atender a qualquer hora").UncheckAsync();
        for (var i = 0; i < 2; i++) await clara.GetByRole(AriaRole.Button, new() { Name = "Adicionar intervalo: segunda-feira" }).ClickAsync();
        await clara.GetByLabel("Copiar o horário de segunda-feira para…").SelectOptionAsync("workdays");
        await Expect(clara.GetByRole(AriaRole.Button, new() { Name = "sexta-feira, 13:00 às 18:00", Exact = true })).ToBeVisibleAsync();
        for (var i = 0; i < 2; i++)
        {
            await clara.GetByRole(AriaRole.Button, new() { Name = "Adicionar data" }).ClickAsync();
            var date = clara.Locator(".dates li").Nth(i);
            await date.GetByRole(AriaRole.Button, new() { NameRegex = new("^Adicionar intervalo") }).ClickAsync();
            foreach (var end in (string[])["início", "fim"])
            {
                await date.GetByLabel($"{end} do intervalo 1").FillAsync("00:00");
                await date.GetByLabel($"{end} do intervalo 1").BlurAsync();
            }
        }
        await clara.GetByRole(AriaRole.Button, new() { Name = "Salvar horário" }).ClickAsync();
        await Expect(clara.GetByText("Horário salvo.")).ToBeVisibleAsync();
        await Expect(clara.GetByText(new Regex("^Aberto agora"))).ToBeVisibleAsync();
        await clara.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "WhatsApp" }).And(clara.Locator(".up")).ClickAsync();
    }

    static async Task LinkAsync(IPage clara)
    {
        var card = CardOf(clara);
        await card.GetByRole(AriaRole.Button, new() { Name = $"Trocar o grupo de chat de {Display}" }).ClickAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Radio, new() { NameRegex = new("^Entregas") }).CheckAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Salvar", Exact = true }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Link, new() { Name = "Entregas" })).ToBeVisibleAsync();
        await Expect(card.GetByText("1 mensagem espera um grupo")).ToHaveCountAsync(0);
    }

    /// <summary>Transferred to Vítor, who invites Clara; taken over while he is away; back in the queue when he is disabled.</summary>
    async Task PassAsync(IPage ana, IPage clara, Phone phone, ChatItem chat, AgentId vitorsId)
    {
        var vitor = await OpenSignedInAsync("Vítor", world.At("/chats"), "vitor@loja.exemplo", VitorsPassword);
        await ana.ChooseInChatMenuAsync("Transferir…");
        await ana.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("Quer a entrega de sábado");
        await ana.ChooseInDialogAsync(vitorsId.ToString(), "Transferir");
        await vitor.Row(chat.Contact.Name!).ClickAsync();
        await Expect(vitor.Said("Quer a entrega de sábado")).ToBeVisibleAsync();
        await Expect(vitor.Thread.Locator(".holder")).ToHaveTextAsync("Você");

        var clarasId = (await world.Administrator.ListAgentsAsync(Ct)).Items.Single(a => a.Email == "clara@loja.exemplo").Id;
        await vitor.ChooseInChatMenuAsync("Convidar agente…");
        await vitor.ChooseInDialogAsync(clarasId.ToString(), "Convidar");
        await clara.GetByRole(AriaRole.Button, new() { Name = "Aceitar" }).ClickAsync();
        await clara.SendAsync("O frete de sábado é grátis.");
        await Expect(phone.Said("O frete de sábado é grátis.")).ToBeVisibleAsync();

        await vitor.GetByTitle("Vítor Prado, Disponível").ClickAsync();
        await vitor.GetByRole(AriaRole.Button, new() { Name = "Ausente" }).ClickAsync();
        await Expect(vitor.GetByTitle("Vítor Prado, Ausente")).ToBeVisibleAsync();
        await clara.ChooseInChatMenuAsync("Assumir de quem está ausente");
        await Expect(clara.Thread.Locator(".holder")).ToHaveTextAsync("Você");
        await Expect(ana.Thread).ToContainTextAsync("Clara Nunes assumiu o atendimento de Vítor Prado.");

        await world.Administrator.TransferChatAsync(chat.Id, new() { AgentId = vitorsId }, Ct);
        await Expect(vitor.Thread.Locator(".holder")).ToHaveTextAsync("Você");
        await clara.MoveToAsync(world.At("/settings/people"));
        await clara.GetByRole(AriaRole.Button, new() { Name = "Ações para Vítor Prado" }).ClickAsync();
        await clara.GetByRole(AriaRole.Menuitem, new() { Name = "Desativar" }).ClickAsync();
        await clara.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Desativar" }).ClickAsync();
        await Expect(vitor).ToHaveURLAsync(new Regex("/sign-in"));
    }

    /// <summary>Nobody of the demo, because this one is disabled. People are created at the screen, never with an API token.</summary>
    async Task<AgentId> HireAsync(IPage clara, string name, string email)
    {
        async Task<IAPIResponse> PostAsync(string path, object body)
        {
            var answer = await clara.Context.APIRequest.PostAsync(world.At(path).ToString(), new()
            {
                DataObject = body, Headers = [new("Origin", world.Server.GetLeftPart(UriPartial.Authority))],
            });
            Assert.True(answer.Ok, await answer.TextAsync());
            return answer;
        }

        var hired = (await (await PostAsync("/api/agents", new { name, email, role = "Agent" })).JsonAsync())!.Value;
        var code = Uri.UnescapeDataString(hired.GetProperty("passwordLink").GetString()!.Split("#code=")[1]);
        await PostAsync("/api/password-choices", new { code, password = VitorsPassword });
        return new AgentId(hired.GetProperty("agent").GetProperty("id").GetGuid());
    }

    static ILocator Settings(IPage page) => page.GetByRole(AriaRole.Navigation, new() { Name = "Configurações" });

    static ILocator CardOf(IPage page) => page.GetByRole(AriaRole.Article, new() { Name = Display });
}
