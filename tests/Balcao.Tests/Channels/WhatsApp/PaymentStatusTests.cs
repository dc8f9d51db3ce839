using System.Text.Json.Nodes;
using Balcao.Channels.WhatsApp.Redelivery;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Statuses that are not about the delivery of their message, whatever their words.</summary>
[Finding("F5")]
public sealed class PaymentStatusTests(BalcaoApp app) : InboundTests(app)
{
    private async Task<(Message Message, Customer Customer)> SentMessage(bool isStored = true, bool isKnownToWhatsApp = true)
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        var message = new Message
        {
            TenantId = LojaExemplo, Id = MessageId.New(Now), ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
            Direction = MessageDirection.Outbound, Kind = MessageKind.Text, At = Now, StoredAt = Now, Text = "Pedido 7: R$ 42,50", AuthorId = Ana.Id,
            Wamid = isKnownToWhatsApp ? FakeGraph.NewWamid() : null,
        };
        message.Advance(isKnownToWhatsApp ? DeliveryStatus.Sent : DeliveryStatus.Unknown, Now);
        if (isStored) await StoreAsync(message);
        return (message, customer);
    }

    private Task StoreAsync(Message message) => App.WriteAsync(LojaExemplo, db =>
    {
        db.Add(message);
        db.Add(ContractFacts.Default("UTC").Charge(LojaExemplo, Balcao500.Id, message.Id, ChargeType.Send, Now, Now));
    });

    private static Webhooks.Update Typed(string type, string wamid, string state, Customer customer, DateTimeOffset at)
    {
        var update = Webhooks.Status(wamid, state, customer, at);
        update.Body.Remove("pricing");
        update.Body["type"] = type;
        return update;
    }

    private Webhooks.Update Payment(string wamid, string state, Customer customer)
    {
        var update = Typed("payment", wamid, state, customer, Now.AddMinutes(2));
        update.Body["payment"] = JsonNode.Parse("""{"reference_id":"pedido-7","amount":{"value":4250,"offset":100},"currency":"BRL","transaction":{"id":"t-1","type":"pix","status":"pending"}}""");
        return update;
    }

    private Task<Message> Reload(Message message) => App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == message.Id));

    private async Task AssertUntouchedAsync(Message message)
    {
        var stored = await Reload(message);
        Assert.Equal((message.Delivery, message.Wamid, null, null), (stored.Delivery, stored.Wamid, stored.FailedAt, stored.FailureCode));
        var lines = await App.ReadAsync(LojaExemplo, db => db.UsageEntries.AsNoTracking().Where(e => e.MessageId == message.Id).ToListAsync());
        Assert.Equal(1000L, Assert.Single(lines).Credits.Thousandths);
    }

    private async Task<IReadOnlyList<MessageItem>> LinesOf(Message message) =>
        [.. (await ThreadOf(message.ConversationId)).Where(m => m.Kind is MessageKind.System)];

    [Theory]
    [InlineData("captured")]
    [InlineData("pending")]
    [InlineData("failed")]
    [InlineData("delivered")] // a word of deliveries, and yet of the payment
    public async Task A_payment_is_a_line_in_the_thread_and_its_message_stays_as_it_was(string state)
    {
        var (message, customer) = await SentMessage();
        var payment = Payment(message.Wamid!, state, customer);
        await ReceiveAsync(payment);
        await ReceiveAsync(payment);

        await AssertUntouchedAsync(message);
        var line = Assert.Single(await LinesOf(message));
        Assert.Equal((MessageDirection.Internal, NoticeKind.Payment, new PaymentItem(state, "pedido-7", 42.5m, "BRL")), (line.Direction, line.Notice!.Kind, line.Notice.Payment));
        Assert.Equal(message.Id, line.Quote?.MessageId);
        Assert.Equal(0, await ChargesOf(line.Id));
        // Nothing failed, so there is nothing to send again.
        using var ana = As(Ana);
        Assert.Equal("message.notResendable", (await ana.Api.ResendAsync(message.Id, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Each_state_of_a_payment_is_a_line_of_its_own()
    {
        var (message, customer) = await SentMessage();
        await ReceiveAsync(Payment(message.Wamid!, "pending", customer), Payment(message.Wamid!, "captured", customer));
        Assert.Equal(["pending", "captured"], (await LinesOf(message)).Select(line => line.Notice!.Payment!.Status));
    }

    [Fact]
    public async Task A_payment_that_comes_before_its_message_is_known_waits_for_it()
    {
        var (message, customer) = await SentMessage(isStored: false);
        await ReceiveAsync(Payment(message.Wamid!, "captured", customer));
        await StoreAsync(message);
        await App.Services.GetRequiredService<ParkedStatuses>().RunAsync(Cancel);
        Assert.Single(await LinesOf(message));
        await AssertUntouchedAsync(message);
    }

    [Fact]
    public async Task A_payment_does_not_settle_a_send_whose_answer_was_lost()
    {
        var (message, customer) = await SentMessage(isKnownToWhatsApp: false);
        await App.WriteAsync(LojaExemplo, db => db.Add(new OutboxItem
        {
            TenantId = LojaExemplo, Id = Uuid7.New(Now), ChannelId = Balcao500.Id, ConversationId = message.ConversationId,
            Kind = OutboxKind.Message, MessageId = message.Id, State = OutboxState.Unknown, DueAt = Now,
        }));
        var payment = Payment(FakeGraph.NewWamid(), "failed", customer);
        payment.Body["biz_opaque_callback_data"] = message.Id.ToString();
        await ReceiveAsync(payment);
        await AssertUntouchedAsync(message);
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.Outbox.CountAsync(o => o.MessageId == message.Id)));
    }

    [Theory]
    [InlineData("call", "failed")]
    [InlineData("um_tipo_de_amanha", "failed")]
    [InlineData("um_tipo_de_amanha", "read")]
    public async Task A_status_of_any_other_type_is_kept_and_touches_nothing(string type, string state)
    {
        var (message, customer) = await SentMessage();
        await ReceiveAsync(Typed(type, message.Wamid!, state, customer, Now));
        await AssertUntouchedAsync(message);
        Assert.Empty(await LinesOf(message));
        Assert.Equal(JournalOutcome.Kept, await OutcomeOf(message.Wamid!));
    }

    [Theory, Finding("F10")]
    [InlineData("failed")]
    [InlineData("read")]
    public async Task A_status_of_the_customers_own_message_is_kept_and_touches_nothing(string state)
    {
        var customer = NewCustomer();
        var said = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(said);
        await ReceiveAsync(Webhooks.Status(said.Wamid, state, customer, Now, errorCode: state is "failed" ? 131026 : null));
        await ReceiveAsync(Payment(said.Wamid, "captured", customer));
        var message = (await PlaceOf(said)).Message;
        Assert.Equal((DeliveryStatus.None, null), (message.Delivery, message.Failure));
        Assert.DoesNotContain(await ThreadOf(message.ConversationId), m => m.Kind is MessageKind.System);
    }
}
