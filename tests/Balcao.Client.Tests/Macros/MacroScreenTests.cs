using Balcao.Client.Macros;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Macros;

public sealed class MacroScreenTests
{
    [Theory]
    [InlineData("", "Encerrar Saudação Troca")]
    [InlineData("saudacao", "Saudação")]
    [InlineData("ROUPA troca", "Troca")]
    [InlineData("troca", "Troca Encerrar")]
    [InlineData("zzz", "")]
    public void Macros_are_found_by_words_and_by_their_name_first(string filter, string found)
    {
        MacroItem[] all = [New("Encerrar", "Fim da troca"), New("Saudação", "Olá"), New("Troca", "Troca de roupa")];
        Assert.Equal(found, string.Join(' ', MacroFilter.Find(all, filter).Select(m => m.Name)));
    }

    [Fact]
    public async Task The_list_is_searched_and_only_administrators_are_offered_to_change_it()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Macros.AddRange([New("Saudação", "Olá"), New("Despedida", "Até logo")]);
        var page = screen.Render<MacrosPage>();
        page.WaitForElement("tbody tr");
        Assert.Equal(["Saudação", "Despedida"], page.FindAll("tbody a").Select(a => a.TextContent));
        page.Find("input[type=search]").Input("ola");
        page.WaitForAssertion(() => Assert.Equal("Saudação", Assert.Single(page.FindAll("tbody tr .name")).TextContent.Trim()));
        Assert.Equal("1 de 2", page.Find(".count").TextContent);
        page.Find("input[type=search]").Input("xyz");
        page.WaitForAssertion(() => Assert.Contains("Nenhuma macro com essas palavras.", page.Markup, StringComparison.Ordinal));
        Assert.Single(screen.Desk.Server.Requests, r => r.RequestUri!.AbsolutePath == "/api/macros");

        await using var agents = await Screen.OpenAsync();
        agents.Desk.Server.Macros.Add(New("Saudação", "Olá"));
        var read = agents.Render<MacrosPage>();
        read.WaitForElement("tbody tr");
        Assert.Empty(read.FindAll("a"));
    }

    [Fact]
    public async Task A_refusal_is_shown_at_its_field_and_what_was_typed_stays()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var page = screen.Render<MacroPage>();
        page.WaitForElement(".field input").Input("Saudação");
        page.Find("textarea").Input("Olá!");
        page.FindAll(".actions select")[1].Change("resolve");
        string? sent = null;
        screen.Desk.Server.Instead = request =>
        {
            sent = new StreamReader(request.Content!.ReadAsStream()).ReadToEnd();
            return new(System.Net.HttpStatusCode.Conflict)
            {
                Content = new StringContent("""{"code":"macro.nameTaken","title":"Já existe.","status":409,"field":"name"}""", null, "application/problem+json"),
            };
        };
        page.Find("form").Submit();

        Assert.Equal("Já existe.", page.WaitForElement(".field [role=alert]").TextContent);
        Assert.Equal("Olá!", page.Find("textarea").GetAttribute("value"));
        Assert.Equal("""{"name":"Saudação","text":"Olá!","actions":[{"kind":"CloseChat","resolvesTicket":true}],"files":[]}""", System.Text.RegularExpressions.Regex.Unescape(sent!));
    }

    [Fact]
    public async Task The_actions_are_chosen_and_shown_in_the_order_in_which_they_are_carried_out()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var category = new TicketCategoryItem(TicketCategoryId.New(A.Now), null, "Troca", "Pós-venda › Troca", IsEnabled: true);
        screen.Desk.Server.Categories.Add(category);
        var page = screen.Render<MacroPage>();
        page.WaitForElement("textarea").Input("Certo!");
        page.FindAll(".actions select")[2].Change("Waiting");
        page.Find(".actions input[required]").Change("retirada na loja");
        page.FindAll(".actions select")[0].Change(category.Id.ToString());
        page.Find(".actions input").Change("Troca, loja, troca");

        Assert.Equal(
            ["envia o texto", "adiciona a etiqueta Troca", "adiciona a etiqueta loja", "muda a categoria para Pós-venda › Troca", "deixa o ticket aguardando: retirada na loja"],
            page.FindAll(".does li").Select(li => li.TextContent.Trim()));
    }

    [Fact]
    public async Task A_transfer_is_offered_to_groups_that_may_serve_and_to_the_chosen_one()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        ChatGroupItem group = new(ChatGroupId.New(A.Now), "Bolos", "Bolos", true, []) { IsWhatsAppCompatible = true };
        var (web, off) = (group with { Id = ChatGroupId.New(A.Now), Name = "Site", IsWhatsAppCompatible = false }, group with { Id = ChatGroupId.New(A.Now), Name = "Antigo", IsEnabled = false });
        IReadOnlyList<ChatGroupItem> groups = [group, web, off];
        IReadOnlyList<MacroAction> actions = [new() { Kind = MacroActionKind.TransferToGroup, GroupId = off.Id }];
        var field = screen.Render<MacroActionsField>(p => p.Add(f => f.Groups, groups).Add(f => f.Actions, actions));

        Assert.Equal(["Bolos", "Antigo · Desativado"], field.FindAll("optgroup")[0].QuerySelectorAll("option").Select(o => o.TextContent));
    }

    [Theory]
    [InlineData("Carregar o que foi salvo", "De Bruno")]
    [InlineData("Salvar o meu por cima", "De Clara")]
    public async Task Whose_text_stays_is_asked_if_somebody_else_saved_meanwhile(string choice, string text)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var (page, sent) = OpenMacro(screen, out var macro, saves: false);
        page.Find("textarea").Input("De Clara");
        page.Find("form").Submit();
        page.WaitForElement(".changed-meanwhile");
        Assert.Equal("De Clara", page.Find("textarea").GetAttribute("value"));

        screen.Desk.Server.Macros[0] = macro with { Text = "De Bruno" };
        page.FindAll(".changed-meanwhile button").Single(b => b.TextContent.Trim() == choice).Click();

        page.WaitForAssertion(() => Assert.Equal(text, page.Find("textarea").GetAttribute("value")));
        page.WaitForAssertion(() => Assert.Equal(choice.StartsWith("Salvar", StringComparison.Ordinal) ? 2 : 1, sent.Count));
        Assert.Contains("De Clara", sent[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_stays_if_the_macro_cannot_be_read_again()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var (page, _) = OpenMacro(screen, out var _, saves: false);
        page.Find("textarea").Input("De Clara");
        page.Find("form").Submit();
        page.WaitForElement(".changed-meanwhile");
        screen.Desk.Server.Macros.Clear();
        page.FindAll(".changed-meanwhile button")[1].Click();

        page.WaitForAssertion(() => Assert.Equal("Esta macro não existe mais.", page.Find("form > [role=alert]").TextContent));
        Assert.Equal("De Clara", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_typed_while_a_save_is_on_its_way_keeps_the_page_open_and_is_asked_about()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var provider = screen.Render<MudDialogProvider>();
        var (page, sent) = OpenMacro(screen, out var macro, saves: true, whileSaving: p => p.Find("textarea").Input("Escrito depois"));
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        var before = navigation.Uri;
        page.Find("textarea").Input("Escrito antes");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(sent));
        Assert.Contains("Escrito antes", sent[0], StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("Escrito depois", page.Find("textarea").GetAttribute("value")));
        var leaving = page.InvokeAsync(() => navigation.NavigateTo("/contacts"));
        provider.WaitForAssertion(() => Assert.Contains("Sair sem salvar?", provider.Markup, StringComparison.Ordinal));
        provider.FindAll("button").Single(b => b.TextContent.Trim() == "Continuar editando").Click();
        await leaving;
        Assert.Equal(before, navigation.Uri);

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.EndsWith("/settings/macros", navigation.Uri, StringComparison.Ordinal));
        Assert.Contains("Escrito depois", sent[1], StringComparison.Ordinal);
    }

    /// <summary>A macro in the editor, and the bodies of its saves, which are refused as stale or done.</summary>
    private static (IRenderedComponent<MacroPage> Page, List<string> Sent) OpenMacro(
        Screen screen, out MacroItem macro, bool saves, Action<IRenderedComponent<MacroPage>>? whileSaving = null)
    {
        var shown = macro = New("Saudação", "Olá");
        screen.Desk.Server.Macros.Add(macro);
        var page = screen.Render<MacroPage>(with => with.Add(p => p.Key, shown.Id.Value));
        page.WaitForElement("textarea");
        var sent = new List<string>();
        screen.Desk.Server.Instead = request =>
        {
            if (request.Method != HttpMethod.Put) return null;
            sent.Add(new StreamReader(request.Content!.ReadAsStream()).ReadToEnd());
            if (sent.Count == 1) whileSaving?.Invoke(page);
            return saves
                ? new(System.Net.HttpStatusCode.OK)
                {
                    Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(new MacroItem(shown.Id, shown.Name, null, "Escrito antes", []) { Version = 2 }, ContractJson.Default.MacroItem), null, "application/json"),
                }
                : FakeBalcao.Refusal(409, "setting.changedMeanwhile", "Bruno Costa salvou.");
        };
        return (page, sent);
    }

    [Theory]
    [InlineData("TransferToGroup|Financeiro", "transfere para Financeiro")]
    [InlineData("TransferToAgent", "transfere para algo que não existe mais")]
    [InlineData("SetTicketStatus|Waiting, peça | encomendada", "deixa o ticket aguardando: peça | encomendada")]
    [InlineData("SetTicketStatus|Resolved\nAddTag|troca", "muda o ticket para Resolvido\nadiciona a etiqueta troca")]
    [InlineData("CloseChat|keep", "encerra o atendimento e mantém o ticket aberto")]
    [InlineData("[{\"kind\":\"CloseChat\"}]", "[{\"kind\":\"CloseChat\"}]")]
    public async Task The_audit_trail_s_actions_are_told_in_words(string stored, string told)
    {
        await using var screen = await Screen.OpenAsync();
        Assert.Equal(told, MacroWords.OfAudited(stored, screen.Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<Balcao.Client.Texts.Text>>()));
    }

    private static MacroItem New(string name, string? text) => new(MacroId.New(A.Now), name, null, text, []);
}
