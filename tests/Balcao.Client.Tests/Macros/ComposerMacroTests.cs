using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Client.Tests.Macros;

public sealed class ComposerMacroTests
{
    private readonly ChatItem _mine = A.Chat(status: ChatStatus.InService, agent: A.Ana);

    private static readonly MacroItem Hours = New("Horário", "Abrimos às 7h, Dona.");

    private static readonly MacroItem Delivered = New("Pedido entregue", "Seu pedido chegou!", new MacroAction { Kind = MacroActionKind.CloseChat, ResolvesTicket = true });

    private static readonly MacroItem Ending = New("Encerrar", null, new MacroAction { Kind = MacroActionKind.CloseChat, ResolvesTicket = false });

    [Fact]
    public async Task A_slash_opens_the_macros_and_Enter_puts_the_text_into_the_composer()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/");
        Assert.Equal(["Encerrar", "Horário", "Pedido entregue"], composer.FindAll("[role=option] strong").Select(o => o.TextContent));
        Assert.Equal("true", composer.Find("textarea").GetAttribute("aria-expanded"));

        Search(composer, "/horario");
        Assert.Equal("Abrimos às 7h, Dona.", composer.Find(".preview .bubble").TextContent);
        Press(composer, "Enter");

        Assert.Equal("Abrimos às 7h, Dona.", composer.Find("textarea").GetAttribute("value"));
        Assert.Empty(composer.FindAll(".macros"));
        Assert.Empty(composer.FindAll(".staged"));
        Assert.Empty(screen.Desk.Server.Messages);
    }

    [Fact]
    public async Task The_actions_wait_for_the_sending_and_are_one_request_with_the_edited_text()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/");
        Press(composer, "ArrowDown");
        Press(composer, "ArrowDown");
        Press(composer, "Tab");
        Assert.Contains("encerra o atendimento e resolve o ticket", composer.Find(".staged").TextContent, StringComparison.Ordinal);

        Type(composer, "Seu pedido chegou! Obrigada.");
        Press(composer, "Enter");

        composer.WaitForAssertion(() => Assert.Empty(composer.FindAll(".staged")));
        Assert.Equal("Seu pedido chegou! Obrigada.", Assert.Single(screen.Desk.Server.Messages.Values).Text);
        Assert.Equal(ChatStatus.Closed, screen.Desk.Server.Chats[_mine.Id].Status);
        Assert.Empty(screen.Desk.UnsentMessages.Of(_mine.ConversationId));
    }

    [Fact]
    public async Task Ctrl_Enter_does_not_ask_to_close_a_chat_that_the_macro_closes()
    {
        await using var screen = await Screen.OpenAsync();
        var asked = 0;
        var composer = await ShowAsync(screen, onSentAndClose: () => asked++);
        Search(composer, "/entregue");
        Press(composer, "Enter");
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });

        composer.WaitForAssertion(() => Assert.Empty(composer.FindAll(".staged")));
        Assert.Equal((ChatStatus.Closed, 0), (screen.Desk.Server.Chats[_mine.Id].Status, asked));
    }

    [Fact]
    public async Task A_refused_macro_keeps_the_text_and_its_actions_and_is_tried_with_the_same_key()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/entregue");
        var keys = new List<string>();
        screen.Desk.Server.Instead = request =>
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/macro-applications", StringComparison.Ordinal)) return null;
            keys.Add(System.Text.Json.JsonDocument.Parse(request.Content!.ReadAsStream()).RootElement.GetProperty("clientKey").GetString()!);
            return FakeBalcao.Refusal(409, "window.closed", "A janela fechou.");
        };
        composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = "Enter", CtrlKey = true });
        composer.WaitForAssertion(() => Assert.Single(keys));

        Assert.Equal("Seu pedido chegou!", composer.Find("textarea").GetAttribute("value"));
        Press(composer, "Enter");
        composer.WaitForAssertion(() => Assert.Equal(2, keys.Count));
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEmpty(composer.FindAll(".staged"));
    }

    [Fact]
    public async Task The_actions_can_be_dropped_and_the_text_is_then_sent_as_usual()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/entregue");
        Press(composer, "Enter");
        composer.Find(".staged .drop").Click();
        Press(composer, "Enter");
        await screen.Desk.UnsentMessages.WhenSentAsync(_mine.ConversationId);

        Assert.Equal("Seu pedido chegou!", Assert.Single(screen.Desk.Server.Messages.Values).Text);
        Assert.Equal(ChatStatus.InService, screen.Desk.Server.Chats[_mine.Id].Status);
    }

    [Fact]
    public async Task A_macro_without_text_has_a_button_for_its_actions()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/");
        composer.FindAll("[role=option]")[0].MouseDown();
        Assert.Equal("", composer.Find("textarea").GetAttribute("value") ?? "");
        composer.Find(".staged .do").Click();

        composer.WaitForAssertion(() => Assert.Equal(ChatStatus.Closed, screen.Desk.Server.Chats[_mine.Id].Status));
        Assert.Empty(screen.Desk.Server.Messages);
    }

    [Fact]
    public async Task Send_now_sends_the_macro_as_it_is()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/horário");
        composer.Find(".preview button").Click();

        composer.WaitForAssertion(() => Assert.Equal("Abrimos às 7h, Dona.", Assert.Single(screen.Desk.Server.Messages.Values).Text));
        Assert.Equal("", composer.Find("textarea").GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task Escape_closes_the_list_and_a_text_that_matches_nothing_is_sent_as_typed()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Search(composer, "/");
        Press(composer, "Escape");
        Assert.Empty(composer.FindAll(".macros"));

        Search(composer, "/");
        Type(composer, "/zzz");
        Press(composer, "Enter");
        await screen.Desk.UnsentMessages.WhenSentAsync(_mine.ConversationId);
        Assert.Equal("/zzz", Assert.Single(screen.Desk.Server.Messages.Values).Text);
    }

    [Theory]
    [InlineData("/colado")]
    [InlineData("e/ou")]
    [InlineData("//")]
    public async Task A_slash_that_was_not_typed_into_the_empty_field_opens_nothing(string text)
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        Type(composer, text);
        Assert.Empty(composer.FindAll(".macros"));
    }

    [Fact]
    public async Task A_note_has_no_macros()
    {
        await using var screen = await Screen.OpenAsync();
        var composer = await ShowAsync(screen);
        composer.FindAll(".modes button")[1].Click();
        Type(composer, "/");
        Assert.Empty(composer.FindAll(".macros"));
    }

    [Fact]
    public async Task Files_and_actions_are_shown_in_their_order_before_and_while_they_wait()
    {
        await using var screen = await Screen.OpenAsync();
        var group = Uuid7.New(A.Now);
        screen.Desk.Server.Macros.Add(New("Boleto", "Segue o boleto.",
            new MacroAction { Kind = MacroActionKind.TransferToGroup, GroupId = new ChatGroupId(group) }, new MacroAction { Kind = MacroActionKind.AddTag, Tag = "boleto" }) with
        {
            Files = [new(MacroFileId.New(A.Now), MessageKind.Document, "application/pdf", "boleto.pdf", 2048)],
            Targets = [new(group, "Financeiro", IsEnabled: false)],
        });
        var composer = await ShowAsync(screen);
        Search(composer, "/boleto");

        Assert.Equal(["envia boleto.pdf", "adiciona a etiqueta boleto", "transfere para Financeiro"], composer.FindAll(".preview li").Select(li => li.FirstChild!.TextContent.Trim()));
        Assert.Equal("Sem uso: esta ação não vai ser feita.", composer.Find(".preview em").TextContent);
        Press(composer, "Enter");
        Assert.Contains("ao enviar: envia boleto.pdf · adiciona a etiqueta boleto · transfere para Financeiro", composer.Find(".staged").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_action_is_told_with_its_reason_and_what_was_done()
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Macros.Add(New("Troca", "Certo!",
            new MacroAction { Kind = MacroActionKind.SetTicketStatus, Status = TicketStatus.Resolved }, new MacroAction { Kind = MacroActionKind.AddTag, Tag = "troca" }));
        screen.Desk.Server.RefusedAction = action => action.Status is null ? null : new Problem("ticket.hasOpenChat", "O ticket tem um atendimento aberto.", 409);
        var composer = await ShowAsync(screen);
        var snackbar = screen.Services.GetRequiredService<MudBlazor.ISnackbar>();
        Search(composer, "/troca");
        composer.Find(".preview button").Click();

        composer.WaitForAssertion(() => Assert.Single(snackbar.ShownSnackbars));
        Assert.Equal(
            "Não foi feito: muda o ticket para Resolvido. O ticket tem um atendimento aberto. O resto foi feito: adiciona a etiqueta troca.", Assert.Single(snackbar.ShownSnackbars).Message);
        Assert.Empty(composer.FindAll(".staged"));
    }

    private static MacroItem New(string name, string? text, params MacroAction[] actions) => new(MacroId.New(A.Now), name, null, text, actions);

    private static void Type(IRenderedComponent<Composer> composer, string text) => composer.Find("textarea").Input(text);

    private static void Search(IRenderedComponent<Composer> composer, string query)
    {
        Type(composer, "/");
        composer.WaitForElement("[role=option]");
        if (query.Length > 1) Type(composer, query);
    }

    private static void Press(IRenderedComponent<Composer> composer, string key) => composer.Find("textarea").KeyDown(new KeyboardEventArgs { Key = key });

    private async Task<IRenderedComponent<Composer>> ShowAsync(Screen screen, Action? onSentAndClose = null)
    {
        screen.Desk.Server.Macros.AddRange([Ending, Hours, Delivered]);
        screen.Desk.Server.Put(_mine);
        var thread = await screen.OpenThreadAsync(_mine);
        return screen.Render<Composer>(with => with
            .Add(c => c.Thread, thread).Add(c => c.Chat, _mine).Add(c => c.OnSentAndClose, () => onSentAndClose?.Invoke()));
    }
}
