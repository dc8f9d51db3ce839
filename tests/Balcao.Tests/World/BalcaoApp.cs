using System.Security.Cryptography;
using System.Text;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Balcao.Tests.World;

/// <summary>
/// The real server with its own port and database, the data of <see cref="Cast"/>, a clock that only the test advances, and a
/// Graph API whose answers the test defines. SQLite, or PostgreSQL with <c>DESK_DB=postgres</c>.
/// One per test class: <c>sealed class TakeChatTests(BalcaoApp app) : HttpTests(app)</c>.
/// </summary>
public class BalcaoApp : IAsyncLifetime
{
    // Fixed, so that every copy of the template database can decrypt what the template's server encrypted.
    private static readonly string Key = Convert.ToBase64String(SHA256.HashData("chave de teste"u8));

    private static readonly string[] NoLimits =
    [
        nameof(Limits.RequestsPerSecond), nameof(Limits.RequestsBurst), nameof(Limits.SignInsPerMinute), nameof(Limits.SignInsBurst),
        nameof(Limits.CodesPerMinute), nameof(Limits.CodesBurst), nameof(Limits.HashesWaiting), nameof(Limits.HashesWaitingPerAddress),
    ];

    private TestDatabase? _database;
    private WebApplication? _server, _secondNode;
    private SocketsHttpHandler? _connections;

    public FakeTimeProvider Time { get; } = new(Cast.Opening);

    /// <summary>Moves the clock without firing timers: the periodic tasks of twelve hours would take half a minute.</summary>
    public void LetPass(TimeSpan time) => Time.AdjustTime(Time.GetUtcNow() + time);

    public FakeGraph Graph { get; private set; } = null!;

    /// <summary>Everything that the server logged.</summary>
    public RecordedLog Log { get; } = new();

    public Uri Url { get; private set; } = null!;

    public IServiceProvider Services => _server!.Services;

    public bool IsRunning => _server is not null;

    /// <summary>The data in the database before the first test.</summary>
    protected virtual StartingWorld StartsWith => StartingWorld.Cast;

    /// <summary>Lets a fixture change settings and services.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    public async ValueTask InitializeAsync()
    {
        Graph = await FakeGraph.StartAsync();
        _database = await TestDatabase.CreateAsync(StartsWith);
        await StartServerAsync();
    }

    private async Task StartServerAsync()
    {
        _server = Build(_database!, Time, Log, Graph.Url, Configure);
        await _server.StartAsync();
        Url = AddressOf(_server);
        _connections = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
    }

    /// <summary>This server, and on PostgreSQL a second one on the same database, which the first call starts.</summary>
    public async Task<IReadOnlyList<WebApplication>> NodesAsync()
    {
        if (!TestDatabase.IsPostgres) return [_server!];
        if (_secondNode is null)
        {
            _secondNode = Build(_database!, Time, Log, Graph.Url, Configure);
            await _secondNode.StartAsync();
        }
        return [_server!, _secondNode];
    }

    public static Uri AddressOf(WebApplication server) =>
        new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Stops the server and starts it again on the same database, at the same instant, on another port.</summary>
    public async Task RestartAsync()
    {
        await StopServerAsync();
        await StartServerAsync();
    }

    /// <summary>Advances the time while the server is stopped, because firing all its timers would take minutes.</summary>
    public async Task RestartAfterAsync(TimeSpan pause)
    {
        await StopServerAsync();
        Time.Advance(pause);
        await StartServerAsync();
    }

    /// <summary>A server on that database, not yet started.</summary>
    internal static WebApplication Build(
        TestDatabase database, TimeProvider time, ILoggerProvider log, Uri graph, Action<WebApplicationBuilder>? configure = null) =>
        // Development: scopes and constructors are validated. With its own application name the server finds its files.
        BalcaoServer.Create(["--environment=Development", "--applicationName=Balcao", $"--contentRoot={AppContext.BaseDirectory}"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(database.Settings);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Balcao:Urls"] = "http://127.0.0.1:0",
                ["Balcao:PublicUrl"] = "http://balcao.example",
                ["Balcao:Key"] = Key,
                ["Balcao:WhatsApp:GraphUrl"] = graph.ToString().TrimEnd('/'),
                ["Balcao:WhatsApp:AppSecrets:0"] = Cast.AppSecret,
                ["Balcao:WhatsApp:VerifyToken"] = Cast.VerifyToken,
            });
            // A test asks for more in a second than people do; those that are about limits set them themselves.
            builder.Configuration.AddInMemoryCollection(NoLimits.Select(name => KeyValuePair.Create($"Balcao:Limits:{name}", (string?)"10000")));
            builder.Services.AddSingleton(time);
            // A real hash takes a tenth of a second, on purpose; tests sign in thousands of times.
            builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 10);
            builder.Logging.ClearProviders().AddProvider(log);
            configure?.Invoke(builder);
        });

    private async Task StopServerAsync()
    {
        _connections?.Dispose();
        if (_server is null) return;
        // Do not wait for connections that the clients have just closed.
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_secondNode is not null) await _secondNode.DisposeAsync();
        await StopServerAsync();
        if (_database is not null) await _database.DisposeAsync();
        await Graph.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Clients

    /// <summary>A person at a screen, signed in by cookie at the client's first request.</summary>
    public HttpClient As(Member who) => Client(new SignedInAtScreen(Url, who, _connections!));

    /// <summary>A program with an API token.</summary>
    public HttpClient WithToken(string secret)
    {
        var client = Client(_connections!);
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return client;
    }

    /// <summary>Our own page without a sign-in.</summary>
    public HttpClient Anyone()
    {
        var client = Client(_connections!);
        client.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        return client;
    }

    private HttpClient Client(HttpMessageHandler handler) => new(handler, disposeHandler: false) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Creates an API token of the person, as the use case does.</summary>
    public async Task<string> TokenOfAsync(Member who, params string[] scopes)
    {
        var secret = ApiToken.NewSecret();
        var now = Time.GetUtcNow();
        await WriteAsync(who.Tenant!.Value, db => db.Add(new ApiToken
        {
            TenantId = who.Tenant.Value, Id = ApiTokenId.New(now), AgentId = who.Id, Name = "Teste",
            SecretHash = ApiToken.Hash(secret), Scopes = string.Join(' ', scopes), CreatedAt = now,
        }));
        return secret;
    }

    /// <summary>Posts a webhook, signed as Meta signs it.</summary>
    /// <param name="node">The address of another server; null: this one.</param>
    public async Task<HttpResponseMessage> PostWebhook(string json, Uri? node = null)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Cast.AppSecret), body));
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + signature);
        using var client = Client(_connections!);
        return await client.PostAsync(new Uri(node ?? Url, "/webhooks/whatsapp"), content, TestContext.Current.CancellationToken);
    }

    // Database

    /// <summary>Executes a statement as the role that owns the tables.</summary>
    public async Task AsOwnerAsync(string sql)
    {
        if (!TestDatabase.IsPostgres)
        {
            await WriteAsync(TenantScope.Everyone, db => db.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));
            return;
        }
        await using var owner = NpgsqlDataSource.Create(Services.GetRequiredService<Settings>().DatabaseOwner);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads one tenant's rows in a unit of work of its own.</summary>
    public Task<T> ReadAsync<T>(TenantId tenant, Func<BalcaoDb, Task<T>> read) => ReadAsync(TenantScope.Of(tenant), read);

    public async Task<T> ReadAsync<T>(TenantScope whose, Func<BalcaoDb, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(whose, CancellationToken.None);
        var result = await read(scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <summary>Writes one tenant's rows and commits.</summary>
    public Task WriteAsync(TenantId tenant, Action<BalcaoDb> write) => WriteAsync(TenantScope.Of(tenant), db =>
    {
        write(db);
        return Task.CompletedTask;
    });

    /// <summary>The same for an asynchronous lambda, which would otherwise be an action that is not awaited.</summary>
    public Task WriteAsync(TenantId tenant, Func<BalcaoDb, Task> write) => WriteAsync(TenantScope.Of(tenant), write);

    public async Task WriteAsync(TenantScope whose, Func<BalcaoDb, Task> write)
    {
        await using var scope = Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(whose, CancellationToken.None);
        await write(scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.CommitAsync(CancellationToken.None);
    }
}

/// <summary>The server with an empty database.</summary>
public sealed class EmptyApp : BalcaoApp
{
    protected override StartingWorld StartsWith => StartingWorld.Empty;
}
