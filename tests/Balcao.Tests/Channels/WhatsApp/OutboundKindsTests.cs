using System.Globalization;
using System.Text.Json;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>What an agent sends in addition to text and files, and what a suspension refuses.</summary>
public sealed class OutboundKindsTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private Task<PlacedChat> ChatWith(out Customer customer)
    {
        customer = new Customer("Cliente", string.Create(CultureInfo.InvariantCulture, $"55119310{Interlocked.Increment(ref _customers):00000}"));
        return App.ChatServedBy(Ana, customer);
    }

    private static SendMessageRequest Ask(string? text = null) => new() { ClientKey = Uuid7.New(Cast.Opening).ToString(), Text = text };

    private async Task<JsonElement> SentAsync(PlacedChat chat, Customer customer, SendMessageRequest request)
    {
        using var ana = As(Ana);
        var sent = await ana.Api.SendMessageAsync(chat.Id, request, Cancel);
        await Waiting.Eventually(async () =>
        {
            App.Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await Stored(sent.Id)).Wamid is not null;
        }, "WhatsApp took it");
        return Assert.Single(App.Graph.Sends, c => c.Json.TryGetProperty("to", out var to) && to.GetString() == customer.Phone).Json;
    }

    private Task<Message> Stored(MessageId id) => App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));

    [Fact]
    public async Task A_location_is_sent_and_shown_in_the_thread()
    {
        var chat = await ChatWith(out var customer);
        var place = new LocationItem(-23.561414, -46.655881, "Loja da Paulista", " ");
        var json = await SentAsync(chat, customer, Ask() with { Location = place });

        Assert.Equal("""{"latitude":-23.561414,"longitude":-46.655881,"name":"Loja da Paulista"}""", json.GetProperty("location").GetRawText());
        using var ana = As(Ana);
        var shown = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items[0];
        Assert.Equal((MessageKind.Location, place with { Address = null }), (shown.Kind, shown.Location));
    }

    [Fact]
    public async Task Contacts_are_sent_with_their_phones()
    {
        var chat = await ChatWith(out var customer);
        var json = await SentAsync(chat, customer, Ask() with { Contacts = [new SharedContact("Oficina do Zé", ["+55 11 98888-0000"], [], "Zé e Filhos")] });

        var card = json.GetProperty("contacts")[0];
        Assert.Equal("Oficina do Zé", card.GetProperty("name").GetProperty("formatted_name").GetString());
        Assert.Equal("5511988880000", card.GetProperty("phones")[0].GetProperty("wa_id").GetString());
        Assert.Equal("Zé e Filhos", card.GetProperty("org").GetProperty("company").GetString());
    }

    [Fact, KnownFailure(24)]
    public async Task Buttons_are_sent_and_the_customer_s_choice_has_its_id()
    {
        var chat = await ChatWith(out var customer);
        var buttons = new ReplyButtonsItem([new("Sim, confirmo", "confirma-7"), new("Outro dia")], "Entrega", "Loja Exemplo");
        var json = await SentAsync(chat, customer, Ask("Podemos entregar amanhã?") with { Buttons = buttons });

        var sent = json.GetProperty("interactive");
        Assert.Equal(("button", "Podemos entregar amanhã?"), (sent.GetProperty("type").GetString(), sent.GetProperty("body").GetProperty("text").GetString()));
        Assert.Equal(["confirma-7", "option-1"], sent.GetProperty("action").GetProperty("buttons").EnumerateArray().Select(b => b.GetProperty("reply").GetProperty("id").GetString()));

        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.ButtonReply(customer, App.Time.GetUtcNow(), "confirma-7", "Sim, confirmo")));
        using var ana = As(Ana);
        var thread = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items;
        var pressed = thread.Single(m => m.Kind is MessageKind.ButtonReply);
        Assert.Equal(("Sim, confirmo", "confirma-7"), (pressed.Text, pressed.ReplyPayload));
        var shown = thread.Single(m => m.Kind is MessageKind.Buttons).Buttons!;
        Assert.Equal(["Sim, confirmo", "Outro dia"], shown.Buttons.Select(b => b.Title));
        Assert.Equal(("Entrega", "Loja Exemplo"), (shown.Header, shown.Footer));
    }

    [Fact, KnownFailure(24)]
    public async Task A_list_is_sent_and_the_customer_s_choice_has_its_id()
    {
        var chat = await ChatWith(out var customer);
        var list = new ReplyListItem("Ver horários",
        [
            new("Manhã", [new("8h às 10h", "Portaria", "m1"), new("10h às 12h", null, "m2")]),
            new("Tarde", [new("14h às 16h")]),
        ]);
        var json = await SentAsync(chat, customer, Ask("Qual horário prefere?") with { List = list });
        var action = json.GetProperty("interactive").GetProperty("action");
        Assert.Equal("Ver horários", action.GetProperty("button").GetString());
        Assert.Equal(["m1", "m2", "option-1"], action.GetProperty("sections").EnumerateArray()
            .SelectMany(s => s.GetProperty("rows").EnumerateArray()).Select(r => r.GetProperty("id").GetString()));

        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.ListReply(customer, App.Time.GetUtcNow(), "m2", "10h às 12h")));
        using var ana = As(Ana);
        var thread = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items;
        Assert.Equal("m2", thread.Single(m => m.Kind is MessageKind.ListReply).ReplyPayload);
        Assert.Equal("Tarde", thread.Single(m => m.Kind is MessageKind.List).List!.Sections[1].Title);
    }

    public static TheoryData<SendMessageRequest, string, string> Faulty
    {
        get
        {
            var request = Ask("Escolha");
            ReplyListItem List(params ReplyListSectionItem[] sections) => new("Ver", sections);
            ReplyListRowItem[] Rows(int count) => [.. Enumerable.Range(1, count).Select(i => new ReplyListRowItem($"Linha {i}"))];
            return new()
            {
                { request with { Buttons = new([]) }, "input.required", "buttons.buttons" },
                { request with { Buttons = new([new("1"), new("2"), new("3"), new("4")]) }, "message.tooMany", "buttons.buttons" },
                { request with { Buttons = new([new("Sim"), new("Sim ")]) }, "message.sameTwice", "buttons.buttons[1].title" },
                { request with { Buttons = new([new("Sim", "x"), new("Não", "x")]) }, "message.sameTwice", "buttons.buttons[1].id" },
                { request with { Buttons = new([new(new string('x', 21))]) }, "input.tooLong", "buttons.buttons[0].title" },
                { request with { Buttons = new([new("Sim")], Header: new string('x', 61)) }, "input.tooLong", "buttons.header" },
                { request with { Buttons = new([new("Sim")], Footer: new string('x', 61)) }, "input.tooLong", "buttons.footer" },
                { request with { Text = new string('x', 1025), Buttons = new([new("Sim")]) }, "input.tooLong", "text" },
                { request with { Text = null, Buttons = new([new("Sim")]) }, "input.required", "text" },
                { request with { List = List(new ReplyListSectionItem(null, Rows(11))) }, "message.tooMany", "list.rows" },
                { request with { List = List(new("A", Rows(1)), new(null, Rows(1))) }, "input.required", "list.sections[1].title" },
                { request with { List = List(new ReplyListSectionItem(null, [new(new string('x', 25))])) }, "input.tooLong", "list.sections[0].rows[0].title" },
                { request with { List = List(new ReplyListSectionItem(null, [new("Um", new string('x', 73))])) }, "input.tooLong", "list.sections[0].rows[0].description" },
                { request with { List = List(new("A", Rows(1)), new("B", [])) }, "input.required", "list.sections[1].rows" },
                { request with { Text = null, Location = new LocationItem(91, 0, null, null) }, "input.invalid", "location.latitude" },
                { request with { Location = new LocationItem(1, 2, null, null) }, "message.noTextBeside", "text" },
                { request with { Text = null, Contacts = [] }, "input.required", "contacts" },
                { request with { Text = null, Contacts = [new("Zé", [], [], null)] }, "input.required", "contacts[0].phones" },
                { request with { Text = null, Contacts = [new("Zé", ["liga aí"], [], null)] }, "input.invalid", "contacts[0].phones[0]" },
                { request with { Buttons = new([new("Sim")]), List = List(new ReplyListSectionItem(null, Rows(1))) }, "message.severalContents", "text" },
            };
        }
    }

    [Fact]
    public async Task Content_that_WhatsApp_would_refuse_is_refused_and_the_field_is_named()
    {
        var chat = await ChatWith(out var customer);
        using var ana = As(Ana);
        foreach (var (request, code, field) in Faulty.Select(row => row.Data))
        {
            var problem = await ana.Api.SendMessageAsync(chat.Id, request, Cancel).Refused();
            Assert.Equal((400, code, field), (problem.Status, problem.Code, problem.Field));
        }
        Assert.DoesNotContain(App.Graph.Sends, c => c.Json.TryGetProperty("to", out var to) && to.GetString() == customer.Phone);
    }

    [Theory, Rule("P5")]
    [InlineData(false, "number.suspended")]
    [InlineData(true, "tenant.suspended")]
    public async Task While_the_number_or_the_tenant_is_suspended_inbound_is_shown_and_sends_are_refused_with_the_reason(bool tenant, string code)
    {
        var chat = await ChatWith(out var customer);
        await SuspendAsync(tenant, true);
        try
        {
            await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(customer, "Ainda chega?", App.Time.GetUtcNow())));
            using var ana = As(Ana);
            Assert.Contains((await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items, m => m.Text == "Ainda chega?");
            var problem = await ana.Api.SendMessageAsync(chat.Id, Ask("Não sai"), Cancel).Refused();
            Assert.Equal((409, code), (problem.Status, problem.Code));
            Assert.Contains("suspens", problem.Title, StringComparison.Ordinal);
            Assert.Equal(code, (await ana.Api.ReactAsync(chat.Message, new ReactRequest { Emoji = "👍" }, Cancel).Refused()).Code);
        }
        finally
        {
            await SuspendAsync(tenant, false);
        }
    }

    private Task SuspendAsync(bool tenant, bool isSuspended) => App.WriteAsync(Balcao.Platform.Storage.TenantScope.Of(LojaExemplo), db => tenant
        ? db.Set<Tenant>().Where(t => t.Id == LojaExemplo).ExecuteUpdateAsync(set => set.SetProperty(t => t.IsSuspended, isSuspended))
        : db.Set<Channel>().Where(n => n.Id == Balcao500.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.Status, isSuspended ? NumberStatus.Suspended : NumberStatus.Active)));
}

/// <summary>Cancelling messages that are not sent yet. It has its own app, because the number is held.</summary>
public sealed class CancellationTests(BalcaoApp app) : HttpTests(app)
{
    [Fact, Rule("C3"), KnownFailure(19)]
    public async Task A_message_that_waits_for_a_new_token_can_be_cancelled_and_its_charge_is_reversed()
    {
        var chat = await App.ChatServedBy(Ana, DonaLucia);
        App.Graph.Answer = call => GraphAnswer.Error(190, "expired", 401, 463);
        using var ana = As(Ana);
        var kept = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "fica", Text = "Esta fica" }, Cancel);
        var taken = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "volta", Text = "Esta volta" }, Cancel);
        await Waiting.Eventually(async () => (await As(Clara).Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == Balcao500.Id).SendingHold is not null, "the number is held");

        using var bruno = As(Bruno);
        Assert.Equal("chat.heldByAnother", (await bruno.Api.CancelMessageAsync(taken.Id, Cancel).Refused()).Code);
        await ana.Api.CancelMessageAsync(taken.Id, Cancel);
        var shown = (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == taken.Id);
        Assert.Equal("send.cancelled", shown.Failure!.Code);
        Assert.Equal("message.notCancellable", (await ana.Api.CancelMessageAsync(taken.Id, Cancel).Refused()).Code);
        Assert.Equal([1000L, -1000L], (await App.ReadAsync(LojaExemplo, db => db.Set<Balcao.Plans.UsageEntry>().Where(e => e.MessageId == taken.Id)
            .OrderBy(e => e.Step).Select(e => e.Credits).ToListAsync())).ConvertAll(c => c.Thousandths));

        App.Graph.Answer = null;
        await As(Otavio).Api.ReplaceAccessTokenAsync(Balcao500.Id, new ReplaceAccessTokenRequest { AccessToken = "EAAnovo" }, Cancel);
        await Waiting.Eventually(async () => (await ana.Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Single(m => m.Id == kept.Id).Wamid is not null, "the kept one left");
        Assert.DoesNotContain(App.Graph.Sends, c => c.Authorization == "Bearer EAAnovo" && c.Json.TryGetProperty("text", out var text)
            && text.GetProperty("body").GetString() == "Esta volta");
        // It was sent, so it can no longer be cancelled.
        Assert.Equal("message.notCancellable", (await ana.Api.CancelMessageAsync(kept.Id, Cancel).Refused()).Code);
    }
}

/// <summary>An agent cancels messages while the sender sends them.</summary>
public sealed class CancellationRaceTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_message_cancelled_while_it_is_being_sent_is_either_sent_or_cancelled_never_both()
    {
        using var ana = As(Ana);
        await ana.Api.GetMeAsync(Cancel);
        List<(MessageId Id, bool Cancelled)> all = [];
        for (var i = 0; i < 12; i++)
        {
            var chat = await App.ChatServedBy(Ana, new Customer("Cliente", $"55119320000{i:00}"));
            var sent = await ana.Api.SendMessageAsync(chat.Id, new SendMessageRequest { ClientKey = "k", Text = $"corrida {i}" }, Cancel);
            bool cancelled;
            try
            {
                await ana.Api.CancelMessageAsync(sent.Id, Cancel);
                cancelled = true;
            }
            catch (ProblemException e) when (e.Problem.Code is "message.notCancellable") { cancelled = false; }
            all.Add((sent.Id, cancelled));
        }
        await Waiting.Eventually(async () =>
        {
            App.Time.Advance(TimeSpan.FromMilliseconds(50));
            return await App.ReadAsync(LojaExemplo, db => db.Outbox.CountAsync(Cancel)) == 0;
        }, "all is decided");
        foreach (var (id, cancelled) in all)
        {
            var message = await App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking().SingleAsync(m => m.Id == id));
            Assert.Equal(cancelled, message.Wamid is null);
            Assert.Equal(cancelled, App.Graph.Sends.All(c => !c.Json.TryGetProperty("biz_opaque_callback_data", out var ours) || ours.GetString() != id.ToString()));
            Assert.Equal(cancelled, message.FailureCode is "send.cancelled");
        }
    }
}
