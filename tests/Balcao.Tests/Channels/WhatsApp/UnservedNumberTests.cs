using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Messages to a number that is unknown, has no group or is suspended are not lost.</summary>
public sealed class UnservedNumberTests(BalcaoApp app) : InboundTests(app)
{
    private static int _numbers;

    private static CastNumber NewNumber()
    {
        var last = Interlocked.Increment(ref _numbers);
        return new CastNumber(default, default, $"55500000{last:0000}", "700800777", $"+55 11 4777-{last:0000}");
    }

    private async Task<NumberItem> Release(CastNumber number)
    {
        using var otavio = As(Otavio);
        return await otavio.Api.ReleaseNumberAsync(new ReleaseNumberRequest
        {
            TenantId = LojaExemplo, Phone = number.Display, PhoneNumberId = number.PhoneNumberId, WabaId = number.WabaId, AccessToken = "EAA",
        }, Cancel);
    }

    private async Task Link(ChannelId number)
    {
        using var clara = As(Clara);
        await clara.Api.LinkGroupAsync(number, new LinkGroupRequest { GroupId = Atendimento }, Cancel);
    }

    [Fact, Rule("P6")]
    public async Task Messages_to_an_unknown_number_are_counted_for_operators_and_delivered_once_after_its_release()
    {
        var (number, customer) = (NewNumber(), NewCustomer());
        var said = Enumerable.Range(0, 3).Select(i => Webhooks.Text(customer, $"antes {i}", Now.AddMinutes(i - 30))).ToArray();
        foreach (var message in said) await ReceiveAsync(number, message);
        await ReceiveAsync(number, said[0]); // WhatsApp repeats

        using var otavio = As(Otavio);
        var item = Assert.Single((await otavio.Api.ListUnknownNumbersAsync(Cancel)).Items, n => n.PhoneNumberId == number.PhoneNumberId);
        Assert.Equal((number.WabaId, Digits(number), 4), (item.WabaId, item.Display, item.Updates));

        var released = await Release(number);
        await Waiting.Eventually(async () => (await NumberOfId(released.Id)).HeldMessages == 3, "what came before waits for a group");
        Assert.DoesNotContain((await otavio.Api.ListUnknownNumbersAsync(Cancel)).Items, n => n.PhoneNumberId == number.PhoneNumberId);
        Assert.Equal(Now.AddMinutes(-30), (await NumberOfId(released.Id)).HeldSince);
        await Link(released.Id);
        await Waiting.Eventually(() => IsFiled(said[2].Wamid), "they are delivered");

        var place = await PlaceOf(said[0], Ana);
        await Waiting.Eventually(async () => (await ThreadOf(place.ConversationId)).Count == 3, "all of them");
        var thread = await ThreadOf(place.ConversationId);
        Assert.Equal(["antes 0", "antes 1", "antes 2"], thread.Select(m => m.Text));
        Assert.Equal(Now.AddMinutes(-30), thread[0].At);
        foreach (var message in thread) Assert.Equal(1, await ChargesOf(message.Id));
    }

    private async Task<NumberItem> NumberOfId(ChannelId id)
    {
        using var clara = As(Clara);
        return (await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == id);
    }

    [Fact, Rule("P6")]
    public async Task An_interrupted_replay_continues_and_stores_nothing_twice()
    {
        var (number, customer) = (NewNumber(), NewCustomer());
        var said = Enumerable.Range(0, 4).Select(i => Webhooks.Text(customer, $"{i}", Now.AddSeconds(i))).ToArray();
        foreach (var message in said) await ReceiveAsync(number, message);
        var released = await Release(number);
        await Waiting.Eventually(async () => (await NumberOfId(released.Id)).HeldMessages == 4, "what came before waits for a group");

        // The state after a crash: some updates are not processed yet, and the job runs again.
        await App.WriteAsync(TenantScope.Everyone, async db =>
        {
            foreach (var message in said.Take(2))
                await db.Journal.Where(e => e.Json.Contains(message.Wamid)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, JournalOutcome.UnknownNumber));
            db.Add(Job.New(JobKinds.ReplayUnknown, LojaExemplo, released.Id.Value, Now));
        });
        App.Services.GetRequiredService<JobsBell>().Ring();
        await Waiting.Eventually(() => App.ReadAsync(TenantScope.Everyone, async db =>
            !await db.Journal.AnyAsync(e => e.PhoneNumberId == number.PhoneNumberId && e.Outcome == JournalOutcome.UnknownNumber)), "they are delivered again");
        Assert.Equal(4, (await NumberOfId(released.Id)).HeldMessages);
        Assert.Equal(LojaExemplo, await App.ReadAsync(TenantScope.Everyone, db => db.Journal.Where(e => e.Json.Contains(said[0].Wamid)).Select(e => e.TenantId).FirstAsync()));
    }

    [Fact, Rule("P6")]
    public async Task An_unreadable_update_is_set_aside_and_the_rest_is_delivered()
    {
        var (number, customer) = (NewNumber(), NewCustomer());
        var good = Webhooks.Text(customer, "bom", Now);
        var bad = Webhooks.Text(customer, "de ninguém", Now);
        bad.Body.Remove("from");
        await ReceiveAsync(number, bad with { Contact = null });
        await ReceiveAsync(number, good);
        var released = await Release(number);
        await Link(released.Id);
        // An update that found no group, and was not held yet when the group was linked, is processed again a minute later.
        await Waiting.Eventually(async () =>
        {
            if (await IsFiled(good.Wamid)) return true;
            App.Time.Advance(TimeSpan.FromSeconds(15));
            return false;
        }, "the good one is delivered");
        await Waiting.Eventually(async () => await OutcomeOf(bad.Wamid) is JournalOutcome.SetAside or JournalOutcome.Held, "the bad one is put away");
    }

    [Fact, Rule("L3")]
    public async Task Held_updates_show_their_oldest_time_and_are_not_deleted_by_retention()
    {
        var message = Webhooks.Text(NewCustomer(), "Há muito tempo", Now.AddDays(-40));
        await ReceiveAsync(Balcao501, message);
        var number = await NumberOf(Balcao501);
        Assert.True(number.HeldMessages >= 1);
        Assert.Equal(Now.AddDays(-40), number.HeldSince);
        Assert.Null((await NumberOf(Balcao500)).HeldSince);

        await App.WriteAsync(TenantScope.Everyone, async db => await db.HeldUpdates.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(h => h.Wamid == message.Wamid).ExecuteUpdateAsync(set => set.SetProperty(h => h.ReceivedAt, Now.AddDays(-39))));
        await App.Services.GetRequiredService<JournalRetention>().RunAsync(Cancel);
        Assert.True(await App.ReadAsync(LojaExemplo, db => db.HeldUpdates.AnyAsync(h => h.Wamid == message.Wamid)));
    }

    [Fact, Rule("P5")]
    public async Task Messages_to_a_suspended_number_or_tenant_are_stored_and_shown()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var ana = world.As(Ana);
        await world.WriteAsync(TenantScope.Everyone, async db => await db.Channels.IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(n => n.Id == Balcao500.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, NumberStatus.Suspended)));
        await ShownAndNotAnswered("number.suspended");
        await world.WriteAsync(TenantScope.Everyone, async db => await db.Tenants.Where(t => t.Id == LojaExemplo).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsSuspended, true)));
        await ShownAndNotAnswered("tenant.suspended");

        async Task ShownAndNotAnswered(string refusal)
        {
            var message = Webhooks.Text(NewCustomer(), refusal, Now);
            await world.PostWebhook(Webhooks.From(Balcao500, message));
            var place = await ana.Api.FindMessageAsync(message.Wamid, Cancel);
            Assert.Equal(1, await world.ReadAsync(LojaExemplo, db => db.UsageEntries.CountAsync(e => e.MessageId == place.Message.Id)));
            var chat = place.Message.ChatId!.Value;
            await ana.Api.TakeChatAsync(chat, Cancel);
            Assert.Equal(refusal, (await ana.Api.SendMessageAsync(chat, new SendMessageRequest { ClientKey = refusal, Text = "Oi" }, Cancel).Refused()).Code);
        }
    }
}
