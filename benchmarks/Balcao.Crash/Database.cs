using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Balcao.Crash;

/// <summary>An empty database and data folder for one server, and queries for what the API does not return.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balcao-crash-").FullName;
    private readonly string? _name;

    private Database(string? name) => _name = name;

    public static async Task<Database> CreateAsync(bool isPostgres)
    {
        if (!isPostgres) return new Database(null);
        var database = new Database($"balcao_crash_{Environment.ProcessId}_{Random.Shared.Next()}");
        await RunAsOwnerAsync($"CREATE DATABASE \"{database._name}\"");
        return database;
    }

    public Dictionary<string, string> Settings => new()
    {
        ["Balcao__DataFolder"] = _folder,
        ["Balcao__Database"] = _name is null ? "" : In("BALCAO_TEST_POSTGRES_APP"),
        ["Balcao__DatabaseOwner"] = _name is null ? "" : In("BALCAO_TEST_POSTGRES_OWNER"),
    };

    /// <summary>Runs a query that returns one number, across all tenants.</summary>
    public async Task<int> CountAsync(string sql)
    {
        await using DbConnection connection = _name is null
            ? new SqliteConnection($"Data Source={Path.Combine(_folder, "balcao.db")};Pooling=False")
            : new NpgsqlConnection(In("BALCAO_TEST_POSTGRES_APP") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        if (_name is not null)
        {
            command.CommandText = "SELECT set_config('balcao.everyone', 'on', false)";
            await command.ExecuteNonQueryAsync();
        }
        // The SQL contains no values from outside.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt32(await command.ExecuteScalarAsync(), null);
    }

    private string In(string variable) =>
        new NpgsqlConnectionStringBuilder(Connection(variable)) { Database = _name, MaxPoolSize = 20 }.ConnectionString;

    private static string Connection(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"PostgreSQL needs {variable}: start the run with dev/crash.");

    private static async Task RunAsOwnerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection("BALCAO_TEST_POSTGRES_OWNER") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// The PostgreSQL database is deleted with its cluster; dropping it would wait for a checkpoint of the whole
    /// cluster.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
