using Balcao.Client.Settings;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Settings;

/// <summary>The list of settings: who sees which page, how one is found, and where old addresses lead.</summary>
public sealed class SettingsListTests
{
    [Fact, Rule("W2")]
    public async Task Everybody_sees_what_they_may_see()
    {
        await using var clara = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        await using var ana = await Screen.OpenAsync();
        string[] forAgents = ["/settings/chat/groups", "/settings/chat/whatsapp", "/settings/templates", "/settings/macros", "/settings/me"];

        Assert.Equal(SettingsEntry.All.Select(entry => entry.Href), Hrefs(List(clara)));
        Assert.Equal(forAgents, Hrefs(List(ana)));
    }

    [Theory]
    [InlineData("horario", "/settings/chat/whatsapp")] // by what the page deals with, and without the accent
    [InlineData("PESSOAS", "/settings/people")]
    [InlineData("integrações", "/settings/tokens")]
    public async Task A_page_is_found_by_its_name_its_section_or_what_it_deals_with(string query, string href)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var list = List(screen);
        list.Find("input").Input(query);
        Assert.Equal([href], Hrefs(list));
    }

    [Fact]
    public async Task A_query_that_finds_nothing_says_so()
    {
        await using var screen = await Screen.OpenAsync();
        var list = List(screen);
        list.Find("input").Input("zebra");
        Assert.Empty(Hrefs(list));
        Assert.Contains("“zebra”", list.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/chat/groups/new", "/settings/chat/groups")]
    [InlineData("/settings/chat/whatsapp", "/settings/chat/whatsapp")]
    [InlineData("/settings/peoples", null)]
    public async Task The_page_one_is_on_is_marked(string path, string? marked)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        Assert.Equal(marked, List(screen, path).FindAll("[aria-current=page]").SingleOrDefault()?.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/people", null, "/settings/people")]
    [InlineData("/people/groups", "groups", "/settings/chat/groups")]
    [InlineData("/people/numbers", "numbers", "/settings/chat/whatsapp")]
    [InlineData("/people/tokens", "tokens", "/settings/tokens")]
    [InlineData("/people/other", "other", "/settings")]
    [InlineData("/templates", null, "/settings/templates")]
    public async Task Old_addresses_lead_to_the_new_ones(string address, string? tab, string leadsTo)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Clara, Role.Administrator));
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo(address);
        screen.Render<MovedPage>(with => with.Add(page => page.Tab, tab));
        Assert.Equal(leadsTo, new Uri(navigation.Uri).AbsolutePath);
    }

    [Fact]
    public async Task Only_pages_of_the_settings_stand_beside_the_list()
    {
        await using var screen = await Screen.OpenAsync();
        var navigation = screen.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("/contacts");
        var frame = screen.Render<SettingsFrame>(with => with.AddChildContent("<p>Página</p>"));
        Assert.Equal("<p>Página</p>", frame.Markup.Trim());

        navigation.NavigateTo("/settings/chat/groups");
        frame.Render(with => with.AddChildContent("<p>Página</p>"));
        Assert.Single(frame.FindAll(".settings-list"));
        Assert.Equal("Página", frame.Find(".settings-pane p").TextContent);
        Assert.Equal("/settings", frame.Find("a.to-list").GetAttribute("href"));
    }

    [Theory]
    [InlineData("/settings/chat/groups/new", "/settings/chat/groups")]
    [InlineData("/settings/chat/whatsapp/0190de00-0000-7000-8000-000000000021/hours", "/settings/chat/whatsapp")]
    [InlineData("/settings/me", "/settings")]
    public async Task A_page_below_an_entry_leads_back_to_the_entry(string address, string leadsTo)
    {
        await using var screen = await Screen.OpenAsync();
        screen.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var frame = screen.Render<SettingsFrame>(with => with.AddChildContent("<p>Página</p>"));
        Assert.Equal(leadsTo, frame.Find("a.to-list").GetAttribute("href"));
    }

    private static IRenderedComponent<SettingsList> List(Screen screen, string path = "/settings") =>
        screen.Render<SettingsList>(with => with.Add(list => list.IsPage, false).Add(list => list.Path, path));

    private static IEnumerable<string?> Hrefs(IRenderedComponent<SettingsList> list) => list.FindAll("a[data-row]").Select(link => link.GetAttribute("href"));
}
