using Balcao.Client.Chats;
using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Balcao.Client.Tests.Chats;

/// <summary>Who may do what with a chat in service, and the dialogs for it.</summary>
public sealed class ChatMenuTests
{
    [Theory]
    [InlineData(true, false, Role.Agent, false, 3)]
    [InlineData(false, true, Role.Agent, false, 1)]
    [InlineData(false, false, Role.Agent, false, 0)]
    [InlineData(false, false, Role.Agent, true, 1)]
    [InlineData(false, false, Role.Administrator, false, 1)]
    public async Task The_owner_passes_on_a_guest_leaves_and_an_administrator_takes_over(bool owns, bool isGuest, Role role, bool supervises, int entries)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana, role, supervises));
        var popovers = screen.Render<MudPopoverProvider>();
        var chat = A.Chat(status: ChatStatus.InService, agent: owns ? A.Ana : A.Bruno) with { Guests = isGuest ? [new(A.Ana, HasJoined: true)] : null };
        var menu = screen.Render<ChatMenu>(p => p.Add(m => m.Chat, chat));
        Assert.Equal(entries > 0, menu.FindAll("button").Count > 0);
        if (entries == 0) return;

        menu.Find("button").Click();

        popovers.WaitForAssertion(() => Assert.Equal(entries, popovers.FindAll(".mud-menu-item").Count));
    }

    [Fact]
    public async Task The_transfer_offers_the_attendants_of_the_group_and_the_other_groups_and_sends_the_note()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana));
        screen.Desk.Server.Agents.AddRange([Agent(A.Ana), Agent(A.Bruno), Agent(A.Clara)]);
        screen.Desk.Server.Groups.Add(
            new(A.Encomendas.Id, A.Encomendas.Name, A.Encomendas.Name, true, [new(A.Ana.Id, A.Ana.Name, true, false), new(A.Bruno.Id, A.Bruno.Name, true, false)]));
        var provider = screen.Render<MudDialogProvider>();
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        await provider.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>()
            .ShowAsync<TransferDialog>("Transferir", new DialogParameters<TransferDialog> { { d => d.Chat, chat } }));

        provider.WaitForAssertion(() => Assert.Single(provider.FindAll("select option")));
        Assert.StartsWith(A.Bruno.Name, provider.Find("select option").TextContent, StringComparison.Ordinal);
        provider.Find("textarea").Input("Quer trocar");
        provider.Find("form").Submit();

        provider.WaitForAssertion(() => Assert.Single(screen.Desk.Server.Transfers));
        var sent = screen.Desk.Server.Transfers[0];
        Assert.Equal((A.Bruno.Id, null, "Quer trocar"), (sent.AgentId, sent.GroupId, sent.Note));
    }

    [Fact]
    public async Task The_transfer_offers_no_group_that_may_not_serve_the_chat()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana));
        ChatGroupItem group = new(ChatGroupId.New(A.Now), "Bolos", "Bolos", true, []) { IsWhatsAppCompatible = true };
        screen.Desk.Server.Groups.AddRange(
            [group with { Id = A.Encomendas.Id }, group, group with { Id = ChatGroupId.New(A.Now), IsEnabled = false }, group with { Id = ChatGroupId.New(A.Now), IsWhatsAppCompatible = false }]);
        var provider = screen.Render<MudDialogProvider>();
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        await provider.InvokeAsync(() => screen.Services.GetRequiredService<IDialogService>()
            .ShowAsync<TransferDialog>("Transferir", new DialogParameters<TransferDialog> { { d => d.Chat, chat } }));

        provider.WaitForAssertion(() => Assert.Single(provider.FindAll("select option")));
        Assert.Equal(group.Id.ToString(), provider.Find("select option").GetAttribute("value"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chat_is_left_when_its_messages_are_sent_and_kept_if_one_is_refused(bool isRefused)
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana));
        var (popovers, provider) = (screen.Render<MudPopoverProvider>(), screen.Render<MudDialogProvider>());
        var snackbars = screen.Render<MudSnackbarProvider>();
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana);
        screen.Desk.Server.Put(chat);
        screen.Desk.Server.Instead = request => request.Method == HttpMethod.Post ? throw new HttpRequestException("offline") : null;
        screen.Desk.UnsentMessages.Send(new UnsentMessage { ClientKey = "k1", ChatId = chat.Id, ConversationId = chat.ConversationId, Text = "Já volto", At = A.Now });
        var menu = screen.Render<ChatMenu>(p => p.Add(m => m.Chat, chat));

        menu.Find("button").Click();
        popovers.WaitForAssertion(() => Assert.Equal(3, popovers.FindAll(".mud-menu-item").Count));
        popovers.FindAll(".mud-menu-item")[2].Click();
        provider.WaitForAssertion(() => Assert.Contains(provider.FindAll("button"), b => b.TextContent.Trim() == "Sair do atendimento"));
        provider.FindAll("button").Single(b => b.TextContent.Trim() == "Sair do atendimento").Click();
        Assert.DoesNotContain(screen.Desk.Server.Requests, r => r.Method == HttpMethod.Delete);

        screen.Desk.Server.Instead = request => isRefused && request.Method == HttpMethod.Post ? FakeBalcao.Refusal(409, "chat.closed", "Encerrado.") : null;
        screen.Desk.UnsentMessages.Resume();

        if (isRefused) snackbars.WaitForAssertion(() => Assert.Contains("antes de sair", snackbars.Markup, StringComparison.Ordinal));
        else menu.WaitForAssertion(() => Assert.Equal(HttpMethod.Delete, screen.Desk.Server.Requests[^1].Method));
        Assert.Equal(isRefused ? 0 : 1, screen.Desk.Server.Requests.Count(r => r.Method == HttpMethod.Delete));
        Assert.Equal(isRefused ? 0 : 1, screen.Desk.Server.Messages.Count);
    }

    [Fact]
    public async Task The_invitations_are_read_again_when_access_changes_and_not_with_availability()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana));
        var banner = screen.Render<Invitations>();
        screen.Desk.Person.ShowAvailability(!screen.Desk.Person.Me!.IsAvailable);
        Assert.Equal(1, Reads());

        screen.Desk.Server.Invitations.Add(new InvitationItem(ChatId.New(A.Now), "Dona Lúcia", "Financeiro", A.Bruno, A.Now));
        await screen.Desk.Person.RefreshAsync(Xunit.TestContext.Current.CancellationToken);
        banner.WaitForAssertion(() => Assert.Single(banner.FindAll(".invitation")));
        Assert.Equal(2, Reads());

        int Reads() => screen.Desk.Server.Requests.Count(r => r.RequestUri!.AbsolutePath == "/api/me/invitations");
    }

    [Fact]
    public async Task An_invitation_is_shown_until_it_is_answered_and_acceptance_leads_to_the_chat()
    {
        await using var screen = await Screen.OpenAsync(A.Me(A.Ana));
        var invitation = new InvitationItem(ChatId.New(A.Now), "Dona Lúcia", "Financeiro", A.Bruno, A.Now);
        screen.Desk.Server.Invitations.AddRange([invitation, invitation with { ChatId = ChatId.New(A.Now) }]);
        var banner = screen.Render<Invitations>();
        banner.WaitForAssertion(() => Assert.Equal(2, banner.FindAll(".invitation").Count));
        Assert.Contains("Bruno Costa convidou você para o atendimento de Dona Lúcia (Financeiro)", banner.Markup, StringComparison.Ordinal);

        banner.FindAll(".invitation button")[3].Click();
        banner.WaitForAssertion(() => Assert.Single(banner.FindAll(".invitation")));
        banner.Find("button.yes").Click();
        banner.WaitForAssertion(() => Assert.Empty(banner.FindAll(".invitation")));

        Assert.Empty(screen.Desk.Server.Invitations);
        Assert.EndsWith($"/chats/{invitation.ChatId}", screen.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    private static AgentItem Agent(AgentName who) => new(who.Id, who.Name, "x@padaria.exemplo", Role.Agent, true, Presence.Available);
}
