using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>What WhatsApp reports of our own messages, however late, twice or out of order.</summary>
public sealed class DeliveryStatusTests(BalcaoApp app) : DoorTests(app)
{
    private DateTimeOffset Now => App.Time.GetUtcNow();

    private static int _customers;

    private async Task<(Message Message, Customer Customer)> SentMessage(bool isKnownToWhatsApp = true)
    {
        var customer = new Customer("Cliente", $"55119600{Interlocked.Increment(ref _customers):00000}");
        var chat = await App.ChatServedBy(Ana, customer);
        var message = new Message
        {
            TenantId = LojaExemplo, Id = MessageId.New(Now), ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
            Direction = MessageDirection.Outbound, Kind = MessageKind.Text, At = Now, StoredAt = Now, Text = "Pois não?", AuthorId = Ana.Id,
            Wamid = isKnownToWhatsApp ? FakeGraph.NewWamid() : null,
        };
        await App.WriteAsync(LojaExemplo, db =>
        {
            db.Add(message);
            db.Add(DefaultTariff.Charge(LojaExemplo, Balcao500.Id, message.Id, ChargeType.Send, Now, Now));
        });
        return (message, customer);
    }

    private async Task ReportAsync(params Webhooks.Update[] updates) =>
        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(Webhooks.From(Balcao500, updates))).StatusCode);

    private Task<Message> Reload(Message message) => App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == message.Id));

    private Task<List<UsageEntry>> Ledger(Message message) =>
        App.ReadAsync(LojaExemplo, db => db.UsageEntries.AsNoTracking().Where(e => e.MessageId == message.Id).OrderBy(e => e.Step).ToListAsync());

    [Theory]
    [InlineData("sent", DeliveryStatus.Sent)]
    [InlineData("delivered", DeliveryStatus.Delivered)]
    [InlineData("read", DeliveryStatus.Read)] // read at once: delivered is skipped
    [InlineData("played", DeliveryStatus.Played)]
    [InlineData("deleted", DeliveryStatus.Sending)]
    [InlineData("warning", DeliveryStatus.Sending)]
    [InlineData("estado_de_amanha", DeliveryStatus.Sending)]
    public async Task Every_status_is_shown_on_its_message_and_one_nobody_knows_is_kept(string status, DeliveryStatus shown)
    {
        var (message, customer) = await SentMessage();
        await App.WriteAsync(TenantScope.Of(LojaExemplo), async db => (await db.Messages.SingleAsync(m => m.Id == message.Id)).Advance(DeliveryStatus.Sending, Now));
        await ReportAsync(Webhooks.Status(message.Wamid!, status, customer, Now.AddSeconds(3)));
        using var ana = As(Ana);
        Assert.Equal(shown, (await ana.Api.FindMessageAsync(message.Wamid!, Cancel)).Message.Delivery);
        var outcome = await App.ReadAsync(TenantScope.Everyone, db => db.Journal.Where(e => e.Json.Contains(message.Wamid!)).Select(e => e.Outcome).SingleAsync());
        Assert.Equal(shown is DeliveryStatus.Sending ? JournalOutcome.Kept : JournalOutcome.Applied, outcome);
    }

    [Fact]
    public async Task A_failure_is_shown_with_its_code_and_in_words()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131026));
        using var ana = As(Ana);
        var failure = (await ana.Api.FindMessageAsync(message.Wamid!, Cancel)).Message.Failure!;
        Assert.Equal(131026, failure.WhatsAppCode);
        Assert.NotEqual(failure.Code, failure.Reason);
    }

    [Fact, KnownFailure(22)]
    public async Task A_status_about_somebody_without_a_phone_finds_its_message_too()
    {
        var (message, customer) = await SentMessage();
        var status = Webhooks.Status(message.Wamid!, "delivered", customer, Now);
        status.Body.Remove("recipient_id");
        status.Body["recipient_user_id"] = "BR.55001";
        await ReportAsync(status);
        Assert.Equal(DeliveryStatus.Delivered, (await Reload(message)).Delivery);
    }

    [Theory]
    [InlineData("recipient_participant_id")]
    [InlineData("participant_recipient_id")]
    public async Task A_status_of_a_group_is_kept_and_moves_nothing(string participant)
    {
        var (message, customer) = await SentMessage();
        var status = Webhooks.Status(message.Wamid!, "read", customer, Now);
        (status.Body["recipient_type"], status.Body["recipient_id"], status.Body[participant]) = ("group", "1203630", customer.WaId);
        await ReportAsync(status);
        Assert.Equal(DeliveryStatus.None, (await Reload(message)).Delivery);
        Assert.Equal(JournalOutcome.Kept, await App.ReadAsync(TenantScope.Everyone, db => db.Journal.Where(e => e.Json.Contains(message.Wamid!)).Select(e => e.Outcome).SingleAsync()));
    }

    [Fact, KnownFailure(3)]
    public async Task A_read_message_never_becomes_delivered_again()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(Webhooks.Status(message.Wamid!, "read", customer, Now.AddSeconds(3)));
        await ReportAsync(
            Webhooks.Status(message.Wamid!, "delivered", customer, Now.AddSeconds(2)),
            Webhooks.Status(message.Wamid!, "sent", customer, Now.AddSeconds(1)),
            Webhooks.Status(message.Wamid!, "delivered", customer, Now.AddSeconds(2)));
        var stored = await Reload(message);
        Assert.Equal(DeliveryStatus.Read, stored.Delivery);
        Assert.Equal((Now.AddSeconds(1), Now.AddSeconds(2), Now.AddSeconds(3)), (stored.SentAt, stored.DeliveredAt, stored.ReadAt));
    }

    [Fact, Rule("C10")]
    public async Task What_WhatsApp_charges_is_kept_with_the_message_as_the_status_that_reached_furthest_told_it()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(Priced("delivered", "regular", "service", billable: true));
        await ReportAsync(Priced("sent", "free_customer_service", "service", billable: false), Priced("delivered", "free_entry_point", "service", billable: false));
        Assert.Equal(("PMP", "regular", "service", true), Of(await Reload(message)));

        await ReportAsync(Priced("read", "de_amanha", "marketing_lite", billable: null));
        Assert.Equal(("PMP", "de_amanha", "marketing_lite", null), Of(await Reload(message)));

        Webhooks.Update Priced(string status, string type, string category, bool? billable)
        {
            var update = Webhooks.Status(message.Wamid!, status, customer, Now.AddSeconds(1));
            var pricing = new JsonObject { ["pricing_model"] = "PMP", ["type"] = type, ["category"] = category };
            if (billable is { } told) pricing["billable"] = told;
            update.Body["pricing"] = pricing;
            return update;
        }
    }

    [Fact, Rule("C10")]
    public async Task A_price_that_comes_only_after_the_message_was_read_is_kept_and_one_longer_than_any_is_cut()
    {
        var (message, customer) = await SentMessage();
        var read = Webhooks.Status(message.Wamid!, "read", customer, Now.AddSeconds(2));
        read.Body.Remove("pricing");
        var delivered = Webhooks.Status(message.Wamid!, "delivered", customer, Now.AddSeconds(1));
        delivered.Body["pricing"]!["category"] = new string('c', 200);
        await ReportAsync(read);
        await ReportAsync(delivered);

        var stored = await Reload(message);
        Assert.Equal((DeliveryStatus.Read, "free_customer_service", MessagePrice.Longest), (stored.Delivery, stored.PricingType, stored.PricingCategory!.Length));
    }

    private static (string?, string?, string?, bool?) Of(Message stored) => (stored.PricingModel, stored.PricingType, stored.PricingCategory, stored.IsBillable);

    [Fact, KnownFailure(4), Rule("C3")]
    public async Task Failed_and_delivered_are_both_kept_and_what_was_delivered_stays_charged()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(Webhooks.Status(message.Wamid!, "delivered", customer, Now));
        await ReportAsync(Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131026));
        var stored = await Reload(message);
        Assert.Equal((DeliveryStatus.Delivered, "send.recipientUnavailable", 131026), (stored.Delivery, stored.FailureCode, stored.FailureWhatsAppCode));
        Assert.Single(await Ledger(message));
    }

    [Fact, Rule("C3")]
    public async Task A_final_failure_is_reversed_by_a_second_line_and_a_delivery_that_follows_is_charged_by_a_third()
    {
        var (message, customer) = await SentMessage();
        var failed = Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131047);
        await ReportAsync(failed);
        await ReportAsync(failed);
        Assert.Equal([1000L, -1000L], (await Ledger(message)).Select(line => line.Credits.Thousandths));
        Assert.Equal("send.windowClosed", (await Reload(message)).FailureCode);

        await ReportAsync(Webhooks.Status(message.Wamid!, "delivered", customer, Now), Webhooks.Status(message.Wamid!, "read", customer, Now));
        Assert.Equal([1000L, -1000L, 1000L], (await Ledger(message)).Select(line => line.Credits.Thousandths));
    }

    [Fact, Rule("C3")]
    public async Task A_failure_and_the_delivery_after_it_in_one_post_add_up_too()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(
            Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131026),
            Webhooks.Status(message.Wamid!, "delivered", customer, Now.AddSeconds(1)));
        Assert.Equal([1000L, -1000L, 1000L], (await Ledger(message)).Select(line => line.Credits.Thousandths));
    }

    [Fact]
    public async Task A_send_whose_answer_was_lost_is_settled_by_the_status_that_carries_our_id()
    {
        var (message, customer) = await SentMessage(isKnownToWhatsApp: false);
        await App.WriteAsync(LojaExemplo, db => db.Add(new OutboxItem
        {
            TenantId = LojaExemplo, Id = Uuid7.New(Now), ChannelId = Balcao500.Id, ConversationId = message.ConversationId,
            Kind = OutboxKind.Message, MessageId = message.Id, State = OutboxState.Unknown, DueAt = Now,
        }));
        var wamid = FakeGraph.NewWamid();
        await ReportAsync(Webhooks.Status(wamid, "sent", customer, Now, callback: message.Id.ToString()));
        var stored = await Reload(message);
        Assert.Equal((DeliveryStatus.Sent, wamid), (stored.Delivery, stored.Wamid));
        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.Outbox.CountAsync(o => o.MessageId == message.Id)));
    }

    [Fact]
    public async Task A_status_of_a_message_nobody_knows_is_parked()
    {
        var wamid = FakeGraph.NewWamid();
        await ReportAsync(Webhooks.Status(wamid, "sent", DonaLucia, Now));
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.ParkedStatuses.CountAsync(p => p.Wamid == wamid)));
    }

    [Fact, Rule("P2")]
    public async Task Another_tenants_webhook_cannot_move_our_message()
    {
        var (message, customer) = await SentMessage();
        var foreign = Webhooks.Status(message.Wamid!, "read", customer, Now, callback: message.Id.ToString());
        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(Webhooks.From(NumeroDaOutra, foreign))).StatusCode);
        Assert.Equal(DeliveryStatus.None, (await Reload(message)).Delivery);
    }
}
