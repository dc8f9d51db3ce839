using Balcao.Client.Conversations;
using Balcao.Client.Shell;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Balcao.Client.Tests.Conversations;

/// <summary>The browser is never asked to focus what is not drawn: it would throw, and end the screen.</summary>
[Finding("U1")]
public sealed class ComposerFocusTests
{
    public static TheoryData<string> WithoutTextArea => ["waiting", "colleague", "window"];

    [Theory, MemberData(nameof(WithoutTextArea))]
    public async Task A_note_in_a_chat_one_may_not_write_in_gets_the_focus_once_it_is_drawn(string why)
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, ChatOf(why));
        Assert.Empty(composer.FindAll("textarea"));
        Assert.Empty(Focused(screen));

        composer.FindAll(".modes button")[1].Click();

        Assert.NotNull(composer.Find("textarea"));
        Assert.NotNull(Assert.Single(Focused(screen)).Id);

        composer.FindAll(".modes button")[0].Click();
        Assert.Empty(composer.FindAll("textarea"));
        composer.FindAll(".modes button")[1].Click();
        Assert.Equal(2, Focused(screen).Select(area => area.Id).Distinct().Count()); // each is another element, and drawn
    }

    [Fact]
    public async Task After_a_chat_is_taken_the_text_area_gets_the_focus_when_it_comes()
    {
        await using var screen = await Screen.OpenAsync();
        var waiting = A.Chat();
        var composer = await ShowAsync(screen, waiting);

        await composer.InvokeAsync(composer.Instance.Focus);
        Assert.Empty(Focused(screen));
        composer.Render(with => with.Add(c => c.Chat, waiting with { Status = ChatStatus.InService, Agent = A.Ana }));

        Assert.NotNull(Assert.Single(Focused(screen)).Id);
    }

    [Fact]
    public async Task An_emoji_is_not_offered_for_a_text_that_can_no_longer_be_written()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, A.Chat(status: ChatStatus.InService, agent: A.Ana));
        composer.Find(".emoji").Click();
        Assert.NotEmpty(composer.FindAll(".picker"));

        composer.Render(with => with.Add(c => c.Chat, A.Chat(status: ChatStatus.InService, agent: A.Bruno)));

        Assert.Empty(composer.FindAll(".picker"));
    }

    [Fact]
    public async Task An_element_that_was_never_drawn_is_left_alone_and_the_request_stays()
    {
        var (request, given) = (new FocusRequest(), new List<bool>());
        Assert.False(await default(ElementReference).FocusIfDrawnAsync());

        await request.GiveAsync(() => Give(true));
        request.Ask();
        await request.GiveAsync(() => Give(false));
        await request.GiveAsync(() => Give(true));
        await request.GiveAsync(() => Give(true));

        Assert.Equal([false, true], given);

        Task<bool> Give(bool isThere)
        {
            given.Add(isThere);
            return Task.FromResult(isThere);
        }
    }

    private static ChatItem ChatOf(string why) => why switch
    {
        "waiting" => A.Chat(),
        "colleague" => A.Chat(status: ChatStatus.InService, agent: A.Bruno),
        _ => A.Chat(status: ChatStatus.InService, agent: A.Ana) with { WindowEndsAt = A.Now.AddMinutes(-1) },
    };

    private static IReadOnlyList<ElementReference> Focused(Screen screen) =>
        [.. screen.ComposerModule.Invocations["focusEnd"].Select(call => (ElementReference)call.Arguments[0]!)];

    private static async Task<IRenderedComponent<Composer>> ShowAsync(Screen screen, ChatItem chat)
    {
        screen.Desk.Server.Put(chat);
        var thread = await screen.OpenThreadAsync(chat);
        return screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, chat));
    }
}
