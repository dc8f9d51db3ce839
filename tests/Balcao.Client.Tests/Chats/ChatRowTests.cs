using Balcao.Client.Chats;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Chats;

/// <summary>A row is rendered again only if it has changed, because the list is rendered several times a second.</summary>
public sealed class ChatRowTests
{
    private static readonly ChatItem Chat = A.Chat();

    [Fact]
    public async Task A_row_is_rendered_again_only_if_it_has_changed()
    {
        await using var screen = await Screen.OpenAsync();
        var row = Show(screen, Chat);
        var drawn = row.RenderCount;

        Show(row, Chat);
        Assert.Equal(drawn, row.RenderCount);

        Show(row, Chat with { Unread = 3 });
        Assert.Equal("3", row.Find(".badge").TextContent);
    }

    [Fact]
    public async Task A_waiting_customer_s_minutes_count_up()
    {
        await using var screen = await Screen.OpenAsync();
        var row = Show(screen, Chat);
        Assert.Equal("2 min", row.Find(".waiting").LastChild!.TextContent.Trim());

        screen.Desk.Time.Advance(TimeSpan.FromSeconds(61));
        Show(row, Chat);

        Assert.Equal("3 min", row.Find(".waiting").LastChild!.TextContent.Trim());
    }

    [Fact]
    public async Task An_unsent_text_is_shown_in_the_row_after_the_thread_is_left()
    {
        await using var screen = await Screen.OpenAsync();
        var row = Show(screen, Chat, isSelected: true);
        screen.Desk.Drafts.Keep(Chat.ConversationId, isNote: false, "Bom dia! Já");
        Show(row, Chat, isSelected: true);
        Assert.DoesNotContain("Bom dia!", row.Markup, StringComparison.Ordinal);

        Show(row, Chat);

        Assert.Contains("Bom dia! Já", row.Find(".snippet").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<ChatRow> Show(Screen screen, ChatItem chat, bool isSelected = false) =>
        screen.Render<ChatRow>(with => With(with, chat, isSelected));

    private static void Show(IRenderedComponent<ChatRow> row, ChatItem chat, bool isSelected = false) =>
        row.Render(with => With(with, chat, isSelected));

    private static void With(ComponentParameterCollectionBuilder<ChatRow> with, ChatItem chat, bool isSelected) =>
        with.Add(r => r.Chat, chat).Add(r => r.Href, $"/chats/{chat.Id}").Add(r => r.IsSelected, isSelected);
}
