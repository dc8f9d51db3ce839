using System.Net;
using System.Net.Sockets;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Balcao.Platform.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Tests.Platform;

/// <summary>The server is started before its database is there.</summary>
public sealed class AbsentDatabaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider _time = new(Cast.Opening);

    [Fact, Finding("O3")]
    public async Task It_waits_is_alive_and_not_ready_and_starts_once_the_database_answers()
    {
        await using var database = await TestDatabase.CreateAsync(StartingWorld.Cast);
        using var log = new RecordedLog();
        var url = FreeAddress();
        await using var server = Build(database, url, log);
        using var http = new HttpClient { BaseAddress = url };

        var starting = server.StartAsync(Cancel);
        await Eventually(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return await StatusAsync("/health/live") is HttpStatusCode.OK;
        }, "it says that it is alive");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/ready"));
        using (var refused = await http.GetAsync("/api/me", Cancel))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage.unavailable"), (refused.StatusCode, await refused.ProblemCode()));
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("nosniff", Assert.Single(refused.Headers.GetValues("X-Content-Type-Options")));
        }
        Assert.False(starting.IsCompleted);

        Engine(server).IsDown = false;
        await Eventually(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(starting.IsCompleted);
        }, "it starts");
        await starting;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/me"));
        // One line at the beginning and one at the end, however often it was tried.
        Assert.Single(log.Lines, line => line.Text.StartsWith("The database does not answer", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Text.StartsWith("The database answers", StringComparison.Ordinal));
        await server.StopAsync(Cancel);

        async Task<HttpStatusCode?> StatusAsync(string path)
        {
            try
            {
                using var answer = await http.GetAsync(path, Cancel);
                return answer.StatusCode;
            }
            catch (HttpRequestException) { return null; }
        }
    }

    [Fact, Finding("O3")]
    public async Task Told_to_stop_while_it_waits_it_stops()
    {
        await using var database = await TestDatabase.CreateAsync(StartingWorld.Empty);
        await using var server = Build(database, FreeAddress(), NullLoggerProvider.Instance);
        using var stop = new CancellationTokenSource();

        var preparing = server.PrepareStorageAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
    }

    [Fact, OnPostgres, Finding("O3")]
    public async Task A_PostgreSQL_that_nobody_answers_for_is_away_and_one_that_refuses_is_named()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "It is about PostgreSQL.");
        await using var database = await TestDatabase.CreateAsync(StartingWorld.Empty);
        var there = new Npgsql.NpgsqlConnectionStringBuilder(database.Settings["Balcao:Database"]);
        string With(Action<Npgsql.NpgsqlConnectionStringBuilder> change)
        {
            var changed = new Npgsql.NpgsqlConnectionStringBuilder(there.ConnectionString);
            change(changed);
            return changed.ConnectionString;
        }

        await using var away = new PostgresEngine(new Settings { Database = With(c => c.Port = FreeAddress().Port) }, NullLogger<PostgresEngine>.Instance);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => away.FindUnknownMigrationAsync(Cancel));
        Assert.True(away.IsTransient(failure));
        Assert.Null(away.RefusalOf(failure));

        foreach (var (setting, value) in new[]
        {
            ("Balcao:Database", With(c => c.Password = "another")),
            ("Balcao:DatabaseOwner", With(c => c.Database = "nowhere")),
        })
        {
            await using var server = BalcaoApp.Build(database, _time, NullLoggerProvider.Instance, new Uri("http://127.0.0.1:9"), builder => builder.Configuration[setting] = value);
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => server.PrepareStorageAsync(Cancel));
            Assert.StartsWith(setting.Replace(":", "__", StringComparison.Ordinal) + ": the database refuses", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A server at that address, whose database is away.</summary>
    private WebApplication Build(TestDatabase database, Uri url, ILoggerProvider log) => BalcaoApp.Build(database, _time, log, new Uri("http://127.0.0.1:9"), builder =>
    {
        builder.Configuration["Balcao:Urls"] = url.ToString().TrimEnd('/');
        var settings = SettingsReader.Read<Settings>(builder.Configuration);
        builder.Services.AddSingleton<StorageEngine>(services => new FaultyEngine(settings.IsPostgres
            ? new PostgresEngine(settings, services.GetRequiredService<ILogger<PostgresEngine>>())
            : new SqliteEngine(settings)) { IsDown = true });
    });

    private static FaultyEngine Engine(WebApplication server) => (FaultyEngine)server.Services.GetRequiredService<StorageEngine>();

    /// <summary>An address at which nobody listens.</summary>
    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
