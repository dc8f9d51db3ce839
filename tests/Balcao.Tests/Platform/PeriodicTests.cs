using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Tests.Platform;

public sealed class PeriodicTests(FaultyApp app) : IClassFixture<FaultyApp>
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider _time = new(Opening);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pass_that_throws_does_not_stop_the_next_and_is_logged_only_by_its_type()
    {
        var task = new Counted((pass, _) => pass == 1 ? throw new InvalidDataException("Bom dia, Dona Lúcia") : Task.CompletedTask);
        using var worker = Worker(task, lease: null, app.Engine);
        await worker.StartAsync(Cancel);
        await Eventually(() => app.Log.Lines.Any(line => line.Text.Contains(nameof(InvalidDataException), StringComparison.Ordinal)));

        _time.Advance(Every);
        await Eventually(() => task.Begun == 2);
        await worker.StopAsync(Cancel);

        Assert.DoesNotContain(app.Log.Lines, line => line.ToString().Contains("Lúcia", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_lease_cancels_the_pass_and_it_starts_again_with_a_new_one()
    {
        var task = new Counted((pass, ct) => pass == 1 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask);
        using var worker = Worker(task, "lost", app.Engine);
        await worker.StartAsync(Cancel);
        await Eventually(() => task.Begun == 1);

        await app.Engine.LoseLeasesAsync();

        await Eventually(() => task.Begun == 2, "the clock stands still: the lease was taken anew at once");
        await worker.StopAsync(Cancel);
    }

    [Fact]
    public async Task If_two_nodes_share_a_lease_one_runs_and_the_other_takes_over_when_it_stops()
    {
        // On PostgreSQL a second engine acts as a second node. SQLite has one process, whose two workers compete in the same way.
        var others = TestDatabase.IsPostgres
            ? new FaultyEngine(new PostgresEngine(app.Services.GetRequiredService<Settings>(), app.Services.GetRequiredService<ILogger<PostgresEngine>>()))
            : app.Engine;
        var first = new Counted((_, ct) => Task.Delay(Timeout.Infinite, ct));
        var second = new Counted((_, _) => Task.CompletedTask);
        using var one = Worker(first, "shared", app.Engine);
        using var two = Worker(second, "shared", others);
        var refused = others.RefusedLeases;

        await one.StartAsync(Cancel);
        await Eventually(() => first.Begun == 1);
        await two.StartAsync(Cancel);
        await Eventually(() => others.RefusedLeases > refused);
        Assert.Equal(0, second.Begun);

        await one.StopAsync(Cancel);
        _time.Advance(Every);
        await Eventually(() => second.Begun == 1);
        Assert.Equal(1, first.Begun);
        await two.StopAsync(Cancel);
        if (TestDatabase.IsPostgres) await others.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_during_a_pass_logs_no_failure()
    {
        var task = new Counted((_, ct) => Task.Delay(Timeout.Infinite, ct));
        using var worker = Worker(task, "stopped", app.Engine);
        await worker.StartAsync(Cancel);
        await Eventually(() => task.Begun == 1);

        await worker.StopAsync(Cancel);

        Assert.True(worker.ExecuteTask!.IsCompletedSuccessfully);
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains(nameof(TaskCanceledException), StringComparison.Ordinal));
    }

    private PeriodicWorker<Counted> Worker(Counted task, string? lease, StorageEngine engine) =>
        new(task, Every, lease, engine, _time, app.Services.GetRequiredService<ILogger<Counted>>());

    internal sealed class Counted(Func<int, CancellationToken, Task> pass) : IPeriodicTask
    {
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public Task RunAsync(CancellationToken ct) => pass(Interlocked.Increment(ref _begun), ct);
    }
}
