using System.Net;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Panel;

/// <summary>What the panel shows of a number, from the ledger to the frozen statement. Each test has a world of its own, because it counts all messages.</summary>
public sealed class PanelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<BalcaoApp> WorldAsync()
    {
        var world = new BalcaoApp();
        await world.InitializeAsync();
        return world;
    }

    private static async Task ReceiveAsync(BalcaoApp world, int count, CastNumber? number = null)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(HttpStatusCode.OK, (await world.PostWebhook(Webhooks.From(number ?? Balcao500, Webhooks.Text(new Customer("Cliente", $"55119722{i:00000}"), "Oi", world.Time.GetUtcNow())))).StatusCode);
    }

    private static async Task<PlanItem> PlanAsync(BalcaoApp world, string from, decimal credits = 10, decimal send = 1, CastNumber? number = null)
    {
        var plan = await world.As(Otavio).Api.CreatePlanAsync(new()
        {
            Name = $"Plano {from} {credits}", CreditsPerMonth = credits, MonthlyFee = 100, ExtraCreditCost = 0.5m, Tariff = [new(ChargeType.Receive, 0.5m), new(ChargeType.Send, send)],
        }, Cancel);
        await world.As(Otavio).Api.SetPlanFromMonthAsync((number ?? Balcao500).Id, new() { FromMonth = from, PlanId = plan.Id }, Cancel);
        return plan;
    }

    private static async Task<MessageItem> SendAsync(BalcaoApp world, PlacedChat chat, string text)
    {
        using var ana = world.As(Ana);
        return await ana.Api.SendMessageAsync(chat.Id, new() { ClientKey = Uuid7.New(world.Time.GetUtcNow()).ToString(), Text = text }, Cancel);
    }

    [Fact, Rule("W1", "W2", "W4", "P2")]
    public async Task The_panel_shows_contract_plan_and_consumption_to_all_of_the_tenant_and_to_nobody_else()
    {
        await using var world = await WorldAsync();
        await PlanAsync(world, "2026-03");
        await ReceiveAsync(world, 3);
        var chat = await world.ChatServedBy(Ana, new Customer("Cliente", "5511972299999"));
        await SendAsync(world, chat, "Um");
        await SendAsync(world, chat, "Dois");

        foreach (var member in (Member[])[Ana, Clara])
        {
            var panel = await world.As(member).Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel);
            Assert.Equal((Balcao500.Display, ContractStatus.Active, "2026-03", "America/Sao_Paulo"), (panel.Number.Display, panel.Status, panel.Month, panel.TimeZone));
            Assert.Equal([("2026-03", true), ("2026-02", false), ("2026-01", false)], panel.Months.Select(m => (m.Month, m.IsInProgress)));
            Assert.Equal((10m, 100m, 0.5m), (panel.Plan.CreditsPerMonth, panel.Plan.MonthlyFee, panel.Plan.ExtraCreditCost));
            Assert.Equal((2, 3, 0, 3.5m, 0m, 100m), (panel.Consumption.Sent, panel.Consumption.Received, panel.Consumption.Templates, panel.Consumption.Used, panel.Consumption.Extra, panel.Consumption.Total));
            Assert.StartsWith("https://wa.me/55", panel.OptInUrl, StringComparison.Ordinal);
            Assert.Equal([("2026-03-02", 5)], (await world.As(member).Api.ListConsumptionDaysAsync(Balcao500.Id, ct: Cancel)).Items.Select(d => (d.Day.ToString("O", null), (int)d.Charges.Sum(c => c.Count))));
            Assert.Equal([Balcao500.Id, Balcao501.Id], (await world.As(member).Api.ListConsumptionAsync(ct: Cancel)).Items.Select(n => n.NumberId));
        }

        using var renata = world.As(Renata);
        Assert.Equal("resource.notFound", (await renata.Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.ListConsumptionDaysAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        Assert.Equal([NumeroDaOutra.Id], (await renata.Api.ListConsumptionAsync(ct: Cancel)).Items.Select(n => n.NumberId));
        Assert.Equal(HttpStatusCode.NotFound, (await renata.GetAsync(BalcaoApi.StatementFileUrl(Balcao500.Id, "2026-03"), Cancel)).StatusCode);
        Assert.Equal("http.401", (await world.Anyone().Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel).Refused()).Code);
        var all = (await world.As(Otavio).Api.ListConsumptionOfAllAsync(ct: Cancel)).Items;
        Assert.Equal([(3.5m, "Loja Exemplo"), (0m, "Loja Exemplo"), (0m, "Outra Empresa")], all.Select(n => (n.Consumption.Used, n.Tenant!.Name)));
    }

    [Theory, Rule("W1")]
    [InlineData("2025-12", "month.withoutContract")]
    [InlineData("2026-04", "month.withoutContract")]
    [InlineData("26-3", "month.invalid")]
    public async Task A_month_without_a_contract_is_refused(string month, string code)
    {
        await using var world = await WorldAsync();
        Assert.Equal(code, (await world.As(Ana).Api.GetNumberPanelAsync(Balcao500.Id, month, Cancel).Refused()).Code);
    }

    [Fact, Rule("C3", "C4", "C6", "C8", "C9")]
    public async Task A_failure_of_last_month_s_message_counts_in_its_own_month_and_the_frozen_month_stays()
    {
        await using var world = await WorldAsync();
        await PlanAsync(world, "2026-03", credits: 1, send: 2);
        await PlanAsync(world, "2026-04", credits: 1, send: 5);
        var customer = new Customer("Cliente", "5511972288888");
        var chat = await world.ChatServedBy(Ana, customer);
        var sent = await SendAsync(world, chat, "Em março");
        await Waiting.Eventually(async () =>
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await Stored(world, sent.Id)).Wamid is not null;
        }, "WhatsApp took it");

        world.LetPass(TimeSpan.FromDays(31));
        await world.Services.GetRequiredService<FreezeMonths>().RunAsync(Cancel);
        var march = await world.As(Ana).Api.GetNumberPanelAsync(Balcao500.Id, "2026-03", Cancel);
        Assert.True(march.Consumption.IsFinal);
        Assert.Equal((1, 2m, 1m, 100.5m), (march.Consumption.Sent, march.Consumption.Used, march.Consumption.Extra, march.Consumption.Total));

        var failed = Webhooks.Status((await Stored(world, sent.Id)).Wamid!, "failed", customer, world.Time.GetUtcNow(), errorCode: 131026);
        for (var i = 0; i < 3; i++) await world.PostWebhook(Webhooks.From(Balcao500, failed)); // repeated: nothing more happens
        await world.Services.GetRequiredService<FreezeMonths>().RunAsync(Cancel);

        Assert.Equal(march.Consumption.Charges, (await world.As(Ana).Api.GetNumberPanelAsync(Balcao500.Id, "2026-03", Cancel)).Consumption.Charges);
        var april = (await world.As(Ana).Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel)).Consumption;
        Assert.Equal((-1, -2m, 0m, 100m), (april.Sent, april.Used, april.Extra, april.Total));
        await AssertTotalsAreTheLinesAsync(world);
    }

    [Fact, Rule("C9", "P5", "A8")]
    public async Task At_the_cap_sends_are_refused_with_the_reason_and_what_comes_in_is_stored_and_charged()
    {
        await using var world = await WorldAsync();
        await PlanAsync(world, "2026-03", credits: 1);
        var contract = await world.As(Otavio).Api.GetContractAsync(Balcao500.Id, Cancel);
        contract = await world.As(Otavio).Api.ChangeContractAsync(Balcao500.Id, new() { IsSuspended = false, Cap = 1.5m, Version = contract.Version }, Cancel);
        Assert.Equal(1.5m, contract.Cap);
        var chat = await world.ChatServedBy(Ana, new Customer("Cliente", "5511972277777"));
        await SendAsync(world, chat, "Cabe");
        await SendAsync(world, chat, "Passa do limite, porque ainda não estava atingido");

        var refused = await SendAsync(world, chat, "Não cabe").Refused();
        Assert.Equal("credits.capReached", refused.Code);
        Assert.Contains("1,5", refused.Title, StringComparison.Ordinal);
        await ReceiveAsync(world, 2);
        var panel = await world.As(Ana).Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel);
        Assert.Equal((2, 2, 3m, (decimal?)1.5m), (panel.Consumption.Sent, panel.Consumption.Received, panel.Consumption.Used, panel.Consumption.Cap));

        await world.As(Otavio).Api.ChangeContractAsync(Balcao500.Id, new() { IsSuspended = false, Cap = null, Version = contract.Version }, Cancel);
        await SendAsync(world, chat, "Sem limite");
        await AssertTotalsAreTheLinesAsync(world);
    }

    [Fact, Rule("P5")]
    public async Task While_a_contract_is_suspended_nothing_is_sent_and_what_comes_in_is_shown()
    {
        await using var world = await WorldAsync();
        var contract = await world.As(Otavio).Api.GetContractAsync(Balcao500.Id, Cancel);
        var chat = await world.ChatServedBy(Ana, new Customer("Cliente", "5511972266666"));
        await world.As(Otavio).Api.ChangeContractAsync(Balcao500.Id, new() { IsSuspended = true, Version = contract.Version }, Cancel);

        Assert.Equal("contract.suspended", (await SendAsync(world, chat, "Não sai").Refused()).Code);
        await ReceiveAsync(world, 1);
        var panel = await world.As(Clara).Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel);
        Assert.Equal((ContractStatus.Suspended, 1, 0), (panel.Status, panel.Consumption.Received, panel.Consumption.Sent));
        Assert.Equal("request.changedMeanwhile", (await world.As(Otavio).Api.ChangeContractAsync(Balcao500.Id, new() { IsSuspended = false, Version = contract.Version }, Cancel).Refused()).Code);
    }

    [Fact, Rule("C9", "W1")]
    public async Task After_its_end_a_contract_charges_nothing_and_the_panel_ends_with_its_last_month()
    {
        await using var world = await WorldAsync();
        await world.As(Otavio).Api.CancelContractAsync(Balcao500.Id, new() { FromMonth = "2026-04" }, Cancel);
        var chat = await world.ChatServedBy(Ana, new Customer("Cliente", "5511972255555"));
        world.LetPass(TimeSpan.FromDays(40));

        await ReceiveAsync(world, 2);
        Assert.Equal("contract.cancelled", (await SendAsync(world, chat, "Não sai").Refused()).Code);
        var panel = await world.As(Clara).Api.GetNumberPanelAsync(Balcao500.Id, ct: Cancel);
        Assert.Equal((ContractStatus.Cancelled, "2026-03", "2026-03"), (panel.Status, panel.Month, panel.Months[0].Month));
        Assert.Equal([0L, 0L], await world.ReadAsync(LojaExemplo, db => db.UsageEntries.Where(e => e.ChannelId == Balcao500.Id).Select(e => e.Credits.Thousandths).ToListAsync(Cancel)));
    }

    [Fact, Rule("W5")]
    public async Task The_statement_is_a_file_of_days_types_and_sums()
    {
        await using var world = await WorldAsync();
        await PlanAsync(world, "2026-03", credits: 1);
        await ReceiveAsync(world, 4);

        var lines = (await world.As(Ana).GetStringAsync(BalcaoApi.StatementFileUrl(Balcao500.Id, "2026-03"), Cancel)).Trim('\uFEFF').Split("\r\n");
        Assert.Contains("day;2026-03-02;receive;4;;2;;", Normalized(lines));
        Assert.Contains("extra;;;;0,5;1;0,5;BRL", Normalized(lines));
        Assert.Contains("total;;;;;;100,5;BRL", Normalized(lines));
        Assert.Contains(Normalized((await world.As(Ana).GetStringAsync(BalcaoApi.ConsumptionFileUrl("2026-03"), Cancel)).Split("\r\n")), line => line.StartsWith(Balcao500.Display, StringComparison.Ordinal) || line.StartsWith("'" + Balcao500.Display, StringComparison.Ordinal));

        // 2 and 2.0 and 2.000 are one number.
        static string[] Normalized(string[] lines) => [.. lines.Select(line => string.Join(';', line.Split(line.Contains(';', StringComparison.Ordinal) ? ';' : ',').Select(Number)))];

        static string Number(string cell) => cell.Trim('"') is var bare && (bare.Contains(',', StringComparison.Ordinal) || bare.Contains('.', StringComparison.Ordinal)) ? bare.Replace('.', ',').TrimEnd('0').TrimEnd(',') : cell.Trim('"');
    }

    [Fact, Rule("C3")]
    public async Task Totals_are_the_sums_of_the_lines_after_traffic_on_two_numbers_at_once()
    {
        await using var world = await WorldAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ReceiveAsync(world, 6, i % 2 == 0 ? Balcao500 : NumeroDaOutra)));

        await AssertTotalsAreTheLinesAsync(world);
    }

    private static Task<Balcao.Conversations.Message> Stored(BalcaoApp world, MessageId id) =>
        world.ReadAsync(LojaExemplo, db => db.Set<Balcao.Conversations.Message>().AsNoTracking().SingleAsync(m => m.Id == id, Cancel));

    private static Task<bool> AssertTotalsAreTheLinesAsync(BalcaoApp world) => world.ReadAsync(TenantScope.Everyone, async db =>
    {
        var lines = (await db.UsageEntries.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().ToListAsync(Cancel))
            .GroupBy(line => (line.TenantId, line.ChannelId, line.Day, Name: line.ChargeType.ToString()))
            .Select(group => (group.Key, Count: (long)group.Sum(line => line.IsCharge ? 1 : -1), Amount: group.Sum(line => line.Credits.Thousandths)));
        var totals = (await db.DayTotals.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking().ToListAsync(Cancel))
            .Select(total => (Key: (total.TenantId, total.ChannelId, total.Day, total.Name), total.Count, total.Amount));
        Assert.Equal(lines.OrderBy(sum => sum.ToString()), totals.OrderBy(sum => sum.ToString()));
        Assert.NotEmpty(totals);
        return true;
    });
}
