using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Balcao.Tests.Panel;

/// <summary>The command that compares totals with lines and statements with totals. Each test has a world of its own, because it changes them by hand.</summary>
public sealed class CheckTotalsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Three messages to Balcao500 and two to NumeroDaOutra on 2 March, and the statements of January and February of three contracts.</summary>
    private static async Task<BalcaoApp> WorldAsync()
    {
        var world = new BalcaoApp();
        await world.InitializeAsync();
        foreach (var (number, count) in ((CastNumber, int)[])[(Balcao500, 3), (NumeroDaOutra, 2)])
            await world.PostWebhook(Webhooks.BatchFrom(number, [.. Enumerable.Range(0, count).Select(i => Webhooks.Text(new Customer("Cliente", $"551197220000{i}"), "Oi", world.Time.GetUtcNow()))]));
        await FreezeAsync(world);
        return world;
    }

    private static Task FreezeAsync(BalcaoApp world) => world.Services.GetRequiredService<FreezeMonths>().RunAsync(Cancel);

    private static async Task<(TotalsCheck Check, string[] Lines)> CheckAsync(BalcaoApp world)
    {
        using var report = new StringWriter();
        var check = await new CheckTotals(world.Services.GetRequiredService<UnitsOfWork>()).RunAsync(report, Cancel);
        return (check, report.ToString().Split(report.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static IQueryable<DayTotal> TotalsOf500(BalcaoDb db) => db.DayTotals.Where(t => t.ChannelId == Balcao500.Id);

    [Fact, Rule("C3", "C8")]
    public async Task After_traffic_and_a_frozen_month_nothing_differs()
    {
        await using var world = await WorldAsync();
        world.LetPass(TimeSpan.FromDays(31));
        await FreezeAsync(world);

        var (check, lines) = await CheckAsync(world);

        Assert.Equal(new TotalsCheck(9, 2, 9, 0), check);
        Assert.Equal(["9 months of numbers, 2 totals, 9 statements: 0 differences"], lines);
    }

    [Fact, Rule("C3")]
    public async Task A_total_that_was_changed_by_hand_is_named_with_both_figures()
    {
        await using var world = await WorldAsync();
        await world.WriteAsync(LojaExemplo, db => TotalsOf500(db).ExecuteUpdateAsync(set => set.SetProperty(t => t.Count, 4L).SetProperty(t => t.Amount, 2_500L), Cancel));

        var (check, lines) = await CheckAsync(world);

        Assert.Equal(1, check.Differences);
        Assert.Equal($"tenant {LojaExemplo} number {Balcao500.Id} day 2026-03-02 Receive: total 4 for 2.5 credits; lines 3 for 3 credits", lines[0]);
        Assert.Equal("8 months of numbers, 2 totals, 6 statements: 1 differences", lines[1]);
    }

    [Fact, Rule("C3")]
    public async Task A_missing_total_and_one_without_lines_are_named()
    {
        await using var world = await WorldAsync();
        await world.WriteAsync(LojaExemplo, db => TotalsOf500(db).ExecuteDeleteAsync(Cancel));
        await world.WriteAsync(OutraEmpresa, db => db.Add(new DayTotal { TenantId = OutraEmpresa, ChannelId = NumeroDaOutra.Id, Day = 20260303, Name = "Send", Count = 1, Amount = 1_000 }));

        var (check, lines) = await CheckAsync(world);

        Assert.Equal(2, check.Differences);
        Assert.Contains($"tenant {LojaExemplo} number {Balcao500.Id} day 2026-03-02 Receive: total missing; lines 3 for 3 credits", lines);
        Assert.Contains($"tenant {OutraEmpresa} number {NumeroDaOutra.Id} day 2026-03-03 Send: total 1 for 1 credits; lines missing", lines);
    }

    [Fact, Rule("C6", "C8")]
    public async Task A_statement_that_is_not_its_month_s_totals_is_named_with_both_figures()
    {
        await using var world = await WorldAsync();
        world.LetPass(TimeSpan.FromDays(31));
        await FreezeAsync(world);
        var march = await world.ReadAsync(LojaExemplo, db => db.Statements.AsNoTracking().SingleAsync(s => s.ChannelId == Balcao500.Id && s.Month == 202603, Cancel));
        var changed = march.Figures with { Used = 3.5m, Total = 7.25m };
        await world.WriteAsync(LojaExemplo, db => db.Statements.Where(s => s.ChannelId == Balcao500.Id && s.Month == 202603).ExecuteUpdateAsync(set => set.SetProperty(s => s.Figures, changed), Cancel));

        var (check, lines) = await CheckAsync(world);

        Assert.Equal(2, check.Differences);
        Assert.Equal(
            [
                $"tenant {LojaExemplo} number {Balcao500.Id} month 2026-03 used: statement 3.5; totals 3",
                $"tenant {LojaExemplo} number {Balcao500.Id} month 2026-03 total: statement 7.25; totals 0",
            ],
            lines[..^1]);
    }

    [Fact]
    public async Task The_command_ends_with_0_without_differences_with_1_if_there_are_some_and_with_2_if_it_cannot_compare()
    {
        await using var database = await TestDatabase.CreateAsync(StartingWorld.Cast);
        string[] settings = ["--applicationName=Balcao", $"--contentRoot={AppContext.BaseDirectory}", .. database.Settings.Select(setting => $"--{setting.Key}={setting.Value}")];

        var (none, summary, _) = await CommandAsync(settings);
        Assert.Equal(0, none);
        Assert.EndsWith(": 0 differences", summary, StringComparison.Ordinal);

        await using (var server = BalcaoApp.Build(database, TimeProvider.System, NullLoggerProvider.Instance, new Uri("http://127.0.0.1:9")))
            await server.Services.GetRequiredService<UnitsOfWork>().WriteAsync(TenantScope.Of(LojaExemplo), open =>
            {
                open.Db.Add(new DayTotal { TenantId = LojaExemplo, ChannelId = Balcao500.Id, Day = 20260302, Name = "Receive", Count = 1, Amount = 1_000 });
                return Task.CompletedTask;
            }, Cancel);
        var (code, report, _) = await CommandAsync(settings);
        Assert.Equal((1, 2), (code, report.Split('\n').Length));

        var (failed, nothing, reason) = await CommandAsync([.. settings, "--Balcao:JournalDays=abc"]);
        Assert.Equal((2, ""), (failed, nothing));
        Assert.StartsWith("Balcao__JournalDays", reason, StringComparison.Ordinal);

        static async Task<(int Code, string Report, string Errors)> CommandAsync(string[] args)
        {
            using StringWriter report = new(), errors = new();
            var code = await BalcaoServer.CheckTotalsAsync(args, report, errors);
            return (code, report.ToString().Trim(), errors.ToString().Trim());
        }
    }
}
