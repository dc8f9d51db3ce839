using Balcao.Client.Shell;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Shell;

/// <summary>Ctrl+K: what is found, and how the keyboard walks through it.</summary>
public sealed class CommandPaletteTests
{
    [Fact]
    public async Task It_offers_actions_and_the_pages_that_the_person_may_open()
    {
        await using var agent = await Screen.OpenAsync();
        var seen = TitlesIn(await OpenAsync(agent));
        Assert.Contains("Minhas preferências", seen);
        Assert.DoesNotContain("Auditoria", seen);
        Assert.DoesNotContain("Operação", seen);

        await using var administrator = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        Assert.Contains("Auditoria", TitlesIn(await OpenAsync(administrator)));
    }

    [Theory]
    [InlineData("auditoria", "Auditoria")]
    [InlineData("PREFERENCIAS", "Minhas preferências")]
    [InlineData("ausente", "Ficar ausente")]
    public async Task Pages_and_actions_are_found_regardless_of_case_and_accents(string typed, string title)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var palette = await OpenAsync(screen);

        palette.Find("input").Input(typed);

        Assert.Equal([title], TitlesIn(palette));
    }

    [Fact]
    public async Task Open_chats_tickets_contacts_and_people_are_found_and_enter_opens_the_chosen_one()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var chat = A.Chat("Marina Castro", protocol: 1042);
        screen.Desk.Server.Put(chat);
        screen.Desk.Store.Load([chat], 10);
        screen.Desk.Server.Tickets.Add(new(new(TicketId.New(A.Now), 1042, TicketStatus.Resolved), "Troca", chat.Contact, chat.ConversationId));
        screen.Desk.Server.People.Add(A.Bruno);
        var palette = await OpenAsync(screen);

        palette.Find("input").Input("1042");
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(1));

        palette.WaitForAssertion(() => Assert.Equal(["Marina Castro", "#1042 Marina Castro", "Bruno Costa"], TitlesIn(palette)));
        Assert.Contains("Resultados: 3", palette.Find("[role=status]").TextContent, StringComparison.Ordinal);
        var input = palette.Find("input");
        await input.KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal("palette-1", input.GetAttribute("aria-activedescendant"));
        Assert.Equal("true", palette.Find("#palette-1").GetAttribute("aria-selected"));
        await palette.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Contains("/tickets/", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digit_is_searched_and_a_letter_is_not()
    {
        await using var screen = await Screen.OpenAsync();
        var palette = await OpenAsync(screen);

        palette.Find("input").Input("a");
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(screen.Desk.Server.Requests, r => r.RequestUri!.AbsolutePath == "/api/search");

        palette.Find("input").Input("7");
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(1));
        palette.WaitForAssertion(() => Assert.Contains(screen.Desk.Server.Requests, r => r.RequestUri!.AbsolutePath == "/api/search"));
    }

    [Fact]
    public async Task A_search_that_fails_says_so_and_keeps_the_pages()
    {
        await using var screen = await Screen.OpenAsync();
        var palette = await OpenAsync(screen);
        screen.Desk.Server.Instead = _ => throw new HttpRequestException("no way");

        palette.Find("input").Input("preferencias");
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(1));

        palette.WaitForAssertion(() => Assert.Contains("A busca não respondeu", palette.Markup, StringComparison.Ordinal));
        Assert.Equal(["Minhas preferências"], TitlesIn(palette));
    }

    private static async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(Screen screen)
    {
        var provider = screen.Render<MudDialogProvider>();
        var dialogs = screen.Services.GetRequiredService<IDialogService>();
        await provider.InvokeAsync(() => dialogs.ShowAsync<CommandPalette>());
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.FindAll("[role=option]")));
        return provider;
    }

    private static IEnumerable<string> TitlesIn(IRenderedComponent<MudDialogProvider> palette) => palette.FindAll("[role=option] .title").Select(title => title.TextContent);
}
