using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Balcao.Bench;

/// <summary>A number of the benchmark's world.</summary>
internal sealed record BenchNumber(TenantId Tenant, ChannelId Id, string PhoneNumberId, string WabaId, string Display);

/// <summary>
/// A separate database with two tenants and ten numbers, and a group and an administrator for each tenant, as traffic
/// requires. Migrated and filled by the server's own code.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string AppSecret = "bench-app-secret";

    public const string AdministratorsToken = "bench-administrator-token";

    public const string AdministratorsEmail = "clara@loja1.example", AdministratorsPassword = "uma frase bem comprida";

    private static readonly string Key = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData("bench"u8));

    private readonly Dictionary<string, string?> _settings;

    private World(Dictionary<string, string?> settings, string folder) => (_settings, Folder) = (settings, folder);

    /// <summary>SQLite's file and media.</summary>
    public string Folder { get; }

    public bool IsPostgres => _settings.ContainsKey("Balcao:Database");

    /// <summary>A connection string of the server's own role, to which row-level security applies.</summary>
    public string Database => _settings["Balcao:Database"]!;

    /// <summary>A connection string of the role that owns the tables.</summary>
    public string OwnersDatabase => _settings["Balcao:DatabaseOwner"]!;

    public IReadOnlyList<BenchNumber> Numbers { get; private set; } = [];

    public IEnumerable<KeyValuePair<string, string?>> Environment =>
        _settings.Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    /// <param name="engine"><c>sqlite</c> or <c>postgres</c>; the latter needs the cluster that <c>dev/bench</c> starts.</param>
    /// <param name="name">Part of the database's name.</param>
    /// <param name="saying">What the groups say to customers.</param>
    public static async Task<World> CreateAsync(string engine, string name, Saying saying = Saying.Nothing)
    {
        var world = await EmptyAsync(engine, name);
        await world.FillAsync(saying);
        return world;
    }

    /// <summary>A database without tables, as at a new installation.</summary>
    public static async Task<World> EmptyAsync(string engine, string name)
    {
        var folder = Directory.CreateTempSubdirectory("balcao-bench-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["Balcao:DataFolder"] = folder,
            ["Balcao:Key"] = Key,
            ["Balcao:WhatsApp:AppSecrets:0"] = AppSecret,
            ["Balcao:WhatsApp:VerifyToken"] = "bench-verify-token",
            ["Balcao:WhatsApp:GraphUrl"] = "http://127.0.0.1:9", // nobody answers there: nothing is sent in a run
            // A few callers stand for many.
            ["Balcao:Limits:RequestsPerSecond"] = "1000000",
            ["Balcao:Limits:RequestsBurst"] = "1000000",
        };
        if (engine == "postgres")
        {
            var database = $"bench_{name}_{System.Environment.ProcessId}";
            await using (var source = NpgsqlDataSource.Create(Connection("OWNER")))
            await using (var create = source.CreateCommand($"CREATE DATABASE \"{database}\"")) await create.ExecuteNonQueryAsync();
            settings["Balcao:Database"] = new NpgsqlConnectionStringBuilder(Connection("APP")) { Database = database }.ConnectionString;
            settings["Balcao:DatabaseOwner"] = new NpgsqlConnectionStringBuilder(Connection("OWNER")) { Database = database }.ConnectionString;
        }
        return new World(settings, folder);
    }

    private static string Connection(string role) => System.Environment.GetEnvironmentVariable($"BALCAO_TEST_POSTGRES_{role}")
        ?? throw new InvalidOperationException("PostgreSQL is started by dev/bench.");

    /// <summary>The server for this world, not started. Its services fill the tables.</summary>
    /// <param name="url">Where it listens, should it be started.</param>
    public WebApplication InProcess(string? url = null) => BalcaoServer.Create(["--applicationName=Balcao", $"--contentRoot={AppContext.BaseDirectory}"], builder =>
    {
        builder.Configuration.AddInMemoryCollection(_settings);
        if (url is not null) builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Balcao:Urls", (string?)url)]);
        // The server logs to standard output, where only the report belongs.
        builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            filters.Rules.Clear();
            filters.MinLevel = LogLevel.None;
        });
    });

    /// <summary>
    /// Does what PostgreSQL does by itself within its first minutes: collects statistics for the planner, and runs a
    /// checkpoint, after which it reuses WAL files instead of creating new ones.
    /// </summary>
    public async Task SettleAsync()
    {
        if (!IsPostgres) return;
        await using var source = NpgsqlDataSource.Create(OwnersDatabase);
        await using var analyze = source.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync();
        await using var checkpoint = source.CreateCommand("CHECKPOINT");
        await checkpoint.ExecuteNonQueryAsync();
    }

    private async Task FillAsync(Saying saying)
    {
        await using var server = InProcess();
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        await server.Services.GetRequiredService<StorageEngine>().MigrateAsync(db, CancellationToken.None);
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        // Made before the transaction, which would keep it waiting.
        new ProtectionKeys(server.Services.GetRequiredService<IKeyManager>()).EnsureFresh();
        var token = server.Services.GetRequiredService<AccessTokens>().Protect("bench-access-token");
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await work.BeginWriteAsync(TenantScope.Everyone, CancellationToken.None);
        var numbers = new List<BenchNumber>();
        foreach (var t in Enumerable.Range(0, 2))
        {
            var tenant = new Tenant { Id = TenantId.New(now), Name = $"Loja {t + 1}", TimeZone = "America/Sao_Paulo", CreatedAt = now };
            var agent = AgentId.New(now);
            db.Add(tenant);
            var clara = Person.OfTenant(tenant.Id, agent, $"clara@loja{t + 1}.example");
            clara.ChangePassword(new PasswordHasher<Person>().HashPassword(clara, AdministratorsPassword));
            db.Add(clara);
            db.Add(new Agent { TenantId = tenant.Id, Id = agent, Name = "Clara", Role = Role.Administrator, CreatedAt = now });
            await db.SaveChangesAsync();
            var group = new ChatGroup { TenantId = tenant.Id, Id = ChatGroupId.New(now), Name = "Atendimento", DisplayName = "Atendimento" };
            if (saying is not Saying.Nothing) GroupTexts.Set(group);
            db.Add(group);
            db.Add(new ApiToken
            {
                TenantId = tenant.Id, Id = ApiTokenId.New(now), AgentId = agent, Name = "Bench", CreatedAt = now,
                SecretHash = ApiToken.Hash($"{AdministratorsToken}-{t}"), Scopes = string.Join(' ', Permission.OfTenants),
            });
            foreach (var n in Enumerable.Range(0, 5))
            {
                var number = new BenchNumber(tenant.Id, ChannelId.New(now), $"10020030040{t}{n}", $"70080090{t}", $"+55 11 4000-{t}{n:000}");
                numbers.Add(number);
                var released = new Number
                {
                    TenantId = tenant.Id, Id = number.Id, PhoneNumberId = number.PhoneNumberId, WabaId = number.WabaId,
                    ProtectedAccessToken = token, ReleasedAt = now,
                };
                db.AddRange(released.NewChannel(number.Display), released);
                ContractChanges.Begin(db, tenant.Id, number.Id, "America/Sao_Paulo", DateOnly.FromDateTime(now.UtcDateTime), plan: null);
                db.Add(new NumberLink { TenantId = tenant.Id, ChannelId = number.Id, GroupId = group.Id });
                if (saying is not Saying.Nothing) db.AddRange(GroupTexts.HoursOf(saying, number, now));
            }
            await db.SaveChangesAsync();
            if (saying is Saying.Nothing) continue;
            db.AddRange(GroupTexts.Online(group, agent, now));
            await db.SaveChangesAsync();
        }
        await work.CommitAsync(CancellationToken.None);
        Numbers = numbers;
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
