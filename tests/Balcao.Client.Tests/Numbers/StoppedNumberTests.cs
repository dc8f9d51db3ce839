using Balcao.Client.Numbers;
using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Numbers;

/// <summary>A number that does not send says so to those who can mend it.</summary>
public sealed class StoppedNumberTests
{
    private const string Reason = "O WhatsApp recusou o token deste número.";

    private readonly NumberItem _sends = new(A.Number.Id, A.Number.Display, "100200300400500", "700800900", NumberStatus.Active, null, 0);

    private NumberItem Stopped => _sends with { SendingHold = new(A.Now, "send.tokenExpired", Reason) };

    [Fact, Finding("U6")]
    public async Task Operators_see_it_with_its_tenant_and_the_reason_while_the_page_stays_open()
    {
        await using var screen = await Screen.OpenAsync();
        var shown = screen.Render<StoppedNumbers>();
        Assert.Empty(shown.FindAll("li"));

        screen.Desk.Server.StoppedNumbers.Add(new(A.Padaria.Id, A.Padaria.Name, A.Number.Id, A.Number.Display, NumberStatus.Active, Stopped.SendingHold));
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(70));

        shown.WaitForAssertion(() => Assert.Contains(Reason, shown.Find("li").TextContent, StringComparison.Ordinal));
        Assert.Contains($"O número {A.Number.Display} não está enviando.", shown.Find("li").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/back-office/{A.Padaria.Id}", shown.Find("li a").GetAttribute("href"));

        screen.Desk.Server.StoppedNumbers.Clear();
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(70));
        shown.WaitForAssertion(() => Assert.Empty(shown.FindAll("li")));
    }

    [Theory, Finding("U6")]
    [InlineData("/contacts", true)]
    [InlineData("/settings/people", true)]
    [InlineData("/settings/templates", true)]
    [InlineData("/chats", false)] // its list says so
    [InlineData("/settings/chat/whatsapp", false)] // it says so
    public async Task Administrators_see_it_on_every_page_once(string path, bool isShown)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(path);
        var shown = screen.Render<NumbersNotSending>();
        Assert.Empty(shown.FindAll(".notice"));

        screen.Desk.Store.Load([], 10, [Stopped]);

        shown.WaitForAssertion(() => Assert.Equal(isShown ? 1 : 0, shown.FindAll(".notice").Count));
        if (isShown) Assert.Contains(Reason, shown.Find(".notice").TextContent, StringComparison.Ordinal);
        screen.Desk.Store.Load([], 11, [_sends]);
        shown.WaitForAssertion(() => Assert.Empty(shown.FindAll(".notice")));
    }

    [Fact, Finding("U6")]
    public async Task Agents_see_it_where_they_write_and_not_on_every_page()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo("/contacts");
        screen.Desk.Store.Load([], 10, [Stopped]);

        Assert.Empty(screen.Render<NumbersNotSending>().FindAll(".notice"));
    }

    [Fact, Finding("U6")]
    public async Task The_panel_shows_the_reason_beside_the_status_of_the_contract_as_soon_as_it_is_known()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        screen.Desk.Server.Numbers.Add(_sends);
        screen.Desk.Store.Load([], 10, [_sends]);
        screen.Render<MudPopoverProvider>();
        var page = screen.Render<NumbersPage>();
        page.WaitForAssertion(() => Assert.Contains("Sem avisos do WhatsApp", page.Find(".health").TextContent, StringComparison.Ordinal));

        screen.Desk.Server.Numbers[0] = Stopped;
        screen.Desk.Store.Apply(new(10, 11, false, [], [], [], [Stopped]));

        page.WaitForAssertion(() => Assert.Contains(Reason, page.Find(".health").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("Sem avisos", page.Find(".health").TextContent, StringComparison.Ordinal);
        Assert.Contains("Ativo", page.Find(".status").TextContent, StringComparison.Ordinal);
    }
}
