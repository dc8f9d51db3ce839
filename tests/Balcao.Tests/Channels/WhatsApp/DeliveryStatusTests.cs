using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Statuses of our own messages, also if they arrive late, repeatedly or out of order.</summary>
public sealed class DeliveryStatusTests(BalcaoApp app) : HttpTests(app)
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
            db.Add(ContractFacts.Default("UTC").Charge(LojaExemplo, Balcao500.Id, message.Id, ChargeType.Send, Now, Now));
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
    public async Task A_status_is_shown_on_its_message_and_an_unknown_status_is_kept_in_the_journal(string status, DeliveryStatus shown)
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
    public async Task A_status_without_a_phone_is_applied_to_its_message()
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
    public async Task A_status_of_a_group_is_kept_and_changes_no_message(string participant)
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
    public async Task The_price_of_the_most_advanced_status_is_stored_with_the_message()
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
    public async Task A_price_that_arrives_after_the_read_status_is_stored_and_too_long_values_are_cut()
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
    public async Task Failure_and_delivery_are_both_stored_and_a_delivered_message_stays_charged()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(Webhooks.Status(message.Wamid!, "delivered", customer, Now));
        await ReportAsync(Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131026));
        var stored = await Reload(message);
        Assert.Equal((DeliveryStatus.Delivered, "send.recipientUnavailable", 131026), (stored.Delivery, stored.FailureCode, stored.FailureWhatsAppCode));
        Assert.Single(await Ledger(message));
    }

    [Fact, Rule("C3")]
    public async Task A_failure_reverses_the_charge_with_a_second_line_and_a_later_delivery_charges_again_with_a_third()
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
    public async Task A_failure_and_a_later_delivery_in_one_post_also_give_three_ledger_lines()
    {
        var (message, customer) = await SentMessage();
        await ReportAsync(
            Webhooks.Status(message.Wamid!, "failed", customer, Now, errorCode: 131026),
            Webhooks.Status(message.Wamid!, "delivered", customer, Now.AddSeconds(1)));
        Assert.Equal([1000L, -1000L, 1000L], (await Ledger(message)).Select(line => line.Credits.Thousandths));
    }

    [Fact]
    public async Task A_send_without_an_answer_is_settled_by_a_status_with_our_id()
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
    public async Task A_status_of_an_unknown_message_is_parked()
    {
        var wamid = FakeGraph.NewWamid();
        await ReportAsync(Webhooks.Status(wamid, "sent", DonaLucia, Now));
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.ParkedStatuses.CountAsync(p => p.Wamid == wamid)));
    }

    [Fact, Rule("P2")]
    public async Task Another_tenant_s_webhook_cannot_change_our_message()
    {
        var (message, customer) = await SentMessage();
        var foreign = Webhooks.Status(message.Wamid!, "read", customer, Now, callback: message.Id.ToString());
        Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(Webhooks.From(NumeroDaOutra, foreign))).StatusCode);
        Assert.Equal(DeliveryStatus.None, (await Reload(message)).Delivery);
    }
}
