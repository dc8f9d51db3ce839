using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Agents;

/// <summary>Hashing passwords is slow on purpose, and nobody else waits for it.</summary>
[Finding("S2")]
public sealed class PasswordWorkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_done_a_few_at_a_time_on_threads_that_serve_nothing_else()
    {
        using var work = new PasswordWork(new Limits { Hashes = 2 });
        using var gate = new ManualResetEventSlim();
        var (running, most, onPool) = (0, 0, 0);
        var tasks = Enumerable.Range(0, 8).Select(i => work.TryRunAsync(From($"203.0.113.{i}"), () =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref onPool);
            gate.Wait(Cancel);
            Interlocked.Decrement(ref running);
            return "hash";
        }, Cancel)).ToList();

        await Eventually(() => Volatile.Read(ref running) == 2);
        gate.Set();

        Assert.All(await Task.WhenAll(tasks), result => Assert.Equal("hash", result));
        Assert.Equal((2, 0), (most, onPool));
    }

    [Fact]
    public async Task More_than_may_wait_are_turned_away_at_once()
    {
        using var work = new PasswordWork(new Limits { Hashes = 1, HashesWaiting = 3, HashesWaitingPerAddress = 3 });
        using var gate = new ManualResetEventSlim();
        var tasks = Enumerable.Range(0, 4).Select(i => HashAsync(work, $"203.0.113.{i}", gate)).ToList();

        Assert.Null(await HashAsync(work, "203.0.113.9", gate));

        gate.Set();
        Assert.All(await Task.WhenAll(tasks), Assert.NotNull);
        Assert.NotNull(await HashAsync(work, "203.0.113.9", gate));
    }

    [Fact]
    public async Task One_address_takes_no_more_than_its_share_of_the_queue()
    {
        using var work = new PasswordWork(new Limits { Hashes = 1, HashesWaiting = 10, HashesWaitingPerAddress = 4 });
        using var gate = new ManualResetEventSlim();
        var done = new ConcurrentQueue<string>();
        var many = Enumerable.Range(0, 5).Select(_ => HashAsync(work, "203.0.113.1", gate, done)).ToList();

        Assert.Null(await HashAsync(work, "203.0.113.1", gate, done));
        var other = HashAsync(work, "203.0.113.2", gate, done);

        gate.Set();
        await Task.WhenAll([.. many, other]);
        // It waited for the one that ran, not for the four behind it.
        Assert.Equal("203.0.113.2", done.ElementAt(1));
    }

    [Fact]
    public async Task While_nonsense_is_tried_others_are_served_and_webhooks_stored()
    {
        await using var app = new GatedApp();
        await app.InitializeAsync();
        using var ana = app.As(Ana);
        await ana.Api.GetMeAsync(Cancel);
        app.Hasher.Gate.Reset();
        try
        {
            var guesses = Enumerable.Range(0, 40).Select(i => app.Anyone().PostAsJsonAsync(
                "/api/session", new SignInRequest { Email = $"nada{i}@loja.example", Password = "palavra errada" }, ContractJson.Default.SignInRequest, Cancel)).ToList();
            // One is at work, some wait, the others are turned away.
            while (guesses.Count > GatedApp.Waiting + 1)
            {
                var first = await Task.WhenAny(guesses);
                guesses.Remove(first);
                var answer = await first.ShouldBe(HttpStatusCode.TooManyRequests);
                Assert.Equal("session.busy", await answer.ProblemCode());
                Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            }

            Assert.Equal(Ana.Name, (await ana.Api.GetMeAsync(Cancel)).Name);
            Assert.Equal(HttpStatusCode.OK, (await app.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(DonaLucia, "Bom dia", app.Time.GetUtcNow())))).StatusCode);

            app.Hasher.Gate.Set();
            foreach (var guess in guesses) await guess.ShouldBe(HttpStatusCode.Unauthorized);
        }
        finally
        {
            app.Hasher.Gate.Set();
        }
    }

    private static Task<string?> HashAsync(PasswordWork work, string address, ManualResetEventSlim gate, ConcurrentQueue<string>? done = null) =>
        work.TryRunAsync(From(address), () =>
        {
            gate.Wait(Cancel);
            done?.Enqueue(address);
            return address;
        }, Cancel);

    private static DefaultHttpContext From(string address) => new() { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
    }

    private sealed class GatedApp : BalcaoApp
    {
        public const int Waiting = 6;

        public GatedHasher Hasher { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration[$"Balcao:Limits:{nameof(Limits.Hashes)}"] = "1";
            builder.Configuration[$"Balcao:Limits:{nameof(Limits.HashesWaitingPerAddress)}"] = Waiting.ToString(null, null);
            builder.Services.AddSingleton<IPasswordHasher<Person>>(Hasher);
        }
    }

    /// <summary>Hashes nothing while its gate is closed.</summary>
    private sealed class GatedHasher : IPasswordHasher<Person>
    {
        private readonly PasswordHasher<Person> _real = new();

        public ManualResetEventSlim Gate { get; } = new(true);

        public string HashPassword(Person user, string password) => _real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
        {
            Gate.Wait();
            return _real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
