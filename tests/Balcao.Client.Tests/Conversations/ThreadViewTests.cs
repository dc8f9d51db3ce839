using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>A message of ours on its way from the browser to the customer, and what can be done with it at each step.</summary>
public sealed class ThreadViewTests
{
    private readonly ChatItem _chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
    private readonly List<string> _done = [];

    [Fact, Finding("U2")]
    public async Task A_message_that_fails_after_the_server_took_it_is_sent_again_by_the_server()
    {
        await using var screen = await Screen.OpenAsync();
        var (view, thread) = await ShowAsync(screen, Unsent);
        Assert.Empty(view.FindAll(".failure button"));

        thread.Add(Stored with { Failure = new("send.unavailable", "O WhatsApp não respondeu.", 131016) });
        view.Render(with => with.Add(v => v.Pending, []));

        Assert.Equal(["Enviar de novo"], Buttons(view));
        view.Find(".failure button").Click();
        Assert.Equal(["resend Bom dia"], _done);
    }

    [Fact, Finding("U2")]
    public async Task A_message_that_came_after_the_window_closed_offers_nothing_that_cannot_help()
    {
        await using var screen = await Screen.OpenAsync();
        var (view, thread) = await ShowAsync(screen, Unsent);

        thread.Add(Stored with { Failure = new("send.windowClosed", "A janela de 24 horas fechou antes do envio.", 131047) });
        view.Render(with => with.Add(v => v.Pending, []));

        Assert.Contains("A janela de 24 horas fechou", view.Find(".failure").TextContent, StringComparison.Ordinal);
        Assert.Empty(Buttons(view));
    }

    [Fact, Finding("U2")]
    public async Task A_message_that_was_refused_first_and_taken_then_has_the_buttons_of_what_it_is_now()
    {
        await using var screen = await Screen.OpenAsync();
        var (view, thread) = await ShowAsync(screen, Unsent with { State = UnsentState.Refused, Reason = "O número está suspenso." });
        Assert.Equal(["Enviar de novo", "Descartar"], Buttons(view));
        foreach (var button in (int[])[0, 1]) view.FindAll(".failure button")[button].Click();
        Assert.Equal(["again k1", "discard k1"], _done);

        thread.Add(Stored);
        view.Render(with => with.Add(v => v.Pending, []));

        Assert.Equal(["Cancelar envio"], Buttons(view));
        view.Find(".failure button").Click();
        Assert.Equal("cancel Bom dia", _done[^1]);
    }

    [Fact, Finding("U9")]
    public async Task A_message_at_which_the_server_failed_says_so_in_words()
    {
        await using var screen = await Screen.OpenAsync();
        var (view, _) = await ShowAsync(screen, Unsent with { State = UnsentState.Refused });

        Assert.Contains("O servidor não conseguiu guardar esta mensagem", view.Find(".failure").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Enviar de novo", "Descartar"], Buttons(view));
    }

    private UnsentMessage Unsent => new() { ClientKey = "k1", ChatId = _chat.Id, ConversationId = _chat.ConversationId, Text = "Bom dia", At = A.Now };

    private MessageItem Stored => A.Message(_chat, MessageDirection.Outbound, A.Now, "Bom dia", A.Ana) with { ClientKey = "k1", Delivery = DeliveryStatus.Queued };

    private async Task<(IRenderedComponent<ThreadView> View, ConversationThread Thread)> ShowAsync(Screen screen, UnsentMessage pending)
    {
        screen.Desk.Server.Put(_chat);
        var thread = await screen.OpenThreadAsync(_chat);
        var view = screen.Render<ThreadView>(with => with
            .Add(v => v.Thread, thread)
            .Add(v => v.Pending, [pending])
            .Add(v => v.OnResend, m => _done.Add("resend " + m.Text))
            .Add(v => v.OnCancel, m => _done.Add("cancel " + m.Text))
            .Add(v => v.OnSendAgain, key => _done.Add("again " + key))
            .Add(v => v.OnDiscard, key => _done.Add("discard " + key)));
        return (view, thread);
    }

    private static IEnumerable<string> Buttons(IRenderedComponent<ThreadView> view) => view.FindAll(".failure button").Select(b => b.TextContent.Trim());
}
