using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Panel;

/// <summary>
/// A month with some thousands of messages, from its start until after its end, on three numbers of two tenants twelve hours apart. What
/// the panel shows and what is frozen is compared with <see cref="OwnCount"/>, which knows only what the test posted and sent.
/// </summary>
public sealed class MonthTests : IAsyncLifetime
{
    private const string March = "2026-03", April = "2026-04";

    private const int Regulars = 30, SendsAtOnce = 3;

    private static readonly TimeSpan SaoPaulo = TimeSpan.FromHours(-3), Tokyo = TimeSpan.FromHours(9);

    private readonly BalcaoApp _world = new();
    private readonly List<string> _posted = [];
    private readonly ConcurrentDictionary<string, string> _wamids = new();
    private readonly List<Counted> _numbers = [];
    private int _customers;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _world.Time.GetUtcNow();

    private BalcaoApi Operator => _world.As(Otavio).Api;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Graph.Answer = call =>
        {
            if (!call.IsSend || !call.Json.TryGetProperty("biz_opaque_callback_data", out var ours)) return null;
            var wamid = _wamids[ours.GetString()!] = FakeGraph.NewWamid();
            return GraphAnswer.Json($$"""{"messaging_product":"whatsapp","contacts":[{"input":"{{call.To}}","wa_id":"{{call.To}}"}],"messages":[{"id":"{{wamid}}"}]}""");
        };
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact, Rule("C3", "C4", "C6", "C8")]
    public async Task A_month_agrees_with_the_senders_own_count()
    {
        OwnPlan small = new("BRL", 2, Credits: 150, Fee: 99.995m, ExtraCost: 0.0375m, Receive: 0.125m, Send: 1.333m), large = small with { Credits = 40, Fee = 250, Receive = 0.25m, Send = 2 };
        OwnPlan yen = new("JPY", 0, Credits: 20.5m, Fee: 4_900, ExtraCost: 3.5m, Receive: 1, Send: 0.005m), dearer = yen with { Credits = 0, Receive = 1.001m };
        var (first, second) = (await PlanAsync("Março", small), await PlanAsync("Abril", large));
        var (firstYen, secondYen) = (await PlanAsync("Sakura", yen), await PlanAsync("Sakura 2", dearer));
        await Operator.SetPlanFromMonthAsync(Balcao500.Id, new() { FromMonth = March, PlanId = first.Id }, Cancel);
        await Operator.SetPlanFromMonthAsync(Balcao500.Id, new() { FromMonth = April, PlanId = second.Id }, Cancel);
        _numbers.Add(new(Balcao500, Ana, NewCustomers(Regulars), new OwnCount(SaoPaulo, Plans(small, large))));
        var (inTokyo, rosa) = await OpenInTokyoAsync(firstYen.Id);
        await Operator.SetPlanFromMonthAsync(inTokyo.Id, new() { FromMonth = April, PlanId = secondYen.Id }, Cancel);
        _numbers.Add(new(inTokyo, rosa, NewCustomers(Regulars), new OwnCount(Tokyo, Plans(yen, dearer))));

        At("2026-03-05 12:00:00");
        var early = await TrafficAsync();
        await TakenByWhatsAppAsync();
        await StatusesAsync(early, "sent", "delivered", "read"); // after it was read, a failure on another device costs nothing back
        await StatusesAsync(early[..2], "failed");
        var failing = await TrafficAsync();
        await TakenByWhatsAppAsync();
        await StatusesAsync(failing, "failed");
        foreach (var sent in failing) sent.Number.Own.Failed(Now, sent.Price);
        await StatusesAsync(failing[..3], "delivered"); // delivered all the same
        foreach (var sent in failing[..3]) sent.Number.Own.ChargedAgain(Now, sent.Price);
        foreach (var sent in failing[3..6]) await ResendAsync(sent);
        await TakenByWhatsAppAsync();

        At("2026-03-16 12:00:00");
        var released = await ReleaseAsync(LojaExemplo, "602", first.Id);
        await _world.As(Clara).Api.LinkGroupAsync(released.Id, new() { GroupId = Atendimento }, Cancel);
        _numbers.Add(new(released, Ana, NewCustomers(Regulars), new OwnCount(SaoPaulo, Plans(small, small))));
        await TrafficAsync();
        await TakenByWhatsAppAsync();

        At("2026-03-29 12:00:00");
        var undelivered = await TrafficAsync();
        await TakenByWhatsAppAsync();
        await StatusesAsync(undelivered, "sent");
        At("2026-03-31 14:59:59"); // Tokyo's last second of the month
        await TrafficAsync();
        At("2026-03-31 15:00:00");
        await TrafficAsync();
        At("2026-04-01 02:59:59"); // São Paulo's
        await TrafficAsync();
        At("2026-04-01 03:00:00");
        await TrafficAsync();

        At("2026-04-01 12:00:00");
        await TakenByWhatsAppAsync();
        await StatusesAsync(undelivered, "failed");
        foreach (var sent in undelivered) sent.Number.Own.Failed(Now, sent.Price);
        foreach (var number in _numbers) await TextsAsync(number, NewCustomers(20), writtenAt: Now - TimeSpan.FromHours(22)); // in March by WhatsApp's clock, in April by ours
        await FreezeAsync();
        await Operator.SavePlanAsync(first.Id, large.ToRequest("Março") with { Version = first.Version }, Cancel);
        await AssertAgreesAsync();

        var before = await EverythingAsync();
        foreach (var post in _posted) await PostOnceAsync(post);
        await FreezeAsync();
        Assert.Equal(before, await EverythingAsync());
        await AssertAgreesAsync();
    }

    /// <param name="Regulars">Customers who write again and again.</param>
    private sealed record Counted(CastNumber Number, Member Agent, IReadOnlyList<Customer> Regulars, OwnCount Own);

    private sealed record Sent(Counted Number, Customer To, ChatId Chat, MessageId Id, decimal Price);

    private static Dictionary<string, OwnPlan> Plans(OwnPlan march, OwnPlan april) => new() { [March] = march, [April] = april };

    private void At(string utc) => _world.LetPass(DateTimeOffset.ParseExact(utc, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - Now);

    private Task FreezeAsync() => _world.Services.GetRequiredService<FreezeMonths>().RunAsync(Cancel);

    // The operator

    private Task<PlanItem> PlanAsync(string name, OwnPlan plan) => Operator.CreatePlanAsync(plan.ToRequest(name), Cancel);

    private async Task<(CastNumber Number, Member Administrator)> OpenInTokyoAsync(PlanId plan)
    {
        var email = "rosa@padaria.example";
        var created = await Operator.CreateTenantAsync(new() { Name = "Padaria", TimeZone = "Asia/Tokyo", AdministratorName = "Rosa", AdministratorEmail = email }, Cancel);
        await _world.Anyone().Api.ChoosePasswordAsync(new() { Code = created.PasswordLink.Split("code=")[1], Password = Cast.Password }, Cancel);
        Member rosa = new("Rosa", email, Role.Administrator, created.Tenant.Id, created.Administrator.Id.Value);
        var number = await ReleaseAsync(created.Tenant.Id, "601", plan);
        var group = await _world.As(rosa).Api.CreateChatGroupAsync(new() { Name = "Balcão", Members = [new() { AgentId = rosa.Id }] }, Cancel);
        await _world.As(rosa).Api.LinkGroupAsync(number.Id, new() { GroupId = group.Id }, Cancel);
        return (number, rosa);
    }

    private async Task<CastNumber> ReleaseAsync(TenantId tenant, string end, PlanId plan)
    {
        var waba = $"700800{end}";
        var number = await Operator.ReleaseNumberAsync(new()
        {
            TenantId = tenant, Phone = $"+551140000{end}", PhoneNumberId = $"600600600600{end}", WabaId = waba, AccessToken = "EAAtoken", PlanId = plan,
        }, Cancel);
        return new CastNumber(number.Id, tenant, $"600600600600{end}", waba, number.Display);
    }

    // Traffic

    /// <summary>Each number receives two texts of its regulars, and its agent answers some new customers.</summary>
    /// <returns>What was sent, of all numbers.</returns>
    private async Task<List<Sent>> TrafficAsync()
    {
        var sent = new List<Sent>();
        foreach (var number in _numbers)
        {
            for (var i = 0; i < 2; i++) await TextsAsync(number, number.Regulars);
            var customers = NewCustomers(SendsAtOnce);
            await TextsAsync(number, customers);
            sent.AddRange(await SendsAsync(number, customers));
        }
        return sent;
    }

    private IReadOnlyList<Customer> NewCustomers(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Customer("Cliente", $"55119{81_000_000 + _customers++}"))];

    /// <summary>One post with a text of each; one is in it twice, and a reaction costs nothing.</summary>
    private async Task TextsAsync(Counted number, IReadOnlyList<Customer> customers, DateTimeOffset? writtenAt = null)
    {
        var texts = customers.Select(customer => Webhooks.Text(customer, "Bom dia", writtenAt ?? Now)).ToList();
        foreach (var _ in texts) number.Own.Received(Now);
        await PostAsync(Webhooks.BatchFrom(number.Number, [.. texts, texts[0], Webhooks.Reaction(customers[0], Now, texts[0].Wamid, "👍")]));
    }

    private async Task<IReadOnlyList<Sent>> SendsAsync(Counted number, IReadOnlyList<Customer> customers)
    {
        var phones = customers.Select(customer => customer.WaId).ToList();
        var chats = await _world.ReadAsync(number.Number.Tenant, db => (
            from chat in db.Chats
            join conversation in db.Set<Conversation>() on chat.ConversationId equals conversation.Id
            join contact in db.Set<Contact>() on conversation.ContactId equals contact.Id
            where phones.Contains(contact.Phone!)
            select new { contact.Phone, chat.Id }).ToDictionaryAsync(found => found.Phone!, found => found.Id, Cancel));
        using var agent = _world.As(number.Agent);
        var sent = new List<Sent>();
        foreach (var customer in customers)
        {
            var chat = chats[customer.WaId];
            await agent.Api.TakeChatAsync(chat, Cancel);
            var message = await agent.Api.SendMessageAsync(chat, new() { ClientKey = Uuid7.New(Now).ToString(), Text = "Pois não?" }, Cancel);
            sent.Add(new(number, customer, chat, message.Id, number.Own.Sent(Now)));
        }
        return sent;
    }

    private async Task ResendAsync(Sent sent)
    {
        using var agent = _world.As(sent.Number.Agent);
        // Nobody is at a screen, so the chat may have returned to those waiting.
        if (await _world.ReadAsync(sent.Number.Number.Tenant, db => db.Chats.AnyAsync(c => c.Id == sent.Chat && c.Status == ChatStatus.Waiting, Cancel))) await agent.Api.TakeChatAsync(sent.Chat, Cancel);
        await agent.Api.ResendAsync(sent.Id, Cancel);
        sent.Number.Own.ChargedAgain(Now, sent.Price);
    }

    private Task TakenByWhatsAppAsync() => Waiting.Eventually(async () =>
    {
        _world.Time.Advance(TimeSpan.FromMilliseconds(50));
        return !await _world.ReadAsync(TenantScope.Everyone, db => db.Set<Message>().IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .AnyAsync(m => m.Direction == MessageDirection.Outbound && m.Wamid == null, Cancel));
    }, "WhatsApp took all messages");

    private async Task StatusesAsync(IEnumerable<Sent> messages, params string[] statuses)
    {
        foreach (var of in messages.GroupBy(sent => sent.Number))
            foreach (var status in statuses)
                await PostAsync(Webhooks.BatchFrom(of.Key.Number, [.. of.Select(sent =>
                    Webhooks.Status(_wamids[sent.Id.ToString()], status, sent.To, Now, errorCode: status == "failed" ? 131026 : null))]));
    }

    /// <summary>WhatsApp delivers each post twice.</summary>
    private async Task PostAsync(string json)
    {
        _posted.Add(json);
        await PostOnceAsync(json);
        await PostOnceAsync(json);
    }

    private async Task PostOnceAsync(string json)
    {
        using var answer = await _world.PostWebhook(json);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    // What the server says

    private async Task AssertAgreesAsync()
    {
        foreach (var (number, agent, _, own) in _numbers)
        {
            using var reader = _world.As(agent);
            foreach (var month in (string[])[March, April])
            {
                var panel = (await reader.Api.GetNumberPanelAsync(number.Id, month, Cancel)).Consumption;
                Assert.Equal((month, own.Month(month)), (month, Figures(panel)));
                Assert.Equal(month == March, panel.IsFinal);
                var row = (await reader.Api.ListConsumptionAsync(month, Cancel)).Items.Single(item => item.NumberId == number.Id);
                Assert.Equal(own.Month(month), Figures(row.Consumption));
                Assert.Equal(own.Statement(month), OwnCount.LinesOf(await reader.GetStringAsync(BalcaoApi.StatementFileUrl(number.Id, month), Cancel)));
            }
            var frozen = await _world.ReadAsync(number.Tenant, db => db.Statements.AsNoTracking().SingleAsync(s => s.ChannelId == number.Id && s.Month == 202603, Cancel));
            Assert.Equal(own.Month(March), Figures(frozen.Figures));
        }
        Assert.All((await _world.As(Renata).Api.ListConsumptionAsync(March, Cancel)).Items, item => Assert.Equal((NumeroDaOutra.Id, 0m), (item.NumberId, item.Consumption.Used)));
        using var report = new StringWriter();
        Assert.Equal(0, (await new CheckTotals(_world.Services.GetRequiredService<UnitsOfWork>()).RunAsync(report, Cancel)).Differences);

        static (long, long, decimal, decimal, decimal, decimal) Figures(Consumption month) => (month.Sent, month.Received, month.Used, month.Extra, month.ExtraCost, month.Total);
    }

    /// <summary>Every line of the ledger, every total and every statement.</summary>
    private Task<string> EverythingAsync() => _world.ReadAsync(TenantScope.Everyone, async db => JsonSerializer.Serialize(new
    {
        Lines = await db.UsageEntries.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().OrderBy(e => e.MessageId).ThenBy(e => e.Step).ToListAsync(Cancel),
        Totals = await db.DayTotals.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().OrderBy(t => t.ChannelId).ThenBy(t => t.Day).ThenBy(t => t.Name).ToListAsync(Cancel),
        Statements = await db.Statements.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().OrderBy(s => s.ChannelId).ThenBy(s => s.Month).ToListAsync(Cancel),
    }));
}
