using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Platform;

public sealed class JobsWorkerTests(JobsWorkerTests.World world) : IClassFixture<JobsWorkerTests.World>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Finding("S11")]
    public async Task Files_of_one_tenant_that_do_not_end_stop_neither_another_s_files_nor_other_jobs()
    {
        var endless = world.Files.Hold(LojaExemplo);
        var last = await world.AddAsync(LojaExemplo, SlowFiles.OfKind, JobPool.Files.Places + 1);
        await Eventually(() => endless.Begun == JobPool.Files.Places / 2, "one tenant fills half of the pool");

        var others = await world.AddAsync(OutraEmpresa, SlowFiles.OfKind);
        var own = await world.AddAsync(LojaExemplo, Quick.OfKind);

        await Eventually(async () => await world.IsDoneAsync(OutraEmpresa, others) && await world.IsDoneAsync(LojaExemplo, own), "both are done");
        Assert.Equal(JobPool.Files.Places / 2, endless.Begun);
        endless.End();
        await Eventually(async () => await world.IsDoneAsync(LojaExemplo, last), "the last one found a place");
    }

    [Fact]
    public async Task The_longest_due_job_of_all_tenants_runs_first_and_a_job_that_is_not_due_waits()
    {
        var now = world.Time.GetUtcNow();
        await world.WriteAsync(TenantScope.Everyone, db =>
        {
            db.AddRange(
                NewJob(LojaExemplo, OneByOne.OfKind, now.AddMinutes(-1)), NewJob(OutraEmpresa, OneByOne.OfKind, now.AddMinutes(-3)),
                NewJob(LojaExemplo, OneByOne.OfKind, now.AddMinutes(-2)), NewJob(OutraEmpresa, OneByOne.OfKind, now.AddMinutes(1)));
            return Task.CompletedTask;
        });
        world.Ring();

        await Eventually(() => world.OneByOne.Order.Count == 3);
        Assert.Equal([now.AddMinutes(-3), now.AddMinutes(-2), now.AddMinutes(-1)], world.OneByOne.Order);
    }

    [Fact]
    public async Task A_job_that_two_nodes_claim_goes_to_one_of_them()
    {
        var now = world.Time.GetUtcNow();
        var engine = world.Services.GetRequiredService<StorageEngine>();
        await world.WriteAsync(LojaExemplo, db => db.AddRange(NewJob(LojaExemplo, "nobody's", now.AddMinutes(-2)), NewJob(LojaExemplo, "nobody's", now.AddMinutes(-1))));

        async Task<IReadOnlyList<Job>> ClaimAsync(Func<Task> meanwhile)
        {
            IReadOnlyList<Job> claimed = [];
            await world.WriteAsync(TenantScope.Of(LojaExemplo), async db =>
            {
                claimed = await engine.DueJob(db, LojaExemplo, "nobody's", now).ToListAsync(Cancel);
                foreach (var job in claimed) job.ClaimedUntil = now.AddMinutes(2);
                await meanwhile();
            });
            return claimed;
        }

        // SQLite has one writer: the second claim comes after the first.
        IReadOnlyList<Job> second = [];
        var first = await ClaimAsync(async () => second = TestDatabase.IsPostgres ? await ClaimAsync(() => Task.CompletedTask) : []);
        if (!TestDatabase.IsPostgres) second = await ClaimAsync(() => Task.CompletedTask);

        Assert.Equal(now.AddMinutes(-2), Assert.Single(first).DueAt);
        Assert.Equal(now.AddMinutes(-1), Assert.Single(second).DueAt);
        Assert.Empty(await ClaimAsync(() => Task.CompletedTask));
        Assert.Empty(await world.ReadAsync(TenantScope.Everyone, db => StorageEngine.LongestDueJobs(db, now, ["nobody's"]).ToListAsync(Cancel)));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(3, 3, true)]
    [InlineData(4, 4, false)]
    [InlineData(0, 7, true)]
    [InlineData(1, 7, false)]
    [InlineData(0, 8, false)]
    public void A_tenant_may_start_a_job_while_it_has_fewer_running_than_there_are_free_places(int ofTenant, int ofAll, bool hasPlace) =>
        Assert.Equal(hasPlace, new JobPool("test", 8).HasPlaceFor(ofTenant, ofAll));

    private static Job NewJob(TenantId tenant, string kind, DateTimeOffset dueAt) =>
        new() { TenantId = tenant, Id = Uuid7.New(dueAt), Kind = kind, SubjectId = Uuid7.New(dueAt), DueAt = dueAt };

    /// <summary>The server with additional kinds of jobs for these tests.</summary>
    public sealed class World : BalcaoApp
    {
        internal SlowFiles Files { get; } = new();

        internal OneByOne OneByOne { get; } = new();

        protected override void Configure(WebApplicationBuilder builder) =>
            builder.Services.AddSingleton<IJobHandler>(Files).AddSingleton<IJobHandler>(new Quick()).AddSingleton<IJobHandler>(OneByOne);

        public void Ring() => Services.GetRequiredService<JobsBell>().Ring();

        /// <returns>The id of the last job.</returns>
        public async Task<Guid> AddAsync(TenantId tenant, string kind, int count = 1)
        {
            var jobs = Enumerable.Range(0, count).Select(_ => NewJob(tenant, kind, Time.GetUtcNow())).ToList();
            await WriteAsync(tenant, db => db.AddRange(jobs));
            Ring();
            return jobs[^1].Id;
        }

        public async Task<bool> IsDoneAsync(TenantId tenant, Guid id) => !await ReadAsync(tenant, db => db.Jobs.AnyAsync(j => j.Id == id, Cancel));
    }

    internal sealed class SlowFiles : IJobHandler
    {
        public const string OfKind = "test.files";

        private Held? _held;

        public string Kind => OfKind;

        public JobPool Pool => JobPool.Files;

        /// <summary>Jobs of the tenant that begin from now on end only after <see cref="Held.End"/> is called.</summary>
        public Held Hold(TenantId tenant) => _held = new Held(tenant);

        public async Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
        {
            if (_held is { } held && held.Tenant == job.TenantId) await held.WaitAsync(ct);
            return JobOutcome.Done;
        }
    }

    internal sealed class Held(TenantId tenant)
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public TenantId Tenant => tenant;

        public int Begun => Volatile.Read(ref _begun);

        public void End() => _end.SetResult();

        public Task WaitAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref _begun);
            return _end.Task.WaitAsync(ct);
        }
    }

    internal sealed class Quick : IJobHandler
    {
        public const string OfKind = "test.quick";

        public string Kind => OfKind;

        public Task<JobOutcome> HandleAsync(Job job, CancellationToken ct) => Task.FromResult(JobOutcome.Done);
    }

    internal sealed class OneByOne : IJobHandler
    {
        public const string OfKind = "test.oneByOne";

        public ConcurrentQueue<DateTimeOffset> Order { get; } = new();

        public string Kind => OfKind;

        public JobPool Pool { get; } = new("test", 1);

        public Task<JobOutcome> HandleAsync(Job job, CancellationToken ct)
        {
            Order.Enqueue(job.DueAt);
            return Task.FromResult(JobOutcome.Done);
        }
    }
}
