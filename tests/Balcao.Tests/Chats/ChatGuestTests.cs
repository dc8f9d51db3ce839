using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Chats;

/// <summary>Agents who are invited into another agent's chat.</summary>
[Rule("A4", "A9")]
public sealed class ChatGuestTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    [Fact]
    public async Task A_guest_of_whatever_group_sees_and_writes_from_the_acceptance_until_they_leave()
    {
        var chat = await ServedAsync();
        await using var davi = await Screen.OpenAsync(App, Davi);
        await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel);
        Assert.Equal([false], (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Guests!.Select(g => g.HasJoined));
        var invitation = Assert.Single((await As(Davi).Api.ListInvitationsAsync(Cancel)).Items);
        Assert.Equal((chat.Id, "Cliente", "Atendimento", Ana.Id), (invitation.ChatId, invitation.ContactName, invitation.GroupName, invitation.InvitedBy.Id));
        await SeesAsync(Davi, chat, isSeen: false);

        await As(Davi).Api.AcceptInvitationAsync(chat.Id, Cancel);
        await As(Davi).Api.AcceptInvitationAsync(chat.Id, Cancel);
        Assert.Empty((await As(Davi).Api.ListInvitationsAsync(Cancel)).Items);
        await SeesAsync(Davi, chat, isSeen: true);
        await Eventually(async () => (await davi.ShowsAsync()).Contains(chat.Id.ToString()!, StringComparison.Ordinal), "the guest's screen shows the chat");
        var said = await As(Davi).Api.SendMessageAsync(chat.Id, new() { ClientKey = "g1", Text = "Sou do financeiro" }, Cancel);
        Assert.Equal(Davi.Id, said.Author!.Id);
        Assert.Equal([true], (await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Guests!.Select(g => g.HasJoined));
        Assert.Equal("chat.heldByAnother", (await As(Davi).Api.CloseChatAsync(chat.Id, new() { ResolveTicket = true }, Cancel).Refused()).Code);

        await As(Davi).Api.LeaveChatAsync(chat.Id, Cancel);
        await SeesAsync(Davi, chat, isSeen: false);
        Assert.Null((await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Guests);
        Assert.Equal((ChatStatus.InService, Ana.Id), await HeldAsync(chat));
        Assert.Equal([NoticeKind.GuestJoined, NoticeKind.GuestLeft],
            (await As(Ana).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Reverse().Select(m => m.Notice?.Kind).OfType<NoticeKind>());
    }

    [Fact]
    public async Task Only_agents_of_the_tenant_who_are_online_can_be_invited_and_only_by_the_one_who_serves()
    {
        var chat = await ServedAsync();
        Assert.Equal("chat.agentOffline", (await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel).Refused()).Code);
        await using var davi = await Screen.OpenAsync(App, Davi);
        await using var igor = await Screen.OpenAsync(App, Igor);
        Assert.Equal("input.invalid", (await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Igor.Id }, Cancel).Refused()).Code);
        Assert.Equal("input.invalid", (await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Ana.Id }, Cancel).Refused()).Code);
        Assert.Equal("chat.heldByAnother", (await As(Bruno).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Davi).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Renata).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await As(Bruno).Api.AcceptInvitationAsync(chat.Id, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_declined_invitation_is_gone()
    {
        var chat = await ServedAsync();
        await using var davi = await Screen.OpenAsync(App, Davi);
        await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel);
        await As(Davi).Api.LeaveChatAsync(chat.Id, Cancel);

        Assert.Empty((await As(Davi).Api.ListInvitationsAsync(Cancel)).Items);
        Assert.Null((await As(Ana).Api.GetChatAsync(chat.Id, Cancel)).Guests);
        Assert.Equal("resource.notFound", (await As(Davi).Api.AcceptInvitationAsync(chat.Id, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task If_the_owner_leaves_the_guest_who_is_there_longest_has_the_chat_and_without_one_it_waits()
    {
        var chat = await ServedAsync();
        await using var davi = await Screen.OpenAsync(App, Davi);
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        foreach (var guest in (Member[])[Bruno, Davi]) await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = guest.Id }, Cancel);
        foreach (var guest in (Member[])[Davi, Bruno])
        {
            App.LetPass(TimeSpan.FromSeconds(1));
            await As(guest).Api.AcceptInvitationAsync(chat.Id, Cancel);
        }

        await As(Ana).Api.LeaveChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.InService, Davi.Id), await HeldAsync(chat));
        Assert.Equal([Bruno.Id], (await As(Davi).Api.GetChatAsync(chat.Id, Cancel)).Guests!.Select(g => g.Agent.Id));
        await As(Davi).Api.SendMessageAsync(chat.Id, new() { ClientKey = "g2", Text = "Agora é comigo" }, Cancel);

        await As(Davi).Api.LeaveChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.InService, Bruno.Id), await HeldAsync(chat));
        await SeesAsync(Davi, chat, isSeen: false);
        await As(Bruno).Api.LeaveChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(chat));
    }

    [Fact]
    public async Task Closing_the_chat_ends_every_part_in_it()
    {
        var chat = await ServedAsync();
        await using var davi = await Screen.OpenAsync(App, Davi);
        await As(Ana).Api.InviteAgentAsync(chat.Id, new() { AgentId = Davi.Id }, Cancel);
        await As(Davi).Api.AcceptInvitationAsync(chat.Id, Cancel);
        await As(Ana).Api.CloseChatAsync(chat.Id, new() { ResolveTicket = true }, Cancel);

        await SeesAsync(Davi, chat, isSeen: false);
        Assert.False(await App.ReadAsync(LojaExemplo, db => db.Set<ChatGuest>().AnyAsync(g => g.ChatId == chat.Id)));
    }

    private async Task SeesAsync(Member who, PlacedChat chat, bool isSeen)
    {
        var api = As(who).Api;
        foreach (var look in (Func<Task>[])
        [
            () => api.GetChatAsync(chat.Id, Cancel), () => api.GetConversationAsync(chat.Conversation, Cancel), () => api.ListMessagesAsync(chat.Conversation, ct: Cancel),
            () => api.GetContactAsync(chat.Contact, Cancel), () => api.GetTicketAsync(chat.Ticket, Cancel),
        ])
        {
            if (isSeen) await look();
            else Assert.Equal("resource.notFound", (await look().Refused()).Code);
        }
        Assert.Equal(isSeen, (await api.ListChatsAsync(limit: 200, ct: Cancel)).Items.Any(c => c.Id == chat.Id));
    }

    private Task<PlacedChat> ServedAsync() => App.ChatServedBy(Ana, new Customer("Cliente", $"55119530{Interlocked.Increment(ref _customers):00000}"));

    private async Task<(ChatStatus, AgentId?)> HeldAsync(PlacedChat chat) =>
        await As(Clara).Api.GetChatAsync(chat.Id, Cancel) is var held ? (held.Status, held.Agent?.Id) : default;
}
