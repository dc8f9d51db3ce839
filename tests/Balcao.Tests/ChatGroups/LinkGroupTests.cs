using Balcao.Contract;
using Balcao.Platform;
using Balcao.Tests.Channels.WhatsApp;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.ChatGroups;

/// <summary>Which group serves a number, and what happens to messages while none does.</summary>
public sealed class LinkGroupTests(BalcaoApp app) : InboundTests(app)
{
    private static int _count;

    private async Task<ChatGroupItem> GroupAsync(bool isEnabled = true, bool isCompatible = true)
    {
        using var clara = As(Clara);
        return await clara.Api.CreateChatGroupAsync(new()
        {
            Name = $"Ligação {Interlocked.Increment(ref _count)}",
            IsEnabled = isEnabled,
            IsWhatsAppCompatible = isCompatible,
            Members = [new SaveChatGroupMember { AgentId = Davi.Id }],
        }, Cancel);
    }

    [Theory, Rule("G2", "G5", "L1")]
    [InlineData(false, true, "chatGroup.disabled")]
    [InlineData(true, false, "chatGroup.notCompatible")]
    [InlineData(false, false, "chatGroup.disabled")]
    public async Task Only_an_enabled_and_compatible_group_is_linked(bool isEnabled, bool isCompatible, string code)
    {
        var group = await GroupAsync(isEnabled, isCompatible);
        using var clara = As(Clara);
        var before = (await NumberOf(Balcao500)).Group;

        Assert.Equal(code, (await clara.Api.LinkGroupAsync(Balcao500.Id, new LinkGroupRequest { GroupId = group.Id }, Cancel).Refused()).Code);
        Assert.Equal(before, (await NumberOf(Balcao500)).Group);
    }

    [Fact, Rule("L1", "P2")]
    public async Task Only_administrators_of_the_number_s_tenant_link_and_unlink()
    {
        var before = (await NumberOf(Balcao500)).Group;
        using var ana = As(Ana);
        using var renata = As(Renata);

        Assert.Equal("http.403", (await ana.Api.UnlinkGroupAsync(Balcao500.Id, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.UnlinkGroupAsync(Balcao500.Id, Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.LinkGroupAsync(Balcao500.Id, new LinkGroupRequest { GroupId = GrupoDaOutra }, Cancel).Refused()).Code);
        Assert.Equal(before, (await NumberOf(Balcao500)).Group);
    }

    [Fact, Rule("L2")]
    public async Task A_group_serves_several_numbers_and_a_number_that_gets_another_group_leaves_the_first()
    {
        var (first, second) = (await GroupAsync(), await GroupAsync());
        using var clara = As(Clara);
        var before = (await NumberOf(Balcao500)).Group!.Id;
        try
        {
            foreach (var number in (CastNumber[])[Balcao500, Balcao501]) await clara.Api.LinkGroupAsync(number.Id, new LinkGroupRequest { GroupId = first.Id }, Cancel);
            Assert.Equal([Balcao500.Display, Balcao501.Display], await ServedByAsync(first));

            await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = second.Id }, Cancel);
            Assert.Equal([Balcao500.Display], await ServedByAsync(first));
            Assert.Equal([Balcao501.Display], await ServedByAsync(second));
            Assert.Equal(second.Id, (await NumberOf(Balcao501)).Group!.Id);
        }
        finally
        {
            await clara.Api.LinkGroupAsync(Balcao500.Id, new LinkGroupRequest { GroupId = before }, Cancel);
            await clara.Api.UnlinkGroupAsync(Balcao501.Id, Cancel);
        }

        async Task<IEnumerable<string>> ServedByAsync(ChatGroupItem group) =>
            (await clara.Api.ListChatGroupsAsync(Cancel)).Items.Single(g => g.Id == group.Id).Numbers.Select(n => n.Display).Order(StringComparer.Ordinal);
    }

    [Fact, Rule("G7", "L3", "L4")]
    public async Task An_unlinked_number_holds_what_comes_and_delivers_it_in_order_to_the_next_group()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var clara = world.As(Clara);
        var customer = NewCustomer("Cliente de antes");
        var first = Webhooks.Text(customer, "Antes", world.Time.GetUtcNow());
        await world.PostWebhook(Webhooks.From(Balcao500, first));
        var chat = (await clara.Api.FindMessageAsync(first.Wamid, Cancel)).Message.ChatId!.Value;

        await clara.Api.UnlinkGroupAsync(Balcao500.Id, Cancel);
        await clara.Api.UnlinkGroupAsync(Balcao500.Id, Cancel); // again: nothing to do

        Assert.Empty((await GroupOf(Atendimento)).Numbers);
        var told = await NewestAsync();
        var other = NewCustomer("Cliente de depois");
        var oldest = world.Time.GetUtcNow();
        Webhooks.Update[] held = [.. Enumerable.Range(0, 3).Select(i => Webhooks.Text(other, $"Depois {i}", oldest.AddSeconds(i)))];
        await world.PostWebhook(Webhooks.From(Balcao500, held));
        var number = await Number();
        Assert.Equal(((GroupName?)null, 3, (DateTimeOffset?)oldest), (number.Group, number.HeldMessages, number.HeldSince));
        Assert.True(await HasTold(told), "Screens learn at once that messages are held.");
        Assert.Equal(Atendimento, (await clara.Api.GetChatAsync(chat, Cancel)).Group.Id); // an open chat keeps its group

        // The group is free now: nobody asks it to stay as it is.
        var disabled = await clara.Api.SaveChatGroupAsync(Atendimento, new() { Name = "Atendimento", IsEnabled = false, Members = [] }, Cancel);
        Assert.False(disabled.IsEnabled);

        told = await NewestAsync();
        await clara.Api.LinkGroupAsync(Balcao500.Id, new LinkGroupRequest { GroupId = Financeiro }, Cancel);
        await Waiting.Eventually(async () => (await Number()).HeldMessages == 0, "held messages are delivered");
        var place = await clara.Api.FindMessageAsync(held[2].Wamid, Cancel);
        var items = (await clara.Api.ListMessagesAsync(place.ConversationId, ct: Cancel)).Items;
        Assert.Equal(["Depois 2", "Depois 1", "Depois 0"], items.Where(m => m.Direction == MessageDirection.Inbound).Select(m => m.Text));
        Assert.Equal(oldest, items[^1].At);
        var opened = await clara.Api.GetChatAsync(place.Message.ChatId!.Value, Cancel);
        Assert.Equal((Financeiro, oldest), (opened.Group.Id, opened.WaitingSince));
        // The message that is delivered first opens the ticket.
        Assert.Equal("Depois 0", (await clara.Api.GetTicketAsync(opened.Ticket.Id, Cancel)).Subject);
        Assert.True(await CountTold(told) > 1, "Screens learn of the link, and that nothing is held any more.");

        // The chat that was open before keeps its group, also for what its customer writes now.
        var later = Webhooks.Text(customer, "Ainda eu", world.Time.GetUtcNow());
        await world.PostWebhook(Webhooks.From(Balcao500, later));
        Assert.Equal(chat, (await clara.Api.FindMessageAsync(later.Wamid, Cancel)).Message.ChatId);
        Assert.Equal(Atendimento, (await clara.Api.GetChatAsync(chat, Cancel)).Group.Id);

        async Task<NumberItem> Number() => (await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id);
        async Task<ChatGroupItem> GroupOf(ChatGroupId id) => (await clara.Api.ListChatGroupsAsync(Cancel)).Items.Single(g => g.Id == id);
        Task<long> NewestAsync() => world.ReadAsync(LojaExemplo, db => db.NewestFeedNumberAsync(LojaExemplo, Cancel));
        async Task<bool> HasTold(long after) => await CountTold(after) > 0;
        Task<int> CountTold(long after) => world.ReadAsync(LojaExemplo, db => db.Feed.CountAsync(
            e => e.Sequence > after && e.Record == ChangedRecord.Number && e.RecordId == Balcao500.Id.Value, Cancel));
    }

    [Fact, Rule("G5", "G7")]
    public async Task A_group_that_is_disabled_while_it_is_linked_ends_up_as_one_or_the_other()
    {
        using var clara = As(Clara);
        for (var round = 0; round < 12; round++)
        {
            var group = await GroupAsync();
            var save = new SaveChatGroupRequest { Name = group.Name, IsEnabled = false, Members = [] };
            Task[] both = [clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = group.Id }, Cancel), clara.Api.SaveChatGroupAsync(group.Id, save, Cancel)];
            try
            {
                await Task.WhenAll(both);
            }
            catch (ProblemException refused) when (refused.Problem.Code is "chatGroup.disabled" or "chatGroup.servesNumbers")
            {
                // One of the two came second.
            }
            var after = (await clara.Api.ListChatGroupsAsync(Cancel)).Items.Single(g => g.Id == group.Id);
            Assert.True(after.IsEnabled == after.Numbers.Count > 0, $"Enabled: {after.IsEnabled}; numbers: {after.Numbers.Count}.");
            Assert.Equal(1, both.Count(task => task.IsFaulted));
            await clara.Api.UnlinkGroupAsync(Balcao501.Id, Cancel);
        }
    }
}
