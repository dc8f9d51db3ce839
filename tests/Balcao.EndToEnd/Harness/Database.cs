using Npgsql;

namespace Balcao.EndToEnd.Harness;

/// <summary>An empty database and data folder for one server: SQLite, or PostgreSQL with <c>DESK_DB=postgres</c>.</summary>
sealed class Database : IAsyncDisposable
{
    static int count;

    readonly string folder = Directory.CreateTempSubdirectory("balcao-journey-").FullName;
    readonly string? name;

    Database(string? name) => this.name = name;

    public static async Task<Database> CreateAsync()
    {
        if (Environment.GetEnvironmentVariable("DESK_DB") != "postgres") return new Database(null);
        var database = new Database($"balcao_journey_{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        await RunAsOwnerAsync($"CREATE DATABASE \"{database.name}\"");
        return database;
    }

    /// <summary>The settings with which a program uses it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Balcao:DataFolder"] = folder,
        ["Balcao:Database"] = name is null ? "" : In(name, "BALCAO_TEST_POSTGRES_APP"),
        ["Balcao:DatabaseOwner"] = name is null ? "" : In(name, "BALCAO_TEST_POSTGRES_OWNER"),
    };

    static string In(string database, string variable) =>
        new NpgsqlConnectionStringBuilder(Connection(variable)) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    static string Connection(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"DESK_DB=postgres needs {variable}: run the journeys with dev/test postgres browser.");

    static async Task RunAsOwnerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection("BALCAO_TEST_POSTGRES_OWNER"));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// The database is removed with the cluster. It cannot be dropped while a connection of the killed server is open, and
    /// the role that owns the database may not end that connection.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
