using System.Text.Json;
using AngleSharp.Dom;
using Balcao.Client.ChatGroups;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.ChatGroups;

/// <summary>The editor of a group: its fields, who may change them, and that nothing typed is lost by accident.</summary>
public sealed class GroupPageTests
{
    private static readonly ChatGroupItem Encomendas = new(A.Encomendas.Id, A.Encomendas.Name, "Padaria", true,
    [
        new(A.Ana.Id, A.Ana.Name, true, false), new(A.Bruno.Id, A.Bruno.Name, true, false), new(A.Clara.Id, A.Clara.Name, false, true),
    ])
    {
        IsWhatsAppCompatible = true, GraceMinutes = 5, QueueText = "Olá!", OffersServiceSelection = true, ClosesAfterIdleMinutes = 30,
    };

    private static async Task<(Screen Screen, IRenderedComponent<GroupPage> Page)> OpenAsync(Me? me = null, bool isNew = false)
    {
        var screen = await Screen.OpenAsync(me ?? A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Groups.Add(Encomendas);
        foreach (var agent in (AgentName[])[A.Ana, A.Bruno, A.Clara])
            screen.Desk.Server.Agents.Add(new(agent.Id, agent.Name, "x@padaria.exemplo", Role.Agent, true, Presence.Offline));
        var page = screen.Render<GroupPage>(with => with.Add(p => p.Key, isNew ? null : Encomendas.Id.Value));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("form")));
        return (screen, page);
    }

    [Fact, Rule("G1")]
    public async Task The_fields_stand_in_the_order_in_which_people_know_them()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        var text = page.Find("form").TextContent;
        string[] labels =
        [
            "Nome", "Nome para exibição", "Mensagem ao ingressar em fila de atendimento", "Mensagem de início de atendimento",
            "Mensagem de término de atendimento", "Mensagens de agentes offline", "Distribuição automática", "Administradores", "Atendentes",
            "Seleção de serviço", "Encerramento por inatividade",
        ];
        var places = labels.Select(label => text.IndexOf(label, StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact, Rule("G1")]
    public async Task Attendants_are_ordered_with_the_keyboard_and_saved_in_that_order()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;

        page.Find("[aria-label='Descer Ana Ribeiro']").Click();
        Assert.Contains("Ana Ribeiro: posição 2 de 2", page.Markup, StringComparison.Ordinal);
        page.Find("[aria-label='Descer Ana Ribeiro']").Click(); // the last: stays
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Salvo às", page.Find("footer").TextContent, StringComparison.Ordinal));
        Assert.Equal([A.Bruno.Id, A.Ana.Id, A.Clara.Id], Sent(screen).Members.Select(m => m.AgentId));
        Assert.Equal((false, true), (Sent(screen).Members[2].IsAttendant, Sent(screen).Members[2].IsAdministrator));
    }

    [Fact, Rule("G1")]
    public async Task Attendants_are_ordered_by_dragging()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;

        Row(page, "Bruno Costa").DragStart();
        Row(page, "Ana Ribeiro").DragEnter();
        Row(page, "Ana Ribeiro").Drop();

        page.WaitForAssertion(() => Assert.Equal("Bruno Costa", page.FindAll("li[draggable=true] .name")[0].TextContent));
        Assert.Contains("Alterações não salvas", page.Find("footer").TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("G4")]
    public async Task The_two_features_that_WhatsApp_lacks_are_grey_with_the_reason_and_come_back()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        Assert.True(page.Find("fieldset.web").HasAttribute("disabled"));
        Assert.Contains("não oferece estes recursos", page.Find("fieldset.web").TextContent, StringComparison.Ordinal);

        Check(page, "Compatível com o WhatsApp").Change(false);

        Assert.False(page.Find("fieldset.web").HasAttribute("disabled"));
        Assert.DoesNotContain("não oferece estes recursos", page.Find("fieldset.web").TextContent, StringComparison.Ordinal);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal(((bool?)false, true, (int?)30), (Sent(screen).IsWhatsAppCompatible, Sent(screen).OffersServiceSelection, Sent(screen).ClosesAfterIdleMinutes)));
    }

    [Fact, Rule("G7", "V3")]
    public async Task A_refusal_is_shown_at_its_field_and_what_was_typed_stays()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Put
            ? FakeBalcao.Refusal(400, "variable.unknown", "A variável {contact.shoeSize} não existe aqui.", "startText") : null;
        page.FindAll("textarea")[1].Input("Olá {contact.shoeSize}");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("{contact.shoeSize}", page.FindAll(".variable-field")[1].QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal));
        Assert.Equal("Olá {contact.shoeSize}", page.FindAll("textarea")[1].GetAttribute("value"));
        Assert.Contains("Não foi salvo", page.Find("footer").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Carregar o que foi salvo")]
    [InlineData("Salvar o meu por cima")]
    public async Task Whose_text_stays_is_asked_if_somebody_else_saved_meanwhile(string choice)
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        screen.Desk.Server.Groups[0] = Encomendas with { Version = 7, StartText = "De Bruno" };
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Put
            ? FakeBalcao.Refusal(409, "setting.changedMeanwhile", "Bruno Costa salvou outra versão em 02/03/2026 10:00.") : null;
        page.FindAll("textarea")[1].Input("De Clara");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Bruno Costa salvou", page.Find(".changed-meanwhile").TextContent, StringComparison.Ordinal));
        Assert.Equal("De Clara", page.FindAll("textarea")[1].GetAttribute("value"));
        screen.Desk.Server.Instead = null;
        page.FindAll(".changed-meanwhile button").Single(b => b.TextContent.Trim() == choice).Click();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".changed-meanwhile")));
        if (choice.StartsWith("Carregar", StringComparison.Ordinal))
        {
            page.WaitForAssertion(() => Assert.Equal("De Bruno", page.FindAll("textarea")[1].GetAttribute("value")));
            page.Find("form").Submit();
        }
        page.WaitForAssertion(() => Assert.Equal((7, choice.StartsWith("Carregar", StringComparison.Ordinal) ? "De Bruno" : "De Clara"), (Sent(screen).Version, Sent(screen).StartText)));
    }

    [Fact]
    public async Task What_is_typed_while_a_save_is_on_its_way_stays_unsaved()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        screen.Desk.Server.Instead = request =>
        {
            if (request.Method == HttpMethod.Put) page.FindAll("textarea")[1].Input("Escrito depois");
            return null;
        };
        page.FindAll("textarea")[0].Input("Escrito antes");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Alterações não salvas", page.Find("footer").TextContent, StringComparison.Ordinal));
        Assert.Equal(("Escrito antes", ""), (Sent(screen).QueueText, Sent(screen).StartText));
        Assert.Equal("Escrito depois", page.FindAll("textarea")[1].GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_typed_stays_if_the_group_was_deleted_meanwhile()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Put ? FakeBalcao.Refusal(409, "setting.changedMeanwhile", "Bruno Costa salvou.") : null;
        page.FindAll("textarea")[1].Input("De Clara");
        page.Find("form").Submit();
        page.WaitForElement(".changed-meanwhile");
        screen.Desk.Server.Groups.Clear();
        page.FindAll(".changed-meanwhile button")[1].Click();

        page.WaitForAssertion(() => Assert.Contains("foi removido", page.Find("form > [role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("De Clara", page.FindAll("textarea")[1].GetAttribute("value"));
    }

    [Theory]
    [InlineData("name", "Preencha o campo name.", "Preencha o campo Nome.")]
    [InlineData("name", "O valor do campo name não é válido.", "O valor do campo Nome não é válido.")]
    [InlineData("noWord", "O valor do campo noWord não é válido.", "O valor do campo não é válido.")]
    [InlineData("members[1].agentId", "O valor do campo members[1].agentId não é válido.", "O valor do campo Agente não é válido.")]
    public async Task A_refused_field_is_called_by_the_word_of_the_screens(string field, string sent, string shown)
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Put ? FakeBalcao.Refusal(400, "input.invalid", sent, field) : null;
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(shown, page.Find("form [role=alert]").TextContent));
    }

    [Fact, Rule("G1")]
    public async Task A_number_that_cannot_be_read_is_refused_at_its_field_without_asking_the_server()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        page.FindAll(".pair input")[0].Input("cinco");
        page.Find("form").Submit();

        Assert.Contains("Escreva um número inteiro.", page.Find(".pair").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(screen.Desk.Server.Requests, r => r.Method == HttpMethod.Put);
    }

    [Fact]
    public async Task An_unsaved_form_asks_before_it_is_left()
    {
        var (screen, page) = await OpenAsync();
        await using var _ = screen;
        var provider = screen.Render<MudDialogProvider>();
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        var before = navigation.Uri;

        page.Find("input").Input("Encomendas e bolos");
        var leaving = page.InvokeAsync(() => navigation.NavigateTo("/contacts"));
        provider.WaitForAssertion(() => Assert.Contains("Sair sem salvar?", provider.Markup, StringComparison.Ordinal));
        provider.FindAll("button").Single(b => b.TextContent.Trim() == "Continuar editando").Click();
        await leaving;
        Assert.Equal(before, navigation.Uri);

        page.FindAll("footer button").Single(b => b.TextContent.Trim() == "Descartar").Click();
        await page.InvokeAsync(() => navigation.NavigateTo("/contacts"));
        page.WaitForAssertion(() => Assert.EndsWith("/contacts", navigation.Uri, StringComparison.Ordinal));
    }

    [Fact, Rule("G1")]
    public async Task A_new_group_is_created_and_then_has_its_own_address()
    {
        var (screen, page) = await OpenAsync(isNew: true);
        await using var _ = screen;
        page.Find("input").Input("Bolos");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(2, screen.Desk.Server.Groups.Count));
        var created = screen.Desk.Server.Groups.Single(g => g.Name == "Bolos");
        page.WaitForAssertion(() => Assert.EndsWith($"/settings/chat/groups/{created.Id}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal((true, true, 5), (created.IsEnabled, created.IsWhatsAppCompatible, created.GraceMinutes));
    }

    [Fact, Rule("W2")]
    public async Task Agents_read_a_group_and_cannot_change_it()
    {
        var (screen, page) = await OpenAsync(A.Me(A.Ana));
        await using var _ = screen;

        Assert.True(page.Find("fieldset.fields").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("footer"));
        Assert.Empty(page.FindAll("[aria-label^='Descer']"));
        Assert.Equal(["Ana Ribeiro", "Bruno Costa"], page.FindAll(".members")[1].QuerySelectorAll(".name").Select(name => name.TextContent));
    }

    private static SaveChatGroupRequest Sent(Screen screen) =>
        JsonSerializer.Deserialize(screen.Desk.Server.Bodies.Last(body => body.Length > 0), ContractJson.Default.SaveChatGroupRequest)!;

    private static IElement Row(IRenderedComponent<GroupPage> page, string name) =>
        page.FindAll("li[draggable=true]").Single(row => row.QuerySelector(".name")!.TextContent == name);

    private static IElement Check(IRenderedComponent<GroupPage> page, string label) =>
        page.FindAll("label.check").Single(check => check.TextContent.Contains(label, StringComparison.Ordinal)).QuerySelector("input")!;
}
