using Balcao.Client.Audit;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Audit;

public sealed class AuditListTests
{
    [Fact]
    public async Task An_entry_shows_who_changed_what_with_both_values()
    {
        await using var screen = await OpenAsync(Entry(SecurityEventKind.SettingChanged, new("chatGroup", A.Encomendas.Id.Value, "Atendimento"),
            new AuditChange("isEnabled", "true", "false"), new("endText", null, "Até logo"), new("accessToken", null, null, IsSecret: true)));

        var list = screen.Render<AuditList>();

        list.WaitForAssertion(() => Assert.Single(list.FindAll("article")));
        Assert.Equal("Grupo de chat: alteração", list.Find(".what strong").TextContent);
        Assert.Equal("Atendimento", list.Find(".subject").TextContent);
        Assert.Equal("Clara Nunes · 203.0.113.0", list.Find(".who").TextContent);
        Assert.Equal(["Ativo", "Mensagem de término de atendimento", "Token de acesso"], list.FindAll("dt").Select(field => field.TextContent));
        Assert.Equal(["antes:sim", "depois:não", "antes:vazio", "depois:Até logo", "Valor secreto, não mostrado"], list.FindAll("dd").Select(value => value.TextContent.Trim()));
    }

    [Fact]
    public async Task What_has_no_text_yet_is_shown_by_its_name_and_content_is_no_markup()
    {
        await using var screen = await OpenAsync(Entry(SecurityEventKind.SettingCreated, new("newThing", A.Encomendas.Id.Value, "<b>x</b>"), new AuditChange("newField", null, "<img src=x>")));

        var list = screen.Render<AuditList>();

        list.WaitForAssertion(() => Assert.Single(list.FindAll("article")));
        Assert.Equal(("newThing: criação", "newField"), (list.Find(".what strong").TextContent, list.Find("dt").TextContent));
        Assert.Empty(list.FindAll("img, .subject b"));
    }

    [Theory]
    [InlineData("weekly", "Monday 08:00-12:00, Monday 13:00-18:00", "segunda-feira 08:00-12:00\nsegunda-feira 13:00-18:00")]
    [InlineData("dates", "2026-12-24 08:00-12:00, 2026-12-31", "24/12/2026 08:00-12:00\n31/12/2026 Fechado")]
    [InlineData("holidays", "Christmas, NewYear", "Natal, Ano-Novo")]
    [InlineData("fieldKind", "Choice", "Escolha")]
    [InlineData("filter", """{"status":"new,waiting","owner":"me","group":"0190","from":"2026-11-20","q":"bolo"}""",
        "Status: Novo, Aguardando\nResponsável: Meus tickets\nGrupo\nAberto desde: 20/11/2026\nBuscar: bolo")]
    [InlineData("filter", """{"status":"ne…""", """{"status":"ne…""")]
    [InlineData("weekly", "something else", "something else")]
    public async Task Words_of_the_code_are_told_in_the_reader_s_language(string field, string stored, string told)
    {
        await using var screen = await OpenAsync();
        Assert.Equal(told, AuditWords.ValueOf(field, stored, screen.Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<Balcao.Client.Texts.Text>>()));
    }

    [Fact]
    public async Task A_filter_is_kept_in_the_address_and_is_that_of_the_file()
    {
        await using var screen = await OpenAsync(Entry(SecurityEventKind.SignedIn, null));
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/settings/audit?kind=SignedIn&from=2026-11-20&to=2026-11-21");

        var list = screen.Render<AuditList>();
        list.WaitForAssertion(() => Assert.Single(list.FindAll("article")));

        var asked = screen.Desk.Server.Requests.Last(r => r.RequestUri!.AbsolutePath == "/api/audit").RequestUri!.Query;
        Assert.Contains("kind=SignedIn", asked, StringComparison.Ordinal);
        Assert.EndsWith(asked + "&language=pt-BR", list.Find("a.file").GetAttribute("href"), StringComparison.Ordinal);
        list.FindAll("select")[2].Change("chatGroup");
        Assert.Contains("subject=chatGroup", navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("from=2026-11-20", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_trail_and_an_empty_filter_say_so()
    {
        await using var screen = await OpenAsync();

        var list = screen.Render<AuditList>();
        list.WaitForAssertion(() => Assert.Contains("Nada registrado ainda", list.Markup, StringComparison.Ordinal));

        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/settings/audit?kind=SignedIn");
        var filtered = screen.Render<AuditList>();
        filtered.WaitForAssertion(() => Assert.Contains("Nenhum registro com este filtro", filtered.Markup, StringComparison.Ordinal));
    }

    private static async Task<Screen> OpenAsync(params AuditItem[] items)
    {
        var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Audit.AddRange(items);
        return screen;
    }

    private static AuditItem Entry(SecurityEventKind kind, AuditSubject? subject, params AuditChange[] changes) => new(
        SecurityEventId.New(A.Now), A.Now, kind, new(new PersonId(A.Clara.Id.Value), A.Clara.Name, false, null), subject, "203.0.113.0", null, changes, null);
}
