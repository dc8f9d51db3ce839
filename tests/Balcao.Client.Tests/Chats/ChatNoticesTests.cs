using Balcao.Client.Chats;
using Balcao.Client.Shell;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Chats;

public sealed class ChatNoticesTests
{
    private readonly ChatItem _mine = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    [Fact, Finding("U5")]
    public async Task An_answer_in_one_s_own_chat_is_heard_announced_and_counted_in_the_title()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out var notices);
        var title = screen.Render<AppTitle>(with => with.Add(t => t.Of, "Atendimentos"));
        screen.Desk.Store.Load([_mine], 10);

        Apply(screen, Answered(_mine, 1));

        Assert.Single(browser.Invocations["chime"]);
        Assert.Contains("Dona Lúcia respondeu", notices.Markup, StringComparison.Ordinal);
        Assert.Equal("(1) Atendimentos · Balcao", TitleIn(screen, title));
        // Read is not answered: the customer still waits for this agent.
        Apply(screen, Answered(_mine, 1) with { Unread = 0 });
        Assert.Equal("(1) Atendimentos · Balcao", TitleIn(screen, title));
        Apply(screen, _mine with { LastMessage = new(MessageDirection.Outbound, MessageKind.Text, "Pois não", A.Now.AddMinutes(9), DeliveryStatus.Sent, false) });
        Assert.Equal("Atendimentos · Balcao", TitleIn(screen, title));
        Assert.Single(browser.Invocations["chime"]);
    }

    [Fact, Finding("U5")]
    public async Task Five_lines_in_a_row_are_heard_once_and_a_later_one_again()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out _);
        screen.Desk.Store.Load([_mine], 10);

        for (var line = 1; line <= 5; line++) Apply(screen, Answered(_mine, line));
        Assert.Single(browser.Invocations["chime"]);

        screen.Desk.Time.Advance(TimeSpan.FromSeconds(10));
        Apply(screen, Answered(_mine, 6));
        Assert.Equal(2, browser.Invocations["chime"].Count);
    }

    [Fact, Finding("U5")]
    public async Task What_was_read_and_written_within_one_change_is_heard()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out _);
        screen.Desk.Store.Load([Answered(_mine, 1)], 10);

        Apply(screen, Answered(_mine, 2) with { Unread = 1 });

        Assert.Single(browser.Invocations["chime"]);
    }

    [Fact, Finding("U5")]
    public async Task A_thread_that_is_being_looked_at_is_silent_and_one_behind_another_window_is_not()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out _);
        var bridge = screen.Services.GetRequiredService<ShellBridge>();
        screen.Services.GetRequiredService<Preferences>().Notices = true;
        screen.Desk.Store.Load([_mine], 10);
        screen.Desk.Store.OnScreen = _mine.ConversationId;
        bridge.OnFocusChanged(true);

        Apply(screen, Answered(_mine, 1));
        Assert.Empty(browser.Invocations["chime"]);

        bridge.OnFocusChanged(false);
        Apply(screen, Answered(_mine, 2));
        Assert.Single(browser.Invocations["chime"]);
        var notice = Assert.Single(browser.Invocations["notify"]);
        Assert.Equal((string[])["Dona Lúcia respondeu", "linha 2", _mine.Id.ToString(), $"/chats/{_mine.Id}"], notice.Arguments.Cast<string>());

        // Another chat, while this one is looked at: heard, but no notification over the page itself.
        bridge.OnFocusChanged(true);
        screen.Desk.Time.Advance(TimeSpan.FromSeconds(10));
        var other = A.Chat("Seu Jorge", ChatStatus.InService, A.Ana, TimeSpan.FromMinutes(9));
        Apply(screen, Answered(other, 1));
        Assert.Equal(2, browser.Invocations["chime"].Count);
        Assert.Single(browser.Invocations["notify"]);
    }

    [Fact, Finding("U5")]
    public async Task Colleagues_chats_one_s_own_messages_and_what_is_loaded_are_silent()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out _);
        screen.Desk.Store.Load([Answered(_mine, 3)], 10);
        Assert.Empty(browser.Invocations["chime"]);

        var bruno = A.Chat("Marina", ChatStatus.InService, A.Bruno, TimeSpan.FromMinutes(7));
        Apply(screen, bruno);
        Apply(screen, Answered(bruno, 1));
        Apply(screen, Answered(_mine, 3) with { LastMessage = new(MessageDirection.Outbound, MessageKind.Text, "Pois não", A.Now.AddMinutes(9), DeliveryStatus.Sent, false) });

        Assert.Empty(browser.Invocations["chime"]);
    }

    [Fact, Finding("U5")]
    public async Task An_agent_who_is_away_hears_their_own_customers_and_no_new_ones()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana) with { IsAvailable = false });
        var browser = Show(screen, out _);
        screen.Desk.Store.Load([_mine], 10);

        Apply(screen, A.Chat("Marina", waited: TimeSpan.FromMinutes(4)));
        Assert.Empty(browser.Invocations["chime"]);

        Apply(screen, Answered(_mine, 1));
        Assert.Single(browser.Invocations["chime"]);
    }

    [Fact, Finding("U5")]
    public async Task The_sound_is_on_until_switched_off_and_notifications_need_a_click()
    {
        await using var screen = await Screen.OpenAsync();
        var preferences = screen.Services.GetRequiredService<Preferences>();
        Assert.Equal((true, false, false), (preferences.Sound, preferences.Notices, preferences.NoticesAnswered));

        preferences.Sound = false;
        Assert.False(new Preferences(screen.Desk.Storage).Sound);
        var browser = Show(screen, out _);
        screen.Desk.Store.Load([_mine], 10);
        Apply(screen, Answered(_mine, 1));
        Assert.Empty(browser.Invocations["chime"]);

        preferences.Sound = true;
        Assert.True(new Preferences(screen.Desk.Storage).Sound);
    }

    [Fact, Finding("U5")]
    public async Task Notifications_are_offered_once_while_the_browser_may_still_ask()
    {
        await using var screen = await Screen.OpenAsync();
        var browser = Show(screen, out _);
        browser.Setup<string>("notificationPermission").SetResult("default");
        browser.Setup<string>("askForNotifications").SetResult("granted");

        var offer = screen.Render<NoticesOffer>();
        offer.WaitForAssertion(() => Assert.NotEmpty(offer.FindAll("button")));
        offer.Find("button").Click();

        var preferences = screen.Services.GetRequiredService<Preferences>();
        offer.WaitForAssertion(() => Assert.True(preferences.Notices));
        Assert.Single(browser.Invocations["notify"]);
        Assert.Empty(offer.FindAll("button"));
        Assert.Empty(screen.Render<NoticesOffer>().FindAll("button"));
    }

    private static ChatItem Answered(ChatItem chat, int line) => chat with
    {
        Unread = line,
        LastMessage = new(MessageDirection.Inbound, MessageKind.Text, $"linha {line}", A.Now.AddSeconds(line), DeliveryStatus.None, false),
    };

    private static BunitJSModuleInterop Show(Screen screen, out IRenderedComponent<ChatNotices> notices)
    {
        var browser = screen.JSInterop.SetupModule("./js/shell.js");
        browser.Mode = JSRuntimeMode.Loose;
        notices = screen.Render<ChatNotices>();
        return browser;
    }

    private static void Apply(Screen screen, ChatItem chat) =>
        screen.Desk.Store.Apply(new(screen.Desk.Store.Position, screen.Desk.Store.Position + 1, false, [chat], [], [], []));

    // A title is drawn in the page's head, outside of the component.
    private static string TitleIn(Screen screen, IRenderedComponent<AppTitle> title) =>
        screen.Render(title.FindComponent<PageTitle>().Instance.ChildContent!).Markup;
}
