using Balcao.Client.Numbers;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Numbers;

/// <summary>Administrators learn that a number without a group holds messages, and link a group.</summary>
public sealed class HoldingNumberTests
{
    private readonly NumberItem _linked = new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, A.Encomendas, 0);

    private NumberItem Empty => _linked with { Group = null };

    private NumberItem Holding => Empty with { HeldMessages = 1, HeldSince = A.Now.AddHours(-2) };

    [Fact, Rule("L3")]
    public async Task An_administrator_is_told_the_moment_the_first_message_is_held()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/chats");
        screen.Desk.Store.Load([], 10, [Empty]);
        var shown = screen.Render<NumbersHolding>();
        Assert.Empty(shown.FindAll("p"));

        screen.Desk.Store.Apply(new(10, 11, false, [], [], [], [Holding]));

        shown.WaitForAssertion(() => Assert.Contains("1 mensagem espera um grupo", shown.Find("p").TextContent, StringComparison.Ordinal));
        Assert.Contains(A.Number.Display, shown.Find("p").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/settings/chat/whatsapp?number={A.Number.Id}", shown.Find("a").GetAttribute("href"));

        screen.Desk.Store.Apply(new(11, 12, false, [], [], [], [_linked]));
        shown.WaitForAssertion(() => Assert.Empty(shown.FindAll("p")));
    }

    [Fact, Rule("L3")]
    public async Task Agents_are_not_told()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Store.Load([], 10, [Holding]);
        Assert.Empty(screen.Render<NumbersHolding>().FindAll("p"));
    }

    [Fact, Rule("L3")]
    public async Task The_page_of_numbers_shows_how_many_are_held_and_since_when_as_it_happens()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Numbers.Add(Empty);
        screen.Desk.Store.Load([], 10, [Empty]);
        screen.Render<MudPopoverProvider>();
        var page = screen.Render<NumbersPage>();
        page.WaitForAssertion(() => Assert.Contains("Sem grupo", page.Find("article").TextContent, StringComparison.Ordinal));

        screen.Desk.Store.Apply(new(10, 11, false, [], [], [], [Holding]));

        page.WaitForAssertion(() => Assert.Contains("1 mensagem espera um grupo", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Contains("2 h", page.Find("article").TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("W2")]
    public async Task Agents_see_the_group_without_the_pencil()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Numbers.Add(_linked);
        screen.Render<MudPopoverProvider>();
        var page = screen.Render<NumbersPage>();

        page.WaitForAssertion(() => Assert.Contains("Encomendas", page.Find("article").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".pencil"));
    }

    [Fact, Rule("L1", "G5")]
    public async Task Only_groups_that_may_serve_WhatsApp_are_offered()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Groups.AddRange([Group("Vale", true, true), Group("Desativado", false, true), Group("Só web", true, false)]);
        var provider = screen.Render<MudDialogProvider>();
        await OpenDialogAsync(screen, provider, Holding);

        provider.WaitForAssertion(() => Assert.Single(provider.FindAll(".options label")));
        Assert.Contains("Vale", provider.Find(".options label").TextContent, StringComparison.Ordinal);
        Assert.Contains("retidas serão entregues", provider.Markup, StringComparison.Ordinal);

        provider.Find(".options input").Change(true);
        provider.Find("form").Submit();
        provider.WaitForAssertion(() => Assert.Contains(screen.Desk.Server.Requests, r => r is { Method.Method: "PUT" } && r.RequestUri!.AbsolutePath == $"/api/numbers/{A.Number.Id}/chat-group"));
    }

    [Fact, Rule("G7")]
    public async Task Unlinking_asks_once_and_says_what_it_does()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var provider = screen.Render<MudDialogProvider>();
        await OpenDialogAsync(screen, provider, _linked);
        Button(provider, "Desvincular").Click();

        provider.WaitForAssertion(() => Assert.Contains("ficam retidas", provider.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(screen.Desk.Server.Requests, r => r.Method == HttpMethod.Delete);
        Button(provider, "Desvincular").Click();
        provider.WaitForAssertion(() => Assert.Contains(screen.Desk.Server.Requests, r => r.Method == HttpMethod.Delete && r.RequestUri!.AbsolutePath == $"/api/numbers/{A.Number.Id}/chat-group"));
    }

    private static Task<IDialogReference> OpenDialogAsync(Screen screen, IRenderedComponent<MudDialogProvider> provider, NumberItem number)
    {
        var dialogs = screen.Services.GetRequiredService<IDialogService>();
        return provider.InvokeAsync(() => dialogs.ShowAsync<LinkGroupDialog>("Grupo", new DialogParameters<LinkGroupDialog> { { d => d.Number, number } }));
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<MudDialogProvider> provider, string text)
    {
        provider.WaitForAssertion(() => Assert.Contains(provider.FindAll("button"), button => button.TextContent.Trim() == text));
        return provider.FindAll("button").Last(button => button.TextContent.Trim() == text);
    }

    private static ChatGroupItem Group(string name, bool isEnabled, bool isCompatible) =>
        new(ChatGroupId.New(A.Now), name, name, isEnabled, []) { IsWhatsAppCompatible = isCompatible };
}
