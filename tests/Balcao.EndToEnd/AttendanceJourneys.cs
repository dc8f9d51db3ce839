using Balcao.Contract;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>Customers use simulated phones while agents use their screens.</summary>
[TakesLong(75)]
public sealed class AttendanceJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    [Fact]
    public async Task A_customer_s_picture_is_shown_and_answered_and_its_ticks_change_without_a_reload()
    {
        var ana = await OpenSignedInAsync("Ana", world.At("/chats"), "ana@loja.exemplo");
        await Expect(ana.Row("Dona Lúcia")).ToBeVisibleAsync();
        var phones = await OpenAsync("Dona Lúcia", world.Phones);
        var phone = phones.PhoneOf("Dona Lúcia");
        await phone.ShowConversationAsync(isOpen: false);

        await phone.SendPictureAsync(Repository.FileOf("src", "Balcao.Demo", "Files", "box.jpg"));

        await Expect(ana.Row("Dona Lúcia")).ToContainTextAsync("Foto");
        await ana.Row("Dona Lúcia").ClickAsync();
        var picture = ana.Thread.GetByRole(AriaRole.Button, new() { Name = "Abrir imagem" }).Last.GetByRole(AriaRole.Img);
        await Expect(picture).ToHaveJSPropertyAsync("naturalWidth", 480);
        await ana.TakeAsync();
        await ana.SendAsync("Recebi a foto, Dona Lúcia. A lavadora chega hoje até as 18h.");

        await Expect(phone.Said("A lavadora chega hoje até as 18h")).ToBeVisibleAsync();
        var tick = ana.Said("A lavadora chega hoje até as 18h").GetByRole(AriaRole.Img);
        await Expect(tick).ToHaveAccessibleNameAsync("Entregue");
        await phone.ShowConversationAsync(isOpen: true);
        await Expect(tick).ToHaveAccessibleNameAsync("Lida");
        await Expect(ana.Said("A lavadora chega hoje até as 18h")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task If_two_agents_take_a_chat_at_once_one_gets_it_and_the_other_sees_who()
    {
        var chat = await world.OpenChatOfAsync("Marcos");
        var screens = await Task.WhenAll(
            OpenSignedInAsync("Ana", world.At($"/chats/{chat.Id}"), "ana@loja.exemplo"),
            OpenSignedInAsync("Bruno", world.At($"/chats/{chat.Id}"), "bruno@loja.exemplo"));
        var buttons = await Task.WhenAll(screens.Select(screen =>
            screen.Thread.GetByRole(AriaRole.Button, new() { Name = "Atender", Exact = true }).First.ElementHandleAsync()));

        // Clicked by script, because the button may disappear before a mouse click reaches it.
        await Task.WhenAll(buttons.Select(button => button.EvaluateAsync("button => button.click()")));

        await Task.WhenAll(screens.Select(screen => Expect(screen.Thread.Locator(".holder")).ToBeVisibleAsync()));
        var taken = await world.Administrator.GetChatAsync(chat.Id, TestContext.Current.CancellationToken);
        Assert.Equal(ChatStatus.InService, taken.Status);
        var winner = taken.Agent!.Name.StartsWith("Ana", StringComparison.Ordinal) ? 0 : 1;
        await Expect(screens[winner].MessageBox).ToBeEditableAsync();
        await Expect(screens[winner].Thread.Locator(".holder")).ToHaveTextAsync("Você");
        await Expect(screens[1 - winner].Thread).ToContainTextAsync($"{taken.Agent.Name} está atendendo.");
        await Expect(screens[1 - winner].MessageBox).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_old_message_is_found_by_its_words_in_the_palette()
    {
        var clara = await OpenSignedInAsync("Clara", world.At("/chats"), "clara@loja.exemplo");
        await Expect(clara.GetByRole(AriaRole.Navigation, new() { Name = "Atendimentos" })).ToBeVisibleAsync();
        await clara.Keyboard.PressAsync("Control+k");
        var palette = clara.GetByRole(AriaRole.Combobox);

        await palette.FillAsync("lavadora");

        await Expect(clara.GetByRole(AriaRole.Option).Filter(new() { HasText = "lavadora" }).First).ToBeVisibleAsync();
    }
}
