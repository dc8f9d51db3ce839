using Balcao.Client.Conversations;
using Balcao.Client.Numbers;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Balcao.Tests;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>Messages of agents other than text, their states, and the playback of audio.</summary>
public sealed class OutboundScreensTests
{
    private static readonly ChatItem Chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    private static MessageItem Ours => A.Message(Chat, MessageDirection.Outbound, A.Now, "Qual prefere?", A.Ana);

    [Fact]
    public async Task Buttons_and_lists_are_shown_as_the_customer_sees_them()
    {
        await using var screen = await Screen.OpenAsync();
        var buttons = Show(screen, Ours with { Kind = MessageKind.Buttons, Buttons = new([new("Sim", "a"), new("Não", "b")], "Entrega", "Loja") });
        Assert.Equal(["Sim", "Não"], buttons.FindAll(".choices li").Select(li => li.TextContent.Trim()));
        Assert.Contains("Entrega", buttons.Find(".head").TextContent, StringComparison.Ordinal);

        var list = Show(screen, Ours with { Kind = MessageKind.List, List = new("Ver horários", [new("Manhã", [new("8h", "Portaria", "m")])]) });
        Assert.Contains("Ver horários", list.Find("summary").TextContent, StringComparison.Ordinal);
        Assert.Contains("Portaria", list.Find(".list li").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queued_message_can_be_cancelled_and_a_cancelled_one_sent_again()
    {
        await using var screen = await Screen.OpenAsync();
        MessageItem? cancelled = null, resent = null;
        var queued = Show(screen, Ours with { Delivery = DeliveryStatus.Queued }, onCancel: m => cancelled = m);
        queued.Find(".failure button").Click();
        Assert.NotNull(cancelled);

        var back = Show(screen, Ours with { Delivery = DeliveryStatus.Queued, Failure = new("send.cancelled", "Cancelada antes de sair.", null) }, onResend: m => resent = m);
        Assert.Equal("Cancelada", back.Find(".tick").GetAttribute("aria-label"));
        Assert.Contains("quiet", back.Find(".failure").ClassList);
        back.Find(".failure button").Click();
        Assert.NotNull(resent);
    }

    [Theory]
    [InlineData("send.unavailable", true)]
    [InlineData("send.mediaRejected", false)]
    [InlineData("send.windowClosed", false)]
    public async Task Sending_again_is_offered_only_if_it_can_succeed(string code, bool isOffered)
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, Ours with { Delivery = DeliveryStatus.Queued, Failure = new(code, "Motivo.", null) });
        Assert.Equal(isOffered ? 1 : 0, bubble.FindAll(".failure button").Count);
    }

    [Fact, KnownFailure(19)]
    public async Task A_notice_says_that_the_number_cannot_send_and_that_messages_wait()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(Chat);
        await screen.OpenThreadAsync(Chat);
        var number = new NumberItem(A.Number.Id, A.Number.Display, "1", "2", NumberStatus.Active, A.Encomendas, 0);
        screen.Desk.Store.Apply(new(screen.Desk.Store.Position, screen.Desk.Store.Position + 1, false, [], [], [],
            [number with { SendingHold = new(A.Now, "send.tokenExpired", "O WhatsApp recusou o token deste número.") }]));

        var notice = screen.Render<NumberNotice>(with => with.Add(n => n.Number, screen.Desk.Store.Number(A.Number.Id)));
        Assert.Contains("não está enviando", notice.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Contains("recusou o token", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("sai sozinho", notice.Markup, StringComparison.Ordinal);
        Assert.Empty(notice.FindAll("a")); // Ana does not administer numbers

        screen.Desk.Store.Apply(new(screen.Desk.Store.Position, screen.Desk.Store.Position + 1, false, [], [], [], [number]));
        Assert.Empty(screen.Desk.Store.NumbersNotSending);
    }

    [Fact, Rule("P5")]
    public async Task The_composer_of_a_suspended_number_is_blocked_and_shows_the_reason()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Put(Chat);
        var thread = await screen.OpenThreadAsync(Chat);
        var composer = screen.Render<Composer>(with => with.Add(c => c.Thread, thread).Add(c => c.Chat, Chat)
            .Add(c => c.Number, new NumberItem(A.Number.Id, A.Number.Display, "1", "2", NumberStatus.Suspended, A.Encomendas, 0)));
        Assert.Contains("suspenso", composer.Find(".blocked").TextContent, StringComparison.Ordinal);
    }

    [Fact, KnownFailure(13)]
    public async Task Audio_has_a_player_and_a_format_that_browsers_cannot_play_is_offered_as_a_download()
    {
        await using var screen = await Screen.OpenAsync();
        screen.JSInterop.SetupModule("./js/player.js").Mode = JSRuntimeMode.Loose;
        var voice = Show(screen, Sound("audio/ogg") with { Media = Media("audio/ogg") with { DurationMs = 7_400, Waveform = new string('5', 48), PlayableUrl = "/copy" } });
        Assert.Equal("0:07", voice.Find(".player .time").TextContent);
        Assert.Equal(48, voice.FindAll(".bars i").Count);
        Assert.Equal("Tocar", voice.Find(".play").GetAttribute("aria-label"));
        voice.Find(".speed").Click();
        Assert.Contains("1,5×", voice.Find(".speed").TextContent, StringComparison.Ordinal);

        var amr = Show(screen, Sound("audio/amr"));
        Assert.Empty(amr.FindAll(".player"));
        Assert.Contains("não tocam este formato", amr.Find("a.file").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_length_of_audio_is_shown_before_playback_as_soon_as_it_is_known()
    {
        await using var screen = await Screen.OpenAsync();
        var module = screen.JSInterop.SetupModule("./js/player.js");
        module.Mode = JSRuntimeMode.Loose;
        var bubble = Show(screen, Sound("audio/mpeg"));
        Assert.Equal("–:––", bubble.Find(".player .time").TextContent);

        // The browser has read the header of the file.
        var player = bubble.FindComponent<VoicePlayer>();
        await bubble.InvokeAsync(() => player.Instance.OnDuration(83.4));

        Assert.Equal("1:23", bubble.Find(".player .time").TextContent);
        Assert.Single(module.Invocations["make"]);
        Assert.Empty(Show(screen, Sound("audio/ogg") with { Media = Media("audio/ogg") with { DurationMs = 4_000 } }).FindAll(".broken"));
        Assert.Single(module.Invocations["make"]); // a length known by the server is not requested from the browser
    }

    [Fact]
    public async Task A_picture_is_shown_by_its_small_copy_in_a_reserved_space()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, Sound("image/jpeg") with
        {
            Kind = MessageKind.Image,
            Media = Media("image/jpeg") with { ThumbnailUrl = "/small", Width = 1600, Height = 800 },
        });
        var picture = bubble.Find(".picture img");
        Assert.Equal(("/small", "320", "160"), (picture.GetAttribute("src"), picture.GetAttribute("width"), picture.GetAttribute("height")));
    }

    private static MediaItem Media(string type) => new(MediaState.Stored, "/file", type, null, 9_000, false);

    private static MessageItem Sound(string type) =>
        A.Message(Chat, MessageDirection.Inbound, A.Now, null) with { Kind = MessageKind.Voice, Media = Media(type) };

    private static IRenderedComponent<MessageBubble> Show(
        Screen screen, MessageItem message, Action<MessageItem>? onCancel = null, Action<MessageItem>? onResend = null) =>
        screen.Render<MessageBubble>(with => with
            .Add(b => b.Message, message)
            .Add(b => b.OpensRun, true)
            .Add(b => b.ContactName, "Dona Lúcia")
            .Add(b => b.MayAct, true)
            .Add(b => b.OnCancel, m => onCancel?.Invoke(m))
            .Add(b => b.OnResend, m => onResend?.Invoke(m)));
}
