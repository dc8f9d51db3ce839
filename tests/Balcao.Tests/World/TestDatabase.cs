using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Balcao.Tests.World;

public enum StartingWorld { Empty, Cast }

/// <summary>
/// A database for one server. Migrating and seeding happen once per run and world, in a template that is copied:
/// SQLite's file, PostgreSQL's <c>CREATE DATABASE … TEMPLATE</c>.
/// </summary>
public abstract class TestDatabase : IAsyncDisposable
{
    private static readonly Dictionary<StartingWorld, Lazy<Task<TestDatabase>>> Templates =
        Enum.GetValues<StartingWorld>().ToDictionary(world => world, world => new Lazy<Task<TestDatabase>>(() => MakeTemplateAsync(world)));

    /// <summary>The name of the trait that says which databases a test needs.</summary>
    public const string Trait = "Database";

    public static bool IsPostgres => Environment.GetEnvironmentVariable("DESK_DB") == "postgres";

    /// <summary>The settings with which a server uses it.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public static async Task<TestDatabase> CreateAsync(StartingWorld world)
    {
        if (TestContext.Current.TestClass?.Traits.GetValueOrDefault(Trait)?.Contains(WithoutDatabaseAttribute.Value) is true)
            throw new InvalidOperationException($"{TestContext.Current.TestClass?.TestClassName} is marked as one that needs no database.");
        return await (await Templates[world].Value).CopyAsync();
    }

    private static async Task<TestDatabase> MakeTemplateAsync(StartingWorld world)
    {
        TestDatabase template = IsPostgres ? await PostgresTestDatabase.CreateAsync(template: null) : SqliteTestDatabase.Create();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await using (var server = BalcaoApp.Build(template, new FakeTimeProvider(Cast.Opening), NullLoggerProvider.Instance, new Uri("http://127.0.0.1:9")))
        {
            await server.StartAsync();
            if (world is StartingWorld.Cast) await Cast.EnterAsync(server.Services);
            await server.StopAsync();
        }
        return template;
    }

    protected abstract Task<TestDatabase> CopyAsync();

    public abstract ValueTask DisposeAsync();
}

internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balcao-test-").FullName;

    public static SqliteTestDatabase Create() => new();

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Balcao:DataFolder"] = _folder };

    protected override Task<TestDatabase> CopyAsync()
    {
        var copy = new SqliteTestDatabase();
        foreach (var file in Directory.EnumerateFiles(_folder, "balcao.db*"))
            File.Copy(file, Path.Combine(copy._folder, Path.GetFileName(file)));
        return Task.FromResult<TestDatabase>(copy);
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// In the cluster that <c>dev/test postgres</c> starts. One role owns and migrates it; the server uses another role, which
/// owns nothing.
/// </summary>
internal sealed class PostgresTestDatabase : TestDatabase
{
    // A template must not be copied twice at the same moment.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);
    private static int _count;

    private readonly string _name;
    private readonly string _folder = Directory.CreateTempSubdirectory("balcao-test-").FullName;

    private PostgresTestDatabase(string name) => _name = name;

    public static async Task<TestDatabase> CreateAsync(string? template)
    {
        var name = $"balcao_test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await OneAtATime.WaitAsync();
        try { await RunAsOwnerAsync($"CREATE DATABASE \"{name}\"" + (template is null ? "" : $" TEMPLATE \"{template}\"")); }
        finally { OneAtATime.Release(); }
        return new PostgresTestDatabase(name);
    }

    public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Balcao:Database"] = In(_name, "BALCAO_TEST_POSTGRES_APP"),
        ["Balcao:DatabaseOwner"] = In(_name, "BALCAO_TEST_POSTGRES_OWNER"),
        ["Balcao:DataFolder"] = _folder,
    };

    protected override Task<TestDatabase> CopyAsync() => CreateAsync(_name);

    /// <summary>
    /// The database is removed with the cluster, because dropping it would wait for a checkpoint of all databases.
    /// </summary>
    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string In(string database, string variable) => new NpgsqlConnectionStringBuilder(Connection(variable))
    {
        Database = database, MaxPoolSize = 20,
    }.ConnectionString;

    private static string Connection(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"DESK_DB=postgres needs {variable}: run the tests with dev/test postgres.");

    private static async Task RunAsOwnerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection("BALCAO_TEST_POSTGRES_OWNER"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
