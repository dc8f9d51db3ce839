using Balcao.Client.Contacts;
using Balcao.Client.Conversations;
using Balcao.Client.Numbers;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

/// <summary>What a message shows in addition to its text.</summary>
public sealed class ShownMessageTests
{
    private static readonly ChatItem Chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    private static MessageItem In(string? text, MessageKind kind = MessageKind.Text) =>
        A.Message(Chat, MessageDirection.Inbound, A.Now, text) with { Kind = kind };

    private static IRenderedComponent<MessageBubble> Show(Screen screen, MessageItem message) => screen.Render<MessageBubble>(with => with
        .Add(b => b.Message, message).Add(b => b.OpensRun, true).Add(b => b.ContactName, "Dona Lúcia").Add(b => b.MayAct, true));

    [Fact]
    public async Task An_edited_message_is_marked_and_shows_its_earlier_texts()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Quero 3") with { EditedAt = A.Now, EarlierTexts = [new("Quero 2", A.Now.AddMinutes(-1)), new(null, A.Now.AddMinutes(-2))] });
        Assert.Equal("editada", bubble.Find(".earlier summary").TextContent);
        Assert.Contains("Quero 2", bubble.Find(".earlier ol").TextContent, StringComparison.Ordinal);
        Assert.Contains("(sem texto)", bubble.Find(".earlier ol").TextContent, StringComparison.Ordinal);
        Assert.Equal("Quero 3", bubble.Find(".text").TextContent);
    }

    [Theory]
    [InlineData(MessageDirection.Inbound, "Apagada pelo cliente")]
    [InlineData(MessageDirection.Outbound, "Apagada no celular da empresa")]
    public async Task A_deleted_message_is_collapsed_and_can_still_be_read(MessageDirection direction, string said)
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Falei demais") with { Direction = direction, RevokedAt = A.Now });
        Assert.Contains(said, bubble.Find("details.revoked summary").TextContent, StringComparison.Ordinal);
        Assert.False(bubble.Find("details.revoked").HasAttribute("open"));
        Assert.Equal("Falei demais", bubble.Find("details.revoked .text").TextContent);
    }

    [Fact]
    public async Task An_order_lists_its_products_and_their_total()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Para sábado", MessageKind.Order) with
        {
            Order = new("4411", [new("bolo-cenoura", 2, 45.5m, "BRL"), new("vela", 1, 3.9m, "BRL")]),
        });
        Assert.Equal(2, bubble.FindAll(".order tbody tr").Count);
        Assert.Contains("R$ 94,90", bubble.Find(".order tfoot").TextContent, StringComparison.Ordinal);
        Assert.Equal("Para sábado", bubble.Find(".text").TextContent);
    }

    [Fact]
    public async Task An_order_with_missing_prices_shows_no_total()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In(null, MessageKind.Order) with { Order = new(null, [new("bolo", 2, null, null), new(null, null, 3, "BRL")]) });
        Assert.Empty(bubble.FindAll(".order tfoot"));
    }

    [Fact]
    public async Task A_form_is_shown_field_by_field_or_as_raw_text()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Enviado", MessageKind.FormReply) with { Form = new("flow", [new("data_da_entrega", "30/11"), new("html", "<b>x</b>")], null) });
        Assert.Equal(["Data da entrega", "Html"], bubble.FindAll(".form dt").Select(e => e.TextContent));
        Assert.Equal("<b>x</b>", bubble.FindAll(".form dd")[1].TextContent);
        Assert.Equal("Enviado", bubble.Find(".form strong").TextContent);
        // "Sent" comes from WhatsApp and is the same for every form and language.
        var named = Show(screen, In("Sent", MessageKind.FormReply) with { Form = new("flow", [new("nome", "Ana")], null) });
        Assert.Equal("Formulário respondido", named.Find(".form strong").TextContent);
        var raw = Show(screen, In(null, MessageKind.FormReply) with { Form = new("address_message", [], "{quebrado") });
        Assert.Equal("{quebrado", raw.Find(".form pre").TextContent);
        Assert.Contains("Endereço informado", raw.Find(".form strong").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ad_is_shown_with_a_link_that_sends_no_referrer()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Oi") with { Referral = new("ad", "https://fb.me/x", "Oferta", "Fale <b>conosco</b>", "video", "Olá!") });
        var link = bubble.Find(".referral a");
        Assert.Equal(("https://fb.me/x", "noopener noreferrer nofollow", "_blank"), (link.GetAttribute("href"), link.GetAttribute("rel"), link.GetAttribute("target")));
        Assert.Contains("Fale <b>conosco</b>", bubble.Find(".referral").TextContent, StringComparison.Ordinal);
        Assert.Empty(Show(screen, In("Oi") with { Referral = new("post", null, "Oferta", null, null, null) }).FindAll(".referral a"));
    }

    [Theory]
    [InlineData(ForwardMark.Once, "Encaminhada")]
    [InlineData(ForwardMark.Frequently, "Encaminhada com frequência")]
    public async Task A_forwarded_message_is_marked(ForwardMark mark, string said)
    {
        await using var screen = await Screen.OpenAsync();
        Assert.Equal(said, Show(screen, In("Repasse") with { Forwarded = mark }).Find(".mark").TextContent.Trim());
    }

    [Fact]
    public async Task A_message_from_the_phone_app_is_marked_and_names_its_product()
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In("Sim") with { Direction = MessageDirection.Outbound, Source = MessageSource.PhoneApp, Product = new(null, "bolo") });
        Assert.Equal(["Pelo aplicativo no celular", "Sobre o produto bolo"], bubble.FindAll(".mark").Select(m => m.TextContent.Trim()));
    }

    [Fact]
    public async Task What_another_app_sent_is_marked()
    {
        await using var screen = await Screen.OpenAsync();
        var message = In("Posso ajudar?") with { Source = MessageSource.OtherApp };
        Assert.Equal("Por outro aplicativo", Show(screen, message with { Direction = MessageDirection.Outbound }).Find(".mark").TextContent.Trim());
        Assert.Empty(Show(screen, message).FindAll(".mark"));
    }

    [Theory]
    [InlineData("captured", "Pagamento confirmado: pedido-7 · R$ 42,50. Pix")]
    [InlineData("pending", "Pagamento em andamento: pedido-7 · R$ 42,50.")]
    [InlineData("failed", "O pagamento falhou: pedido-7 · R$ 42,50.")]
    [InlineData("estado_de_amanha", "Pagamento (estado_de_amanha): pedido-7 · R$ 42,50.")]
    public async Task A_payment_says_its_state_reference_and_amount(string status, string said)
    {
        await using var screen = await Screen.OpenAsync();
        var line = In("Pix", MessageKind.System) with
        {
            Direction = MessageDirection.Internal, Notice = new(NoticeKind.Payment, null, null) { Payment = new(status, "pedido-7", 42.5m, "BRL") },
        };
        Assert.Contains(said, screen.Render<SystemLine>(with => with.Add(l => l.Message, line)).Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(131060, null, "não conseguiu entregar")]
    [InlineData(131052, "image", "mais de 100 MB")]
    [InlineData(null, "edit", "editou uma mensagem que não está aqui")]
    [InlineData(null, "revoke", "apagou uma mensagem que não está aqui")]
    [InlineData(null, "media_placeholder", "Arquivo do histórico")]
    [InlineData(null, "request_welcome", "ainda não escreveu")]
    [InlineData(131051, "poll_creation", "enviou uma enquete")]
    [InlineData(131051, "hologram", "ainda não mostramos (hologram)")]
    [InlineData(131051, "unsupported", "que o WhatsApp não entrega por aqui")]
    public async Task A_placeholder_explains_why_the_content_is_missing(int? code, string? raw, string said)
    {
        await using var screen = await Screen.OpenAsync();
        var bubble = Show(screen, In(null, MessageKind.Unsupported) with { PlaceholderCode = code, RawType = raw });
        Assert.Contains(said, bubble.Find(".unsupported").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_permission_to_call_is_shown_in_words()
    {
        await using var screen = await Screen.OpenAsync();
        string Said(CallPermissionItem permission) => Show(screen, In(null, MessageKind.CallPermission) with { CallPermission = permission }).Find(".pressed").TextContent;
        Assert.Equal("Permitiu receber ligações", Said(new(true, true, null, false)));
        Assert.Equal("Não permitiu receber ligações", Said(new(false, false, null, false)));
        Assert.Contains("até", Said(new(true, false, A.Now, false)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoticeKind.NumberChanged, "+55 11 99999-0001", "+55 11 99999-0002", "O cliente mudou de número: de +55 11 99999-0001 para +55 11 99999-0002.")]
    [InlineData(NoticeKind.NumberChanged, null, null, "O cliente mudou de número.")]
    [InlineData(NoticeKind.UserIdChanged, null, null, "A identificação do cliente no WhatsApp mudou.")]
    [InlineData(NoticeKind.IdentityChanged, null, null, "O código de segurança do cliente mudou.")]
    [InlineData(NoticeKind.ControlPassed, null, null, "Outro aplicativo passou esta conversa para a equipe. algo mudou")]
    [InlineData(NoticeKind.ControlTaken, null, null, "Outro aplicativo assumiu esta conversa. algo mudou")]
    [InlineData(NoticeKind.Other, null, null, "algo mudou")]
    public async Task A_notice_of_WhatsApp_is_a_line_in_the_thread(NoticeKind kind, string? before, string? after, string said)
    {
        await using var screen = await Screen.OpenAsync();
        var notice = In("algo mudou", MessageKind.System) with { Direction = MessageDirection.Internal, Notice = new(kind, before, after) };
        Assert.Contains(said, screen.Render<SystemLine>(with => with.Add(l => l.Message, notice)).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contact_shows_the_marketing_consent()
    {
        await using var screen = await Screen.OpenAsync();
        string Said(MarketingConsentItem? consent) => screen.Render<ContactConsent>(with => with.Add(c => c.Consent, consent)).Find("p").TextContent;
        Assert.Equal("O contato ainda não disse nada.", Said(null));
        Assert.StartsWith("Não quer receber desde 22/11/2026", Said(new(ConsentState.Stopped, A.Now, ConsentSource.WhatsAppPreference)), StringComparison.Ordinal);
        Assert.EndsWith("o WhatsApp recusou um envio", Said(new(ConsentState.Stopped, A.Now, ConsentSource.SendRefused)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_of_a_number_shows_kind_event_and_severity()
    {
        await using var screen = await Screen.OpenAsync();
        var health = screen.Render<NumberHealth>(with => with.Add(h => h.Health,
            [new(NumberNoticeKind.Account, NoticeSeverity.Critical, "DISABLED_UPDATE", "DISABLE", A.Now), new(NumberNoticeKind.Limit, NoticeSeverity.Info, "TIER_10K", null, A.Now)]));
        Assert.Contains("Conta: DISABLED_UPDATE · DISABLE", health.Find("li.critical").TextContent, StringComparison.Ordinal);
        Assert.Contains("Limite de mensagens: TIER_10K", health.Find("li.info").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merged_thread_names_the_conversation_it_moved_to()
    {
        var thread = new ConversationThread(
            new(new(Chat.ConversationId, Chat.Contact, Chat.Number, null, 0, A.Now), [Chat], 1), new([], null, 1));
        var elsewhere = ConversationId.New(A.Now);
        thread.Apply(new(1, 2, false, [Chat with { ConversationId = elsewhere }], [], [], []));
        Assert.Equal((elsewhere, false), (thread.MovedTo, thread.IsVisible));
    }

    [Fact]
    public void A_system_line_ends_a_run_and_does_not_belong_to_one()
    {
        var (before, notice, after) = (
            In("um"), In(null, MessageKind.System) with { Direction = MessageDirection.Internal, At = A.Now.AddSeconds(1) }, In("dois") with { At = A.Now.AddSeconds(2) });
        var thread = new ConversationThread(
            new(new(Chat.ConversationId, Chat.Contact, Chat.Number, null, 0, A.Now), [], 1), new([after, notice, before], null, 1));
        var rows = ThreadRow.Of(thread, null, at => DateOnly.FromDateTime(at.Date)).OfType<ThreadRow.Said>().ToList();
        Assert.Equal([true, false, true], rows.Select(r => r.OpensRun));
    }
}
