using System.Net;
using Balcao.Agents;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>Distribution gives out the chats of a group while an agent takes chats of the same group.</summary>
[TakesLong(40)]
public sealed class TakesDuringDistributionTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("A3", "A10")]
    public async Task Hundreds_of_waiting_chats_are_served_each_by_one_agent_with_one_start_text()
    {
        await SaveGroupAsync(distributes: false);
        var chats = new List<PlacedChat>();
        for (var i = 0; i < 300; i++) chats.Add(await App.ChatWaiting(new Customer("Cliente", $"55119514{i:00000}")));
        await App.Services.GetRequiredService<PresenceLeases>().AddAsync(LojaExemplo, Bruno.Id, "Bruno's screen", Cancel);
        var (byHand, begun) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

        // Ana takes the newest first, and Bruno is given the oldest first, until the two meet.
        var takes = TakeUntilRefusedAsync();
        await Task.WhenAny(begun.Task, takes);
        await SaveGroupAsync(distributes: true);
        await takes;
        var (ids, conversations) = (chats.ConvertAll(c => c.Id), chats.ConvertAll(c => c.Conversation));
        await Eventually(async () => !await App.ReadAsync(LojaExemplo, db => db.Chats.Waiting.AnyAsync(c => ids.Contains(c.Id), Cancel)), "all are served");

        Assert.InRange(byHand, 1, chats.Count - 1);
        var agents = await App.ReadAsync(LojaExemplo, db => db.Chats.Where(c => ids.Contains(c.Id)).Select(c => c.AgentId).ToListAsync(Cancel));
        Assert.Equal((byHand, chats.Count - byHand), (agents.Count(agent => agent == Ana.Id), agents.Count(agent => agent == Bruno.Id)));
        var starts = await App.ReadAsync(LojaExemplo, db => db.Messages
            .Where(m => conversations.Contains(m.ConversationId) && m.Source == MessageSource.Automatic).Select(m => m.ConversationId).ToListAsync(Cancel));
        Assert.Equal((chats.Count, chats.Count), (starts.Count, starts.Distinct().Count()));

        async Task TakeUntilRefusedAsync()
        {
            using var ana = As(Ana);
            foreach (var chat in chats.AsEnumerable().Reverse())
            {
                using var answer = await ana.PostAsync($"/api/chats/{chat.Id}/assignment", null, Cancel);
                if (answer.StatusCode is HttpStatusCode.Conflict) return;
                answer.EnsureSuccessStatusCode();
                byHand++;
                begun.TrySetResult();
            }
        }
    }

    private async Task SaveGroupAsync(bool distributes)
    {
        using var clara = As(Clara);
        await clara.Api.SaveChatGroupAsync(Atendimento, new SaveChatGroupRequest
        {
            Name = "Atendimento", DisplayName = "Atendimento", DistributesAutomatically = distributes, StartText = "início",
            Members = [new SaveChatGroupMember { AgentId = Ana.Id }, new SaveChatGroupMember { AgentId = Bruno.Id }],
        }, Cancel);
    }
}
