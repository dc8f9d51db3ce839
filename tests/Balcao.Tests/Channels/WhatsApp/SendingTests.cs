using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Sending an agent's answer, until it is certain whether WhatsApp has it.</summary>
public sealed class SendingTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private DateTimeOffset Now => App.Time.GetUtcNow();

    private Task<PlacedChat> ChatWith(out Customer customer)
    {
        customer = new Customer("Cliente", $"55119300{Interlocked.Increment(ref _customers):00000}");
        return App.ChatServedBy(Ana, customer);
    }

    private static SendMessageRequest Text(string text, string? key = null) => new() { ClientKey = key ?? Uuid7.New(Cast.Opening).ToString(), Text = text };

    private IEnumerable<GraphCall> SendsTo(Customer customer) =>
        App.Graph.Sends.Where(c => c.Json.TryGetProperty("to", out var to) && to.GetString() == customer.Phone);

    /// <summary>Pacing and back-off use timers, so the time advances a little at each check while a test waits.</summary>
    private Task Later(Func<Task<bool>> isSo, string because) => Waiting.Eventually(async () =>
    {
        if (await isSo()) return true;
        App.Time.Advance(TimeSpan.FromMilliseconds(50));
        return false;
    }, because);

    private Task<Message> Stored(MessageId id) => App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));

    private Task<List<long>> Ledger(MessageId id) => App.ReadAsync(LojaExemplo, db => db.UsageEntries
        .Where(e => e.MessageId == id).OrderBy(e => e.Step).Select(e => e.Credits).ToListAsync()).ContinueWith(
        lines => lines.Result.ConvertAll(c => c.Thousandths), Cancel, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    [Fact, Rule("C3")]
    public async Task An_answer_is_sent_to_WhatsApp_once_with_our_id_and_its_statuses_are_applied()
    {
        var chat = await ChatWith(out var customer);
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, Text("Já vou verificar"), Cancel);
        Assert.Equal(DeliveryStatus.Queued, sent.Delivery);
        await Later(async () => (await Stored(sent.Id)).Wamid is not null, "WhatsApp took it");
        var call = Assert.Single(SendsTo(customer));
        Assert.Equal($"Bearer {AccessToken}", call.Authorization);
        Assert.Equal("Já vou verificar", call.Json.GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(sent.Id.ToString(), call.Json.GetProperty("biz_opaque_callback_data").GetString());

        var wamid = (await Stored(sent.Id)).Wamid!;
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Status(wamid, "delivered", customer, Now), Webhooks.Status(wamid, "read", customer, Now)));
        Assert.Equal(DeliveryStatus.Read, (await ana.Api.FindMessageAsync(wamid, Cancel)).Message.Delivery);
        Assert.Equal([1000L], await Ledger(sent.Id));
        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.Outbox.CountAsync(o => o.MessageId == sent.Id)));
    }

    [Fact]
    public async Task Concurrent_requests_with_the_same_client_key_create_one_message()
    {
        var chat = await ChatWith(out var customer);
        using var ana = As(Ana);
        await ana.Api.GetMeAsync(Cancel);
        var request = Text("Só uma vez", "chave-repetida");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ana.Api.SendMessageAsync(chat.Id, request, Cancel)));
        var id = Assert.Single(answers.Select(a => a.Id).Distinct());
        await Later(async () => (await Stored(id)).Wamid is not null, "WhatsApp took it");
        Assert.Single(SendsTo(customer));
        Assert.Equal([1000L], await Ledger(id));
    }

    [Fact, Rule("A8"), KnownFailure(8)]
    public async Task Free_text_is_refused_by_the_server_when_the_window_has_closed()
    {
        var chat = await ChatWith(out var customer);
        var longAgo = Now.AddHours(-24).AddSeconds(-1);
        await App.WriteAsync(Balcao.Platform.Storage.TenantScope.Of(LojaExemplo), db => db.Conversations.Where(c => c.Id == chat.Conversation)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastInboundAt, longAgo)));
        using var ana = As(Ana);
        var problem = await ana.Api.SendMessageAsync(chat.Id, Text("Tarde demais"), Cancel).Refused();
        Assert.Equal(("window.closed", 409), (problem.Code, problem.Status));
        Assert.Contains("24 horas", problem.Title, StringComparison.Ordinal);
        Assert.Empty(SendsTo(customer));

        // One second earlier it was open.
        var stillOpen = Now.AddHours(-24).AddSeconds(1);
        await App.WriteAsync(Balcao.Platform.Storage.TenantScope.Of(LojaExemplo), db => db.Conversations.Where(c => c.Id == chat.Conversation)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastInboundAt, stillOpen)));
        await ana.Api.SendMessageAsync(chat.Id, Text("Em cima da hora"), Cancel);
    }

    [Fact]
    public async Task Only_the_agent_who_serves_the_chat_can_answer_and_invalid_input_is_refused()
    {
        var chat = await ChatWith(out _);
        using var bruno = As(Bruno);
        Assert.Equal("chat.heldByAnother", (await bruno.Api.SendMessageAsync(chat.Id, Text("Oi"), Cancel).Refused()).Code);
        using var davi = As(Davi);
        Assert.Equal(404, (await davi.Api.SendMessageAsync(chat.Id, Text("Oi"), Cancel).Refused()).Status);
        using var ana = As(Ana);
        Assert.Equal("input.required", (await ana.Api.SendMessageAsync(chat.Id, Text("  "), Cancel).Refused()).Code);
        Assert.Equal("input.tooLong", (await ana.Api.SendMessageAsync(chat.Id, Text(new string('x', 4097)), Cancel).Refused()).Code);
        Assert.Equal("message.quoteNotHere", (await ana.Api.SendMessageAsync(chat.Id, Text("Oi") with { ReplyTo = MessageId.New(Now) }, Cancel).Refused()).Code);
    }

    [Theory, Rule("C3"), KnownFailure(9)]
    [InlineData(131047, "send.windowClosed")]
    [InlineData(131026, "send.recipientUnavailable")]
    [InlineData(100, "send.refused")]
    public async Task A_final_refusal_is_shown_in_words_and_its_charge_is_reversed(int whatsAppCode, string code)
    {
        var chat = await ChatWith(out var customer);
        App.Graph.Next(customer.Phone, GraphAnswer.Error(whatsAppCode, "no"));
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, Text("Não vai"), Cancel);
        await Later(async () => (await Stored(sent.Id)).FailedAt is not null, "the refusal is stored");
        var shown = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == sent.Id);
        Assert.Equal((code, whatsAppCode), (shown.Failure!.Code, shown.Failure.WhatsAppCode));
        Assert.NotEqual(code, shown.Failure.Reason); // a sentence, not the code
        Assert.Equal([1000L, -1000L], await Ledger(sent.Id));
    }

    [Fact]
    public async Task A_message_without_an_answer_is_never_sent_again_automatically_and_is_settled_by_a_status()
    {
        var chat = await ChatWith(out var customer);
        App.Graph.Next(customer.Phone, GraphAnswer.Connectionless);
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, Text("Chegou?"), Cancel);
        await Later(async () => (await Stored(sent.Id)).Delivery is DeliveryStatus.Unknown, "nobody knows");
        Assert.Equal("message.outcomePending", (await ana.Api.ResendAsync(sent.Id, Cancel).Refused()).Code);

        var wamid = FakeGraph.NewWamid();
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Status(wamid, "sent", customer, Now, callback: sent.Id.ToString())));
        Assert.Equal((DeliveryStatus.Sent, wamid), await Stored(sent.Id) is var m ? (m.Delivery, m.Wamid) : default);
        Assert.Single(SendsTo(customer));
        // The next message to the customer no longer waits.
        var next = await ana.Api.SendMessageAsync(chat.Id, Text("E mais isto"), Cancel);
        await Later(async () => (await Stored(next.Id)).Wamid is not null, "the next one leaves");
        Assert.Equal(2, SendsTo(customer).Count());
    }

    [Fact]
    public async Task Messages_to_a_customer_are_sent_in_the_order_they_were_written()
    {
        var chat = await ChatWith(out var customer);
        var slow = new TaskCompletionSource();
        App.Graph.Next(customer.Phone, async _ =>
        {
            await slow.Task;
            return GraphAnswer.Json($$"""{"messages":[{"id":"{{FakeGraph.NewWamid()}}"}]}""");
        });
        using var ana = As(Ana);
        var all = new List<MessageItem>();
        foreach (var i in Enumerable.Range(0, 4)) all.Add(await ana.Api.SendMessageAsync(chat.Id, Text($"parte {i}"), Cancel));
        slow.SetResult();
        await Later(async () => (await Stored(all[3].Id)).Wamid is not null, "the last one left");
        Assert.Equal(["parte 0", "parte 1", "parte 2", "parte 3"], SendsTo(customer).Select(c => c.Json.GetProperty("text").GetProperty("body").GetString()));
    }

    [Fact, KnownFailure(21)]
    public async Task A_message_refused_by_the_rate_limit_is_sent_later()
    {
        var chat = await ChatWith(out var customer);
        App.Graph.Next(customer.Phone, GraphAnswer.Error(131056, "pair rate"));
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, Text("Com calma"), Cancel);
        await Later(() => Task.FromResult(SendsTo(customer).Any()), "the first try was made");
        await Later(async () => (await Stored(sent.Id)).Wamid is not null, "it went out after the pause");
        Assert.Equal(2, SendsTo(customer).Count());
        Assert.Null((await Stored(sent.Id)).FailedAt);
    }

    [Fact]
    public async Task A_read_marker_sends_a_read_receipt_and_resets_the_unread_count()
    {
        var chat = await ChatWith(out _);
        using var ana = As(Ana);
        Assert.Equal(1, (await ana.Api.GetChatAsync(chat.Id, Cancel)).Unread);
        var last = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items[0];
        await ana.Api.MarkReadAsync(chat.Conversation, new MarkReadRequest { MessageId = last.Id }, Cancel);
        Assert.Equal(0, (await ana.Api.GetChatAsync(chat.Id, Cancel)).Unread);
        await Later(() => Task.FromResult(App.Graph.Sends.Any(c => c.Json.TryGetProperty("status", out var s) && s.GetString() == "read"
            && c.Json.GetProperty("message_id").GetString() == last.Wamid)), "the receipt left");
    }

    [Fact, KnownFailure(10)]
    public async Task An_agent_s_reaction_is_sent_to_the_customer_and_is_free()
    {
        var chat = await ChatWith(out var customer);
        using var ana = As(Ana);
        await ana.Api.ReactAsync(chat.Message, new ReactRequest { Emoji = "👍" }, Cancel);
        await Later(() => Task.FromResult(SendsTo(customer).Any(c => c.Json.GetProperty("type").GetString() == "reaction")), "the reaction left");
        var shown = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == chat.Message);
        Assert.Equal(("👍", Ana.Id), (shown.Reactions[0].Emoji, shown.Reactions[0].Agent!.Id));
        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.UsageEntries.CountAsync(e => e.MessageId == chat.Message)));
    }
}

/// <summary>
/// A token that WhatsApp refuses stops the number and keeps its queue until there is a new token. It has its own app,
/// because the number stays held for a while.
/// </summary>
public sealed class TokenRefusedTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, KnownFailure(19), KnownFailure(20)]
    public async Task With_an_expired_token_the_queue_is_kept_and_it_is_sent_with_a_new_token()
    {
        var chat = await App.ChatServedBy(Ana, DonaLucia);
        App.Graph.Answer = call => call.Authorization == $"Bearer {AccessToken}" ? GraphAnswer.Error(190, "expired", 401, 463) : null;
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "k", Text = "Fica na fila" }, Cancel);
        using var clara = As(Clara);
        await Waiting.Eventually(async () => (await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id).SendingHold?.Code == "send.tokenExpired", "the number says so");
        Assert.Null((await App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == sent.Id))).FailedAt);

        using var otavio = As(Otavio);
        await otavio.Api.ReplaceAccessTokenAsync(Balcao500.Id, new ReplaceAccessTokenRequest { AccessToken = "EAAnovo" }, Cancel);
        await Waiting.Eventually(async () => (await App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == sent.Id))).Wamid is not null, "the queue goes on");
        Assert.Null((await clara.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id).SendingHold);
        Assert.DoesNotContain("EAA", await clara.GetStringAsync("/api/numbers", Cancel), StringComparison.Ordinal);
    }
}
