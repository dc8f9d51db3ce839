using System.Net;
using Balcao.ChatGroups;
using Balcao.Contract;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Chats;

public sealed class TakeChatTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private Task<PlacedChat> ChatWaiting() => App.ChatWaiting(new Customer("Cliente", $"55119500{Interlocked.Increment(ref _customers):00000}"));

    [Fact, Rule("A1", "A2")]
    public async Task A_waiting_chat_is_taken_and_then_in_service_with_its_agent()
    {
        var chat = await ChatWaiting();
        using var ana = As(Ana);
        Assert.Contains((await ana.Api.ListChatsAsync(ChatStatus.Waiting, ct: Cancel)).Items, c => c.Id == chat.Id);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);
        var taken = await ana.Api.GetChatAsync(chat.Id, Cancel);
        Assert.Equal((ChatStatus.InService, Ana.Id, ChatOrigin.WhatsApp), (taken.Status, taken.Agent!.Id, taken.Origin));
        Assert.Equal(App.Time.GetUtcNow(), taken.StartedAt);
        Assert.DoesNotContain((await ana.Api.ListChatsAsync(ChatStatus.Waiting, ct: Cancel)).Items, c => c.Id == chat.Id);
        Assert.Contains((await ana.Api.ListChatsAsync(ChatStatus.InService, mine: true, ct: Cancel)).Items, c => c.Id == chat.Id);
    }

    [Fact, Rule("A2")]
    public async Task If_two_agents_take_the_same_chat_at_once_exactly_one_gets_it()
    {
        using var ana = As(Ana);
        using var bruno = As(Bruno);
        await Task.WhenAll(ana.Api.GetMeAsync(Cancel), bruno.Api.GetMeAsync(Cancel)); // both signed in before the race
        for (var round = 0; round < 10; round++)
        {
            var chat = await ChatWaiting();
            var tries = await Task.WhenAll(((HttpClient[])[ana, bruno]).Select(http => http.PostAsync($"/api/chats/{chat.Id}/assignment", null, Cancel)));
            Assert.Single(tries, t => t.StatusCode is HttpStatusCode.NoContent);
            var loser = Assert.Single(tries, t => t.StatusCode is HttpStatusCode.Conflict);
            Assert.Equal("chat.taken", await loser.ProblemCode());
            var winner = tries[0].IsSuccessStatusCode ? Ana : Bruno;
            Assert.Equal(winner.Id, (await ana.Api.GetChatAsync(chat.Id, Cancel)).Agent!.Id);
        }
    }

    [Fact]
    public async Task Taking_a_chat_again_is_no_error_for_the_agent_who_serves_it()
    {
        var chat = await ChatWaiting();
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);
    }

    [Fact, Rule("V1", "A10")]
    public async Task The_start_text_tells_the_status_that_the_taking_gives_the_ticket()
    {
        await App.WriteAsync(LojaExemplo, db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.StartText, "Ticket {ticket.status}"), Cancel));
        var chat = await ChatWaiting();
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);

        Assert.Equal("Ticket em atendimento", Assert.Single((await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items, m => m.IsAutomatic).Text);
    }

    [Fact, Rule("A9")]
    public async Task Agents_of_other_groups_and_tenants_do_not_find_the_chat()
    {
        var chat = await ChatWaiting();
        foreach (var stranger in (Member[])[Davi, Igor, Renata])
        {
            using var http = As(stranger);
            Assert.Equal((404, "resource.notFound"), await http.Api.TakeChatAsync(chat.Id, Cancel).Refused() is var p ? (p.Status, p.Code) : default);
        }
        using var ana = As(Ana);
        Assert.Equal(ChatStatus.Waiting, (await ana.Api.GetChatAsync(chat.Id, Cancel)).Status);
    }
}
