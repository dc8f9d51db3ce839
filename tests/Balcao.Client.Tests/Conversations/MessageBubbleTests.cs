using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

public sealed class MessageBubbleTests
{
    private static readonly ChatItem Chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    [Fact]
    public async Task A_failed_message_shows_its_reason_and_can_be_sent_again()
    {
        var failed = Out("Oi") with { Delivery = DeliveryStatus.Queued, Failure = new("send.recipientUnavailable", "O telefone está fora do ar.", 131026) };
        await using var screen = await Screen.OpenAsync();
        MessageItem? resent = null;
        var bubble = Show(screen, failed, onResend: m => resent = m);

        Assert.Contains("O telefone está fora do ar.", bubble.Find(".failure").TextContent, StringComparison.Ordinal);
        bubble.Find(".failure button").Click();
        Assert.Equal(failed, resent);
    }

    [Theory]
    [InlineData(DeliveryStatus.Queued, "Na fila")]
    [InlineData(DeliveryStatus.Sent, "Enviada")]
    [InlineData(DeliveryStatus.Delivered, "Entregue")]
    [InlineData(DeliveryStatus.Read, "Lida")]
    public async Task A_tick_has_a_label_for_screen_readers(DeliveryStatus delivery, string name)
    {
        await using var screen = await Screen.OpenAsync();
        Assert.Equal(name, Show(screen, Out("Oi") with { Delivery = delivery }).Find(".tick").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task A_message_of_an_unknown_type_shows_a_placeholder_with_the_type()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In(null) with { Kind = MessageKind.Unsupported, RawType = "hologram" });
        Assert.Contains("hologram", bubble.Find(".unsupported").TextContent, StringComparison.Ordinal);
    }

    [Fact, KnownFailure(15)]
    public async Task A_type_that_WhatsApp_does_not_deliver_is_named_in_the_reader_s_language()
    {
        await using var screen = await Screen.OpenAsync();
        var poll = Show(screen, In(null) with { Kind = MessageKind.Unsupported, RawType = "poll_creation" });
        Assert.Contains("O cliente enviou uma enquete", poll.Find(".unsupported").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("poll", poll.Find(".unsupported").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_message_offers_neither_reply_nor_reaction()
    {
        await using var screen = await Screen.OpenAsync();
        Assert.NotEmpty(Show(screen, In("Falei demais")).FindAll(".actions"));
        Assert.Empty(Show(screen, In("Falei demais") with { RevokedAt = A.Now }).FindAll(".actions"));
    }

    [Fact]
    public async Task A_file_that_could_not_be_fetched_can_be_fetched_again()
    {
        await using var screen = await Screen.OpenAsync();
        MessageItem? fetched = null;
        var absent = In(null) with { Kind = MessageKind.Image, Media = new(MediaState.Failed, null, "image/jpeg", null, 1000, false) };
        var bubble = Show(screen, absent, onFetch: m => fetched = m);
        bubble.Find(".absent button").Click();
        Assert.Equal(absent, fetched);
    }

    [Fact]
    public async Task HTML_in_a_message_is_shown_as_text()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("<img src=x onerror=alert(1)> & <b>"));
        Assert.Empty(bubble.FindAll("img"));
        Assert.Contains("<img src=x onerror=alert(1)> & <b>", bubble.Find(".text").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_leads_to_the_quoted_message()
    {
        await using var screen = await Screen.OpenAsync();
        var quoted = In("Que horas abre?");
        MessageId? jumped = null;
        var bubble = Show(screen, Out("Às 7h") with { Quote = new(quoted.Id, quoted.Direction, quoted.Kind, quoted.Text) }, onJump: id => jumped = id);
        bubble.Find("button.quote").Click();
        Assert.Equal(quoted.Id, jumped);
    }

    [Fact]
    public async Task Every_kind_of_message_can_be_shown()
    {
        await using var screen = await Screen.OpenAsync();
        var day = BusyDay.Open(screen.Desk.Time, A.Ana);
        var kinds = day.Messages.Values.Select(m => m.Kind).ToHashSet();
        foreach (var message in day.Messages.Values) Assert.NotEmpty(Show(screen, message).Find(".bubble").Children);
        Assert.Superset(new HashSet<MessageKind> { MessageKind.Text, MessageKind.Image, MessageKind.Voice, MessageKind.Document, MessageKind.Location, MessageKind.Contacts, MessageKind.ButtonReply, MessageKind.Note, MessageKind.Unsupported }, kinds);
    }

    private static MessageItem In(string? text) => A.Message(Chat, MessageDirection.Inbound, A.Now, text);

    private static MessageItem Out(string? text) => A.Message(Chat, MessageDirection.Outbound, A.Now, text, A.Ana);

    private static IRenderedComponent<MessageBubble> Show(
        Screen screen, MessageItem message, Action<MessageItem>? onResend = null, Action<MessageItem>? onFetch = null, Action<MessageId>? onJump = null) =>
        screen.Render<MessageBubble>(with => with
            .Add(b => b.Message, message)
            .Add(b => b.OpensRun, true)
            .Add(b => b.ContactName, "Dona Lúcia")
            .Add(b => b.MayAct, true)
            .Add(b => b.OnResend, m => onResend?.Invoke(m))
            .Add(b => b.OnFetchMedia, m => onFetch?.Invoke(m))
            .Add(b => b.OnJump, id => onJump?.Invoke(id)));
}
