using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Balcao.Tests.Panel;

/// <summary>From the prices in WhatsApp's statuses to a month's cost. Each test has a world of its own, because it counts all messages.</summary>
public sealed class MetaCostOfMonthTests
{
    private static readonly Customer Brazilian = new("Cliente", "5511972200001");

    private static readonly Customer German = new("Kunde", "4915112345678");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<BalcaoApp> WorldAsync()
    {
        var world = new BalcaoApp();
        await world.InitializeAsync();
        return world;
    }

    private static SaveMetaRateRequest Rate(string market, string category, decimal price, string currency = "BRL", string from = "2026-01-01") =>
        new() { Market = market, Category = category, Price = price, Currency = currency, ValidFrom = DateOnly.Parse(from, null) };

    /// <summary>A message that we booked and that WhatsApp took.</summary>
    private static async Task<MessageId> BookAsync(BalcaoApp world, PlacedChat chat, ChargeType type, string wamid, CastNumber? number = null)
    {
        var (now, on) = (world.Time.GetUtcNow(), number ?? Balcao500);
        var message = new Message
        {
            TenantId = on.Tenant, Id = MessageId.New(now), ConversationId = chat.Conversation, ChannelId = on.Id, Direction = MessageDirection.Outbound, Kind = MessageKind.Text,
            At = now, StoredAt = now, Text = "Olá", Wamid = wamid,
        };
        message.Advance(DeliveryStatus.Sent, now);
        await world.WriteAsync(on.Tenant, db => db.AddRange(message, ContractFacts.Default("America/Sao_Paulo").Charge(on.Tenant, on.Id, message.Id, type, now, now)));
        return message.Id;
    }

    private static async Task ReportAsync(BalcaoApp world, string wamid, string status, Customer to, string? type, string? category, int? errorCode = null)
    {
        var update = Webhooks.Status(wamid, status, to, world.Time.GetUtcNow(), errorCode: errorCode);
        update.Body.Remove("pricing");
        if (category is not null) update.Body["pricing"] = new JsonObject { ["pricing_model"] = "PMP", ["type"] = type, ["category"] = category };
        Assert.Equal(HttpStatusCode.OK, (await world.PostWebhook(Webhooks.From(Balcao500, update))).StatusCode);
    }

    [Fact, Rule("C10", "W6")]
    public async Task A_month_shows_counts_costs_and_differences_to_all_of_the_tenant_and_to_nobody_else()
    {
        await using var world = await WorldAsync();
        using var office = world.As(Otavio);
        await office.Api.SaveMetaRateAsync(Rate("BR", "marketing", 0.3125m), Cancel);
        await office.Api.SaveMetaRateAsync(Rate("BR", "service", 0.035m), Cancel);
        await office.Api.SaveMetaRateAsync(Rate("Germany", "marketing", 0.1365m, "EUR"), Cancel);
        var (brazilian, german) = (await world.ChatServedBy(Ana, Brazilian), await world.ChatServedBy(Ana, German));

        var sent = new List<MessageId>();
        foreach (var (type, wamid) in ((ChargeType, string)[])[(ChargeType.TemplateMarketing, "m1"), (ChargeType.TemplateMarketing, "m2"), (ChargeType.Send, "s1"), (ChargeType.Send, "s2"), (ChargeType.Send, "none"), (ChargeType.Send, "failed"), (ChargeType.Send, "under way")])
            sent.Add(await BookAsync(world, brazilian, type, wamid));
        await BookAsync(world, german, ChargeType.TemplateMarketing, "m3");
        await BookAsync(world, german, ChargeType.TemplateUtility, "u1");
        await ReportAsync(world, "m1", "delivered", Brazilian, "regular", "marketing");
        await ReportAsync(world, "m2", "read", Brazilian, "regular", "utility");
        await ReportAsync(world, "s1", "delivered", Brazilian, "regular", "service");
        await ReportAsync(world, "s2", "delivered", Brazilian, "free_entry_point", "service");
        await ReportAsync(world, "none", "delivered", Brazilian, null, null);
        await ReportAsync(world, "failed", "failed", Brazilian, "regular", "service", errorCode: 131026);
        await ReportAsync(world, "m3", "delivered", German, "regular", "marketing");
        await ReportAsync(world, "u1", "delivered", German, "regular", "utility");

        foreach (var member in (Member[])[Ana, Clara])
        {
            var cost = await world.As(member).Api.GetMetaCostAsync(Balcao500.Id, ct: Cancel);
            Assert.Equal(("2026-03", true, 2L, 2L, 3L), (cost.Month, cost.HasRates, cost.Pending, cost.UnknownRate, cost.Differences));
            Assert.Equal(
                ["marketing 2 2 0 0 BRL 0.3125, EUR 0.1365", "service 2 1 1 0 BRL 0.035", "utility 2 2 0 2 "],
                cost.Categories.Select(c => string.Create(null, $"{c.Category} {c.Count} {c.Billable} {c.Free} {c.UnknownRate} {Text(c.Costs)}")));
            Assert.Equal("BRL 0.3475, EUR 0.1365", Text(cost.Costs));
        }

        var differences = await world.As(Ana).Api.ListMetaDifferencesAsync(Balcao500.Id, "2026-03", ct: Cancel);
        Assert.Equal(
            [(sent[1], MetaDifferenceKind.Category, ChargeType.TemplateMarketing, "utility"), (sent[4], MetaDifferenceKind.NotPriced, ChargeType.Send, null), (sent[5], MetaDifferenceKind.FailedButPriced, ChargeType.Send, "service")],
            differences.Items.Select(d => (d.MessageId, d.Kind, d.Charged, d.Category)));
        Assert.All(differences.Items, difference => Assert.Equal(brazilian.Conversation, difference.ConversationId));

        using var renata = world.As(Renata);
        Assert.Equal("resource.notFound", (await renata.Api.GetMetaCostAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.ListMetaDifferencesAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Empty((await renata.Api.GetMetaCostAsync(NumeroDaOutra.Id, ct: Cancel)).Categories);
        Assert.Equal("http.401", (await world.Anyone().Api.GetMetaCostAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Equal("http.401", (await world.Anyone().Api.ListMetaDifferencesAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Equal("http.403", (await office.Api.GetMetaCostAsync(Balcao500.Id, ct: Cancel).Refused()).Code);

        static string Text(IEnumerable<MetaMoney> costs) => string.Join(", ", costs.Select(sum => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{sum.Currency} {sum.Amount:0.######}")));
    }

    [Fact, Rule("C10")]
    public async Task Differences_come_page_by_page_and_each_once()
    {
        await using var world = await WorldAsync();
        var chat = await world.ChatServedBy(Ana, Brazilian);
        var sent = new List<MessageId>();
        for (var i = 0; i < 7; i++)
        {
            if (i is 4) world.LetPass(TimeSpan.FromDays(1));
            sent.Add(await BookAsync(world, chat, ChargeType.TemplateMarketing, $"m{i}"));
            await ReportAsync(world, $"m{i}", "delivered", Brazilian, "regular", i is 2 ? "marketing" : "utility");
        }
        using var ana = world.As(Ana);
        var (found, cursor) = (new List<MessageId>(), (string?)null);
        do
        {
            var answer = await ana.GetStringAsync($"/api/numbers/{Balcao500.Id}/meta-cost/differences?limit=2&cursor={cursor}", Cancel);
            var page = System.Text.Json.JsonSerializer.Deserialize(answer, ContractJson.Default.PageMetaDifference)!;
            Assert.InRange(page.Items.Count, 1, 2);
            found.AddRange(page.Items.Select(item => item.MessageId));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(sent.Except([sent[2]]), found);
        Assert.Equal("input.cursorInvalid", (await ana.Api.ListMetaDifferencesAsync(Balcao500.Id, cursor: "x", ct: Cancel).Refused()).Code);
        Assert.Equal("month.invalid", (await ana.Api.ListMetaDifferencesAsync(Balcao500.Id, "26-3", ct: Cancel).Refused()).Code);
        Assert.Equal("month.withoutContract", (await ana.Api.GetMetaCostAsync(Balcao500.Id, "2025-01", Cancel).Refused()).Code);
    }

    [Fact, Rule("C10")]
    public async Task Operators_see_what_was_sold_what_it_costs_and_the_margin_if_both_are_of_one_currency()
    {
        await using var world = await WorldAsync();
        using var office = world.As(Otavio);
        await office.Api.SaveMetaRateAsync(Rate("BR", "marketing", 0.3125m), Cancel);
        var plan = await office.Api.CreatePlanAsync(new() { Name = "Plano", CreditsPerMonth = 100, MonthlyFee = 100, ExtraCreditCost = 1 }, Cancel);
        await office.Api.SetPlanFromMonthAsync(Balcao500.Id, new() { FromMonth = "2026-03", PlanId = plan.Id }, Cancel);
        var chat = await world.ChatServedBy(Ana, Brazilian);
        await BookAsync(world, chat, ChargeType.TemplateMarketing, "m1");
        await ReportAsync(world, "m1", "delivered", Brazilian, "regular", "marketing");

        var mine = await MineAsync();
        Assert.Equal((100m, "BRL", 99.6875m), (mine.Sold, mine.Currency, mine.Margin));
        Assert.Equal([("BRL", 0.3125m)], mine.Costs.Select(sum => (sum.Currency, sum.Amount)));
        await office.Api.SaveMetaRateAsync(Rate("BR", "marketing", 0.0625m, "USD"), Cancel);
        Assert.Null((await MineAsync()).Margin);
        await BookAsync(world, chat, ChargeType.TemplateUtility, "u1");
        await ReportAsync(world, "u1", "delivered", Brazilian, "regular", "utility");
        Assert.Equal((null, 1L), ((await MineAsync()).Margin, (await MineAsync()).UnknownRate));

        Assert.Equal(3, (await office.Api.ListMetaCostOfAllAsync(ct: Cancel)).Items.Count);
        Assert.Equal("month.invalid", (await office.Api.ListMetaCostOfAllAsync("x", Cancel).Refused()).Code);
        Assert.Equal("http.403", (await world.As(Clara).Api.ListMetaCostOfAllAsync(ct: Cancel).Refused()).Code);
        Assert.Equal("http.401", (await world.Anyone().Api.ListMetaCostOfAllAsync(ct: Cancel).Refused()).Code);

        async Task<NumberMetaCost> MineAsync() => (await office.Api.ListMetaCostOfAllAsync("2026-03", Cancel)).Items.Single(number => number.NumberId == Balcao500.Id);
    }

    [Fact, Rule("C10")]
    public async Task A_month_is_read_by_the_ledger_s_index_and_the_keys_of_its_messages()
    {
        await using var world = await WorldAsync();
        var sql = await Queries.OfAsync(() => world.As(Ana).Api.GetMetaCostAsync(Balcao500.Id, ct: Cancel));
        Assert.Single(sql, command => command.Contains("usage_entries", StringComparison.Ordinal));
        // PostgreSQL chooses its plan by the sizes of the tables, which are empty here.
        if (!await world.ReadAsync(LojaExemplo, db => Task.FromResult(db.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal)))) return;

        var plan = await world.ReadAsync(TenantScope.Everyone, async db =>
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql.Single(text => text.Contains("usage_entries", StringComparison.Ordinal));
            foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(command.CommandText, "@[A-Za-z_0-9]+"))
            {
                if (command.Parameters.Contains(name.Value)) continue;
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name.Value, 1);
                command.Parameters.Add(parameter);
            }
            var lines = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(Cancel);
            while (await reader.ReadAsync(Cancel)) lines.Add(reader.GetString(3));
            return lines;
        });
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.Contains(plan, line => line.Contains("ix_usage_entries_tenant_id_channel_id_day", StringComparison.Ordinal));
    }
}
