using Balcao.Client.Shell;
using Balcao.Client.Tests.World;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Shell;

/// <summary>Sound, notifications and theme are each person's choice, and can be tried.</summary>
public sealed class PreferencesPageTests
{
    [Fact]
    public async Task The_sound_is_tried_even_while_it_is_off()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = screen.JSInterop.SetupModule("./js/shell.js");
        browser.Mode = JSRuntimeMode.Loose;
        var preferences = screen.Services.GetRequiredService<Preferences>();
        var page = screen.Render<PreferencesPage>();

        page.FindAll("input[type=checkbox]")[0].Change(false);
        page.FindAll("section")[0].QuerySelectorAll("button")[0].Click();

        Assert.False(preferences.Sound);
        Assert.Single(browser.Invocations["chime"]);
    }

    [Theory]
    [InlineData("granted", true)]
    [InlineData("denied", false)]
    public async Task Notifications_are_on_only_if_the_browser_allows_them(string answer, bool isOn)
    {
        await using var screen = await Screen.OpenAsync();
        var browser = screen.JSInterop.SetupModule("./js/shell.js");
        browser.Mode = JSRuntimeMode.Loose;
        browser.Setup<string>("askForNotifications").SetResult(answer);
        var preferences = screen.Services.GetRequiredService<Preferences>();
        var page = screen.Render<PreferencesPage>();

        page.FindAll("input[type=checkbox]")[1].Change(true);
        page.WaitForAssertion(() => Assert.Equal(isOn, preferences.Notices));
        page.FindAll("section")[0].QuerySelectorAll("button")[1].Click();

        page.WaitForAssertion(() => Assert.Equal(isOn ? 1 : 0, browser.Invocations["notify"].Count));
    }

    [Fact]
    public async Task The_theme_is_chosen()
    {
        await using var screen = await Screen.OpenAsync();
        var page = screen.Render<PreferencesPage>();

        page.FindAll("input[type=radio]")[2].Change(true);

        Assert.Equal(ThemeChoice.Dark, screen.Services.GetRequiredService<Preferences>().Theme);
    }
}
