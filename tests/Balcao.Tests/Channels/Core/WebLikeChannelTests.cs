using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.Core;

/// <summary>The core works with a channel other than WhatsApp.</summary>
public sealed class WebLikeChannelTests(BalcaoApp app) : HttpTests(app)
{
    private async Task<WebLikeChannel> OpenAsync()
    {
        var channel = new WebLikeChannel(App.Services.GetRequiredService<UnitsOfWork>(), App.Time, LojaExemplo, Atendimento);
        await channel.OpenAsync("Site da loja", Cancel);
        return channel;
    }

    private Task<List<(ChargeType, long)>> Ledger(MessageId message) => App.ReadAsync(LojaExemplo, async db => (await db.UsageEntries
        .Where(e => e.MessageId == message).ToListAsync()).ConvertAll(e => (e.ChargeType, e.Credits.Thousandths)));

    [Fact, Rule("A1", "C2", "G3")]
    public async Task A_text_becomes_a_chat_and_its_answer_is_delivered()
    {
        var channel = await OpenAsync();
        var first = await channel.ReceiveAsync("visitor-1", "Vocês entregam em Recife?", Cancel);
        var second = await channel.ReceiveAsync("visitor-1", "É um sofá", Cancel);

        using var ana = As(Ana);
        var chat = Assert.Single((await ana.Api.ListChatsAsync(limit: 200, ct: Cancel)).Items, c => c.Number.Id == channel.Id);
        Assert.Equal((ChatOrigin.Web, "Site da loja", ChatStatus.Waiting, 2), (chat.Origin, chat.Number.Display, chat.Status, chat.Unread));
        Assert.Equal("É um sofá", chat.LastMessage!.Text);
        Assert.True(chat.Ticket.Protocol > 0);
        Assert.Equal([(ChargeType.Receive, 1000L)], await Ledger(first));
        Assert.Equal([(ChargeType.Receive, 1000L)], await Ledger(second));

        await ana.Api.TakeChatAsync(chat.Id, Cancel);
        var answer = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "web-1", Text = "Entregamos, sim" }, Cancel);
        var sendsBefore = App.Graph.Sends.Count;
        Assert.Equal(["Entregamos, sim"], await channel.DeliverAsync(Cancel));
        Assert.Empty(await channel.DeliverAsync(Cancel));

        var thread = await ana.Api.ListMessagesAsync(chat.ConversationId, ct: Cancel);
        Assert.Equal(DeliveryStatus.Read, thread.Items.Single(m => m.Id == answer.Id).Delivery);
        Assert.Equal([(ChargeType.Send, 1000L)], await Ledger(answer.Id));
        Assert.Equal(sendsBefore, App.Graph.Sends.Count);
    }

    [Fact]
    public async Task On_a_channel_without_a_window_an_answer_can_be_sent_after_a_day()
    {
        var channel = await OpenAsync();
        await channel.ReceiveAsync("visitor-2", "Oi", Cancel);
        using var ana = As(Ana);
        var chat = Assert.Single((await ana.Api.ListChatsAsync(limit: 200, ct: Cancel)).Items, c => c.Number.Id == channel.Id);
        await ana.Api.TakeChatAsync(chat.Id, Cancel);
        DateTimeOffset? yesterday = App.Time.GetUtcNow() - TimeSpan.FromHours(25);
        await App.WriteAsync(LojaExemplo, db => db.Conversations.Where(c => c.Id == chat.ConversationId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastInboundAt, yesterday)));

        await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "web-2", Text = "Ainda está aí?" }, Cancel);

        Assert.Equal(["Ainda está aí?"], await channel.DeliverAsync(Cancel));
    }

    [Fact, Rule("A6")]
    public async Task Protocols_of_all_channels_are_one_sequence_without_a_gap()
    {
        var channel = await OpenAsync();
        foreach (var visitor in Enumerable.Range(10, 3)) await channel.ReceiveAsync($"visitor-{visitor}", "Oi", Cancel);

        var protocols = await App.ReadAsync(LojaExemplo, db => db.Tickets.OrderBy(t => t.Protocol).Select(t => t.Protocol).ToListAsync());

        Assert.Equal(Enumerable.Range(1, protocols.Count).Select(n => (long)n), protocols);
    }
}
