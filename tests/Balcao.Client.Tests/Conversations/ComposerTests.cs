using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;
using Microsoft.AspNetCore.Components.Web;

namespace Balcao.Client.Tests.Conversations;

public sealed class ComposerTests
{
    private readonly ChatItem _mine = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    [Fact]
    public async Task Enter_sends_the_text_and_empties_the_composer()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine);

        Type(composer, "Bom dia!");
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter" });
        await screen.Desk.UnsentMessages.WhenSentAsync(_mine.ConversationId);

        var sent = Assert.Single(screen.Desk.Server.Messages.Values);
        Assert.Equal(("Bom dia!", MessageDirection.Outbound), (sent.Text, sent.Direction));
        Assert.Equal("", composer.Find("textarea").GetAttribute("value") ?? "");
        Assert.Empty(screen.Desk.Drafts.Of(_mine.ConversationId, isNote: false));
    }

    [Fact]
    public async Task Shift_Enter_and_Enter_during_input_method_composition_send_nothing()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine);

        Type(composer, "uma linha");
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter", ShiftKey = true });
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter", IsComposing = true });

        Assert.Empty(screen.Desk.UnsentMessages.Of(_mine.ConversationId));
        Assert.Empty(screen.Desk.Server.Messages);
    }

    [Fact]
    public async Task Ctrl_Enter_sends_and_asks_to_close()
    {
        await using var screen = await Screen.OpenAsync();
        var asked = 0;
        var composer = await ShowAsync(screen, _mine, onSentAndClose: () => asked++);

        Type(composer, "Até logo!");
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });
        await screen.Desk.UnsentMessages.WhenSentAsync(_mine.ConversationId);

        Assert.Equal(1, asked);
        Assert.Equal("Até logo!", Assert.Single(screen.Desk.Server.Messages.Values).Text);
    }

    [Fact]
    public async Task Each_keystroke_is_saved_in_the_draft_and_the_draft_is_restored()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine);
        Type(composer, "Dona Lúcia, o bolo");
        Assert.Equal("Dona Lúcia, o bolo", screen.Desk.Drafts.Of(_mine.ConversationId, isNote: false));

        var again = await ShowAsync(screen, _mine);
        Assert.Equal("Dona Lúcia, o bolo", again.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public async Task A_waiting_chat_can_be_taken_and_accepts_notes_before_that()
    {
        await using var screen = await Screen.OpenAsync();
        var waiting = A.Chat();
        var composer = await ShowAsync(screen, waiting);
        Assert.Empty(composer.FindAll("textarea"));
        Assert.Contains("Atenda para responder", composer.Find(".blocked").TextContent, StringComparison.Ordinal);
        Assert.Contains(composer.FindAll(".blocked button"), b => b.TextContent.Trim() == "Atender");

        composer.FindAll(".modes button")[1].Click();
        Type(composer, "já falei com ela por telefone");
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter" });
        await screen.Desk.UnsentMessages.WhenSentAsync(waiting.ConversationId);

        Assert.Equal(MessageKind.Note, Assert.Single(screen.Desk.Server.Messages.Values).Kind);
    }

    [Fact]
    public async Task A_chat_served_by_another_agent_shows_that_agent_s_name()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, A.Chat(status: ChatStatus.InService, agent: A.Bruno));
        Assert.Contains("Bruno Costa", composer.Find(".blocked").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_window_closes_while_typing_free_text_is_blocked_and_the_draft_is_kept()
    {
        await using var screen = await Screen.OpenAsync();
        var chat = _mine with { WindowEndsAt = A.Now.AddMinutes(1) };
        var composer = await ShowAsync(screen, chat);
        Type(composer, "quase a tempo");

        screen.Desk.Time.Advance(TimeSpan.FromMinutes(2));

        composer.WaitForAssertion(() => Assert.Contains("janela de 24 horas", composer.Find(".blocked").TextContent, StringComparison.Ordinal));
        Assert.Empty(composer.FindAll("textarea"));
        Assert.Equal("quase a tempo", screen.Desk.Drafts.Of(chat.ConversationId, isNote: false));
    }

    [Fact]
    public async Task The_typing_indicator_is_sent_at_most_once_in_twenty_seconds()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine);
        Type(composer, "o");
        Type(composer, "oi");
        Assert.Equal(1, Typings(screen));

        screen.Desk.Time.Advance(TimeSpan.FromSeconds(21));
        Type(composer, "oi, ");
        Assert.Equal(2, Typings(screen));
    }

    [Fact]
    public async Task A_note_sends_no_typing_indicator()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine);
        composer.FindAll(".modes button")[1].Click();
        Type(composer, "nota");
        Assert.Equal(0, Typings(screen));
    }

    [Fact]
    public async Task A_reply_contains_the_quoted_message()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(_mine);
        var asked = A.Message(_mine, MessageDirection.Inbound, A.Now.AddMinutes(-1), "Que horas abre?");
        screen.Desk.Server.Put(asked);
        var composer = await ShowAsync(screen, _mine);

        await composer.InvokeAsync(() => composer.Instance.Reply(asked));
        Assert.Contains("Que horas abre?", composer.Find(".reply").TextContent, StringComparison.Ordinal);
        Type(composer, "Às 7h");
        composer.Find(".send").Click();
        await screen.Desk.UnsentMessages.WhenSentAsync(_mine.ConversationId);

        Assert.Equal(asked.Id, screen.Desk.Server.Messages.Values.Single(m => m.Text == "Às 7h").Quote!.MessageId);
        Assert.Empty(composer.FindAll(".reply"));
    }

    [Fact]
    public async Task A_reply_to_a_message_that_is_deleted_while_typing_loses_its_quote()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(_mine);
        var asked = A.Message(_mine, MessageDirection.Inbound, A.Now.AddMinutes(-1), "Que horas abre?");
        screen.Desk.Server.Put(asked);
        var composer = await ShowAsync(screen, _mine);
        await composer.InvokeAsync(() => composer.Instance.Reply(asked));
        Type(composer, "Às 7h");

        screen.Desk.Store.Apply(new(screen.Desk.Store.Position, screen.Desk.Store.Position + 1, false, [], [asked with { RevokedAt = A.Now }], [], []));
        composer.Render(with => with.Add(c => c.Chat, _mine));

        Assert.Empty(composer.FindAll(".reply"));
        Assert.Equal("Às 7h", composer.Find("textarea").GetAttribute("value"));
    }

    [Theory, KnownFailure(11), KnownFailure(8)]
    [InlineData("pt-BR", "A janela de 24 horas fecha às 15:45.", "cada mensagem de Dona Lúcia reabre a janela")]
    [InlineData("en", "The 24-hour window closes at 3:45", "each message from Dona Lúcia opens the window")]
    [InlineData("es", "La ventana de 24 horas se cierra a las 15:45.", "cada mensaje de Dona Lúcia reabre la ventana")]
    public async Task The_last_hour_of_the_window_is_announced_in_the_reader_s_language_and_can_be_dismissed(string language, string until, string advice)
    {
        using var reads = Language.Of(language);
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("São Paulo", TimeSpan.FromHours(-3), null, null));
        var composer = await ShowAsync(screen, _mine with { WindowEndsAt = A.Now.AddMinutes(105) });
        Assert.Empty(composer.FindAll(".warning"));

        screen.Desk.Time.Advance(TimeSpan.FromMinutes(50));

        composer.WaitForAssertion(() => Assert.NotEmpty(composer.FindAll(".warning")));
        Assert.Contains("status", composer.Find(".warning").GetAttribute("role")!, StringComparison.Ordinal);
        Assert.Contains(until, composer.Find(".warning strong").TextContent.Replace('\u202f', ' '), StringComparison.Ordinal);
        Assert.Contains(advice, composer.Find(".warning").TextContent, StringComparison.Ordinal);

        composer.Find(".warning button").Click();
        Assert.Empty(composer.FindAll(".warning"));
        screen.Desk.Time.Advance(TimeSpan.FromMinutes(60));
        composer.WaitForAssertion(() => Assert.NotEmpty(composer.FindAll(".blocked")));
    }

    [Fact, KnownFailure(11)]
    public async Task A_customer_s_message_in_the_last_hour_ends_the_warning_and_the_next_window_warns_again()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen, _mine with { WindowEndsAt = A.Now.AddMinutes(30) });
        composer.Find(".warning button").Click();

        composer.Render(with => with.Add(c => c.Chat, _mine with { WindowEndsAt = A.Now.AddHours(24) }));
        Assert.Empty(composer.FindAll(".warning"));

        screen.Desk.Time.Advance(TimeSpan.FromHours(23.5));
        composer.WaitForAssertion(() => Assert.NotEmpty(composer.FindAll(".warning")));
        composer.FindAll(".modes button")[1].Click();
        Assert.Empty(composer.FindAll(".warning")); // a note needs no window
    }

    private static int Typings(Screen screen) =>
        screen.Desk.Server.Requests.Count(r => r.RequestUri!.AbsolutePath.EndsWith("/typing", StringComparison.Ordinal));

    [Fact]
    public async Task A_chosen_file_is_given_back_when_the_composer_is_left()
    {
        await using var screen = await Screen.OpenAsync();
        screen.ComposerModule.Setup<ChosenFile[]?>("take", _ => true).SetResult([new ChosenFile("file-1", "bolo.png", 10, "image/png", "", null)]);
        var composer = await ShowAsync(screen, _mine);

        composer.Find("input[type=file]").Change("bolo.png");
        composer.WaitForElement(".tray");
        await screen.DisposeComponentsAsync();

        Assert.Equal("file-1", Assert.Single(screen.ComposerModule.Invocations["drop"]).Arguments[0]);
    }

    private static void Type(IRenderedComponent<Composer> composer, string text) => composer.Find("textarea").Input(text);

    private static async Task<IRenderedComponent<Composer>> ShowAsync(Screen screen, ChatItem chat, Action? onSentAndClose = null)
    {
        screen.Desk.Server.Put(chat);
        var thread = await screen.OpenThreadAsync(chat);
        return screen.Render<Composer>(with => with
            .Add(c => c.Thread, thread)
            .Add(c => c.Chat, chat)
            .Add(c => c.OnSentAndClose, () => onSentAndClose?.Invoke()));
    }
}
