using System.Text.RegularExpressions;
using Balcao.EndToEnd.Harness;
using Balcao.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>Signing in and out, and returning to the requested page.</summary>
[TakesLong(155)]
public sealed class SignInJourneys(Browser browser, DemoWorld world) : Journey(browser)
{
    [Fact]
    public async Task A_link_to_a_chat_opens_it_after_the_sign_in_but_not_after_a_wrong_password()
    {
        var chat = await world.OpenChatOfAsync("Roberto Farias");
        var bruno = await OpenAsync("Bruno", world.At($"/chats/{chat.Id}"));
        await Expect(bruno.GetByRole(AriaRole.Heading, new() { Name = "Entrar", Exact = true })).ToBeVisibleAsync();
        await Expect(bruno.Thread).ToHaveCountAsync(0);

        await bruno.SignInAsync("bruno@loja.exemplo", "errada-errada");
        await Expect(bruno.GetByRole(AriaRole.Alert)).ToContainTextAsync("E-mail ou senha incorretos");

        await bruno.SignInAsync("bruno@loja.exemplo", DemoWorld.Password);
        await Expect(bruno).ToHaveURLAsync(world.At($"/chats/{chat.Id}").ToString());
        await Expect(bruno.Said("Meu sofá veio com um rasgo no assento")).ToBeVisibleAsync();

        await bruno.GetByTitle("Bruno Costa, Disponível").ClickAsync();
        await bruno.GetByText("Sair", new() { Exact = true }).ClickAsync();
        await Expect(bruno.GetByRole(AriaRole.Heading, new() { Name = "Entrar", Exact = true })).ToBeVisibleAsync();
        await bruno.GotoAsync(world.At($"/chats/{chat.Id}").ToString());
        await Expect(bruno.GetByRole(AriaRole.Heading, new() { Name = "Entrar", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task After_five_wrong_passwords_one_has_to_wait_and_the_page_says_how_long()
    {
        var renata = await OpenAsync("Renata", world.At("/sign-in"));
        var refusal = renata.GetByRole(AriaRole.Alert);
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var answered = renata.WaitForResponseAsync(answer => answer.Url.EndsWith("/api/session", StringComparison.Ordinal));
            await renata.SignInAsync("renata@outra.exemplo", $"tentativa número {attempt}");
            Assert.Equal(401, (await answered).Status);
        }

        await renata.SignInAsync("renata@outra.exemplo", DemoWorld.Password);

        await Expect(refusal).ToContainTextAsync(new Regex(@"Foram muitas senhas erradas\. Espere \d+ segundos"));
        await Expect(renata).ToHaveURLAsync(world.At("/sign-in").ToString());
    }

    [Fact]
    public async Task A_second_tab_shows_the_sign_in_after_a_sign_out_in_the_first_and_later_what_was_typed()
    {
        var chat = await world.OpenChatOfAsync("Roberto Farias");
        var first = await OpenSignedInAsync("Bruno", world.At("/chats"), "bruno@loja.exemplo");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync(world.At($"/chats/{chat.Id}").ToString());
        await second.MessageBox.FillAsync("Escrito e não enviado");

        await first.GetByTitle("Bruno Costa, Disponível").ClickAsync();
        await first.GetByText("Sair", new() { Exact = true }).ClickAsync();

        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Entrar", Exact = true })).ToBeVisibleAsync();
        await Expect(second).ToHaveURLAsync(new Regex(@"/sign-in\?returnUrl=%2Fchats%2F"));
        await second.SignInAsync("bruno@loja.exemplo", DemoWorld.Password);
        await Expect(second.MessageBox).ToHaveValueAsync("Escrito e não enviado");
    }

    [Fact]
    public async Task A_sign_in_ended_from_the_list_shows_the_sign_in_page_there()
    {
        var here = await OpenSignedInAsync("Diego", world.At("/chats"), "diego@loja.exemplo");
        var elsewhere = await OpenSignedInAsync("Diego elsewhere", world.At("/chats"), "diego@loja.exemplo");
        await Expect(elsewhere.GetByTitle("Diego Alves, Disponível")).ToBeVisibleAsync();

        await here.GetByTitle("Diego Alves, Disponível").ClickAsync();
        await here.GetByRole(AriaRole.Button, new() { Name = "Sessões", Exact = true }).ClickAsync();
        var dialog = here.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Esta sessão")).ToHaveCountAsync(1);
        await dialog.GetByText("Encerrar", new() { Exact = true }).First.ClickAsync();

        await Expect(elsewhere.GetByRole(AriaRole.Heading, new() { Name = "Entrar", Exact = true })).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Encerrar", new() { Exact = true })).ToHaveCountAsync(0);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Pronto" }).ClickAsync();
        await Expect(here.GetByTitle("Diego Alves, Disponível")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_demo_suggests_people_to_sign_in_as_and_each_sees_only_their_own_company()
    {
        var igor = await OpenAsync("Igor", world.At("/"));
        await Expect(igor.GetByRole(AriaRole.Link, new() { Name = "Abrir os telefones dos clientes" })).ToHaveAttributeAsync("href", world.Phones.ToString().TrimEnd('/'));

        await igor.GetByRole(AriaRole.Button, new() { NameRegex = new("Igor Dias") }).ClickAsync();

        await Expect(igor.Row("Seu Osvaldo")).ToBeVisibleAsync();
        await Expect(igor.Row("Dona Lúcia")).ToContainTextAsync("minha internet caiu de novo");
        await Expect(igor.Row("Júlia")).ToHaveCountAsync(0);
        var ofTheOther = await world.OpenChatOfAsync("Júlia");
        await igor.GotoAsync(world.At($"/chats/{ofTheOther.Id}").ToString());
        await Expect(igor.GetByText("Esta conversa não está disponível para você")).ToBeVisibleAsync();
    }
}
