using System.Text.RegularExpressions;
using Balcao.Contract;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>With the keyboard alone: the focus is seen wherever it goes, and a customer is served from sign-in to goodbye.</summary>
[Trait("Run", "byhand")]
public sealed class KeyboardJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    /// <summary>How many Tabs on one page: all of its kinds of controls, without each row of a long list.</summary>
    const int Most = 45;

    readonly List<string> faults = [];

    [Theory, Finding("U3")]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_focus_is_seen_wherever_Tab_leads_an_agent(ColorScheme scheme)
    {
        var chat = await world.OpenChatOfAsync("Júlia");
        var ana = await OpenAsync("Ana");
        await ana.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await ana.GotoAsync(world.At("/sign-in").ToString());
        await Expect(ana.GetByRole(AriaRole.Button, new() { NameRegex = new("Ana Ribeiro") })).ToBeVisibleAsync();
        await LookAsync(ana, "sign-in", atLeast: 5);
        await ana.SignInAsync("ana@loja.exemplo", DemoWorld.Password);
        await Expect(ana.Row("Júlia")).ToBeVisibleAsync();

        await ana.GotoAsync(world.At($"/chats/{chat.Id}").ToString());
        await Expect(ana.Said("Amanhã de manhã, perfeito!")).ToBeVisibleAsync();
        await LookAsync(ana, "chats", atLeast: 15);
        await LookInAsync(ana, ana.Thread, "thread", atLeast: 5);
        await LookInAsync(ana, ana.Thread.Locator(".composer"), "composer", atLeast: 5);
        await LookInAsync(ana, ana.GetByRole(AriaRole.Complementary), "contact pane", atLeast: 2);

        await ana.GetByTitle("Ana Ribeiro, Disponível").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await LookAtOpenedAsync(ana, "account menu", atLeast: 8);
        await ana.Keyboard.PressAsync("Escape");

        await ana.Keyboard.PressAsync("Control+k");
        await Expect(ana.GetByRole(AriaRole.Combobox, new() { Name = "Buscar e ir para" })).ToBeFocusedAsync();
        await LookAtFocusAsync(ana, "palette");
        await ana.Keyboard.PressAsync("Escape");

        foreach (var (path, seen) in ((string, string)[])[("/contacts", "Andréia Fonseca"), ($"/contacts/{chat.Contact.Id}", "Abrir conversa"), ("/settings", "Grupos de chat"), ("/settings/templates", "Modelos")])
        {
            await ana.GotoAsync(world.At(path).ToString());
            await Expect(ana.GetByRole(AriaRole.Main).GetByText(seen).First).ToBeVisibleAsync();
            await LookAsync(ana, path, atLeast: 6);
        }
        AssertNone();
    }

    [Theory, Finding("U3")]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_focus_is_seen_in_tables_menus_and_dialogs(ColorScheme scheme)
    {
        var clara = await OpenSignedInAsync("Clara", world.At("/settings/people"), "clara@loja.exemplo");
        await clara.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await Expect(clara.GetByText("diego@loja.exemplo")).ToBeVisibleAsync();
        await LookAsync(clara, "people", atLeast: 10);
        await LookAtDialogAsync(clara, "Adicionar pessoa", atLeast: 5);

        await clara.GetByRole(AriaRole.Button, new() { Name = "Ações para Diego", Exact = false }).First.FocusAsync();
        await clara.Keyboard.PressAsync("Enter");
        await Expect(clara.Locator(".mud-menu-item").First).ToBeVisibleAsync();
        await clara.Keyboard.PressAsync("ArrowDown");
        await LookAtFocusAsync(clara, "menu");
        await clara.Keyboard.PressAsync("ArrowDown");
        await LookAtFocusAsync(clara, "menu");
        await clara.Keyboard.PressAsync("Escape");

        foreach (var (page, seen) in ((string, string)[])[("chat/groups", "Financeiro"), ("chat/whatsapp", "Horários de atendimento"), ("tokens", "Demonstração")])
        {
            await clara.GotoAsync(world.At("/settings/" + page).ToString());
            await Expect(clara.GetByRole(AriaRole.Main).GetByText(seen).First).ToBeVisibleAsync();
            await LookAsync(clara, page, atLeast: 10);
        }
        await clara.GotoAsync(world.At("/settings/chat/groups").ToString());
        await clara.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Financeiro", Exact = true }).ClickAsync();
        await Expect(clara.GetByLabel("Nome para exibição")).ToBeVisibleAsync();
        await LookInAsync(clara, clara.Locator("form.group"), "group", atLeast: 15);

        var otavio = await OpenSignedInAsync("Otávio", world.At("/back-office"), "otavio@balcao.exemplo");
        await otavio.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var shop = otavio.GetByRole(AriaRole.Link, new() { Name = "Loja Exemplo" });
        await Expect(shop).ToBeVisibleAsync();
        await LookAsync(otavio, "back office", atLeast: 5);
        await LookAtDialogAsync(otavio, "Criar base", atLeast: 5);
        await shop.FocusAsync();
        await otavio.Keyboard.PressAsync("Enter");
        await Expect(otavio.GetByText("+55 11 4000-0500")).ToBeVisibleAsync();
        await LookAsync(otavio, "numbers of a tenant", atLeast: 6);
        await LookAtDialogAsync(otavio, "Liberar número", atLeast: 5);
        await LookAtDialogAsync(otavio, "Trocar token", atLeast: 2);
        AssertNone();
    }

    [Fact, Finding("U3", "U4", "U31")]
    public async Task A_customer_is_served_from_sign_in_to_goodbye_by_keyboard_alone_on_a_tablet()
    {
        var customer = await world.NewCustomerAsync("Célia Teclado", "celia.teclado");
        await customer.WriteAsync("Vocês abrem no sábado?");
        var chat = await world.OpenChatOfAsync(customer.Name);
        var ana = await OpenAsync("Ana");
        await ana.SetViewportSizeAsync(768, 1024);
        await ana.GotoAsync(world.At("/sign-in").ToString());
        await Expect(ana.GetByLabel("E-mail")).ToBeVisibleAsync();

        await ana.GoByKeyAsync("Tab", ana.GetByLabel("E-mail"));
        await ana.Keyboard.TypeAsync("ana@loja.exemplo");
        await ana.GoByKeyAsync("Tab", ana.GetByLabel("Senha", new() { Exact = true }));
        await ana.Keyboard.TypeAsync(DemoWorld.Password);
        await ana.Keyboard.PressAsync("Enter");

        // The chat that waits
        var row = ana.Row(customer.Name);
        await Expect(row).ToBeVisibleAsync();
        await ana.GoByKeyAsync("Tab", ana.Locator("[data-row]").First);
        await ana.GoByKeyAsync("ArrowDown", row);
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.Said("Vocês abrem no sábado?")).ToBeVisibleAsync();
        await AssertOnScreenAsync(ana);

        // Taken, answered, noted
        await ana.GoByKeyAsync("Tab", ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Atender", Exact = true }).First);
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.MessageBox).ToBeFocusedAsync();
        await AssertSeenAsync(ana);
        await ana.Keyboard.TypeAsync("Abrimos sim, das 8h às 13h.");
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.Said("Abrimos sim").GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync(new Regex("Entregue|Lida"));
        await Expect(ana.MessageBox).ToBeFocusedAsync();
        await ana.GoByKeyAsync("Tab", ana.Tool("Nota interna"));
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByRole(AriaRole.Textbox, new() { NameRegex = new("^Nota interna sobre ") })).ToBeFocusedAsync();
        await AssertSeenAsync(ana);
        await ana.Keyboard.TypeAsync("Perguntou do sábado");
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.Said("Perguntou do sábado")).ToBeVisibleAsync();
        await AssertOnScreenAsync(ana);

        // Closed
        await ana.GoByKeyAsync("Shift+Tab", ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Encerrar", Exact = true }));
        await ana.Keyboard.PressAsync("Enter");
        var dialog = ana.GetByRole(AriaRole.Dialog);
        await ana.GoByKeyAsync("Tab", dialog.GetByRole(AriaRole.Button, new() { Name = "Encerrar atendimento" }));
        await ana.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Encerrar", Exact = true })).ToHaveCountAsync(0);

        // The focus is not lost: the next Tab goes on from the thread, not from the top of the page.
        await Expect(ana.Thread.Locator("[data-focus-heir]")).ToBeFocusedAsync();
        await AssertSeenAsync(ana);
        var closed = await world.Administrator.GetChatAsync(chat.Id, TestContext.Current.CancellationToken);
        Assert.Equal((ChatStatus.Closed, "Ana Ribeiro"), (closed.Status, closed.Agent?.Name));
    }

    static async Task AssertSeenAsync(IPage page)
    {
        var focused = await page.FocusedAsync();
        Assert.True(focused.Fault is null, $"{focused.Element} {focused.Fault}.");
    }

    static async Task AssertOnScreenAsync(IPage page) => Assert.Empty(await page.ControlsOffScreenAsync());

    /// <summary>From the top of the page, where the link that skips to the content is.</summary>
    async Task LookAsync(IPage page, string where, int atLeast)
    {
        await page.EvaluateAsync("() => { window.focusedBefore = undefined; document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }");
        await LookOnAsync(page, where, atLeast);
    }

    /// <summary>From the beginning of a part of the page.</summary>
    async Task LookInAsync(IPage page, ILocator part, string where, int atLeast)
    {
        await part.First.EvaluateAsync("part => { const had = part.getAttribute('tabindex'); part.tabIndex = -1; part.focus(); if (had === null) part.removeAttribute('tabindex'); else part.setAttribute('tabindex', had); }");
        await page.EvaluateAsync("() => window.focusedBefore = undefined");
        await LookOnAsync(page, where, atLeast);
    }

    /// <summary>From where the focus is.</summary>
    Task LookAtOpenedAsync(IPage page, string where, int atLeast) => LookOnAsync(page, where, atLeast);

    async Task LookAtDialogAsync(IPage page, string button, int atLeast)
    {
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookOnAsync(page, $"dialog {button}", atLeast);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    async Task LookOnAsync(IPage page, string where, int atLeast)
    {
        var reached = await page.TabThroughAsync(Most);
        Assert.True(reached.Count >= atLeast, $"{where}: Tab reached only {string.Join(", ", reached.Select(focused => focused.Element))}.");
        faults.AddRange(reached.Where(focused => focused.Fault is not null).Select(focused => $"{where}: {focused.Element} {focused.Fault}"));
    }

    async Task LookAtFocusAsync(IPage page, string where)
    {
        var focused = await page.FocusedAsync();
        Assert.False(focused.IsNothing, $"{where}: nothing has the focus.");
        if (focused.Fault is { } fault) faults.Add($"{where}: {focused.Element} {fault}");
    }

    void AssertNone() => Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
}
