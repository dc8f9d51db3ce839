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
/// The real server on a port and a database of its own, with the <see cref="Cast"/> in it, a clock that stands still
/// until a test moves it, and a Graph API that answers what the test says. SQLite, or PostgreSQL with <c>DESK_DB=postgres</c>.
/// One for a test class: <c>sealed class TakeChatTests(BalcaoApp app) : DoorTests(app)</c>.
/// </summary>
public class BalcaoApp : IAsyncLifetime
{
    // Fixed, so that what the template's server wrapped opens in every copy of its database.
    private static readonly string Key = Convert.ToBase64String(SHA256.HashData("chave de teste"u8));

    private TestDatabase? _database;
    private WebApplication? _server;
    private SocketsHttpHandler? _connections;

    public FakeTimeProvider Time { get; } = new(Cast.Opening);

    /// <summary>Lets hours pass in which no timer fires: twelve hours of periodic tasks take half a minute to run.</summary>
    public void LetPass(TimeSpan time) => Time.AdjustTime(Time.GetUtcNow() + time);

    public FakeGraph Graph { get; private set; } = null!;

    /// <summary>What the server logged, content and all.</summary>
    public RecordedLog Log { get; } = new();

    public Uri Url { get; private set; } = null!;

    public IServiceProvider Services => _server!.Services;

    /// <summary>What is in the database before the first test: the cast, unless a world says otherwise.</summary>
    protected virtual StartingWorld StartsWith => StartingWorld.Cast;

    /// <summary>Last word of a fixture on settings and services.</summary>
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
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Url = new Uri(address);
        _connections = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
    }

    /// <summary>Stops the server and starts it again on the same database, at the same instant, on another port.</summary>
    public async Task RestartAsync()
    {
        await StopServerAsync();
        await StartServerAsync();
    }

    /// <summary>Days pass while the server is stopped: all its timers, each as often as it would have fired, take minutes.</summary>
    public async Task RestartAfterAsync(TimeSpan pause)
    {
        await StopServerAsync();
        Time.Advance(pause);
        await StartServerAsync();
    }

    /// <summary>A server on that database, not yet started.</summary>
    internal static WebApplication Build(
        TestDatabase database, TimeProvider time, ILoggerProvider log, Uri graph, Action<WebApplicationBuilder>? configure = null) =>
        // Development: scopes and constructors are checked. The server's own name: its files are found beside it.
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
        // Nobody waits for connections that the clients have just dropped.
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _server.StopAsync(atOnce.Token);
        await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        if (_database is not null) await _database.DisposeAsync();
        await Graph.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Who knocks

    /// <summary>At a screen: signed in by cookie at the first request, afresh for each client.</summary>
    public HttpClient As(Member who) => Client(new SignedInAtScreen(Url, who, _connections!));

    /// <summary>A program with an API token.</summary>
    public HttpClient WithToken(string secret)
    {
        var client = Client(_connections!);
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return client;
    }

    /// <summary>Our own page before anybody signed in.</summary>
    public HttpClient Anyone()
    {
        var client = Client(_connections!);
        client.DefaultRequestHeaders.Add("Origin", Url.GetLeftPart(UriPartial.Authority));
        return client;
    }

    private HttpClient Client(HttpMessageHandler handler) => new(handler, disposeHandler: false) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>An API token of that person, stored as the use case stores it.</summary>
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

    /// <summary>WhatsApp posts a webhook, signed as Meta signs it.</summary>
    public async Task<HttpResponseMessage> PostWebhook(string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Cast.AppSecret), body));
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + signature);
        using var client = Client(_connections!);
        return await client.PostAsync("/webhooks/whatsapp", content, TestContext.Current.CancellationToken);
    }

    // What is in the database

    /// <summary>A statement as the role that owns the tables.</summary>
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

    /// <summary>The same for what is awaited. Without it such a lambda would be an action that nobody waits for.</summary>
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

/// <summary>The server before anybody was there.</summary>
public sealed class EmptyApp : BalcaoApp
{
    protected override StartingWorld StartsWith => StartingWorld.Empty;
}
