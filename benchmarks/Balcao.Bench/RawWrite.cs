using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Balcao.Bench;

/// <param name="Rows">Rows written per second, of all tables.</param>
/// <param name="Messages">Messages of customers per second to which these rows belong; texts to them are rows like others.</param>
/// <param name="BatchOf">How many messages, with texts, one transaction wrote.</param>
internal sealed record RawLimit(double Rows, double Messages, int BatchOf);

/// <summary>
/// Writes the same rows to the same tables and indexes with the same durability, to measure how fast the database of
/// this machine is without HTTP, JSON and decisions. The best transaction size differs between engines and machines, so
/// several are tried and the best result is the limit.
/// </summary>
internal static class RawWrite
{
    private static readonly int[] BatchSizes = [50, 100, 200, 400, 800];

    public static async Task<RawLimit> RunAsync(World from, int lanes, int mostMessages)
    {
        IReadOnlyDictionary<string, RawTable> rows;
        await using (var source = await OpenAsync(from)) rows = await RawRows.ReadAsync(source, mostMessages);
        var inbound = rows["messages"].Rows.Count(row => row[rows["messages"].Index("direction")] is "Inbound");
        var tried = new List<RawLimit>();
        foreach (var size in BatchSizes)
        {
            await using var empty = await World.CreateAsync(from.IsPostgres ? "postgres" : "sqlite", $"raw{size}");
            await empty.SettleAsync();
            tried.Add(await RunAsync(from, empty, RawRows.Cut(rows, lanes, size), inbound, size));
            Console.Error.WriteLine($"raw, {size} messages a transaction: {tried[^1].Messages:0} messages a second");
        }
        return tried.MaxBy(limit => limit.Messages)!;
    }

    private static async Task<RawLimit> RunAsync(World from, World to, List<RawBatch>[] batches, int messages, int batchOf)
    {
        await EmptyAsync(to);
        await CopyParentsAsync(from, to);

        var rows = batches.SelectMany(lane => lane).SelectMany(batch => batch.Tables).Sum(table => table.Rows.Count);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(batches.Select(lane => Task.Run(() => to.IsPostgres ? WritePostgresAsync(to, lane) : WriteSqliteAsync(to, lane))));
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(rows / took, messages / took, batchOf);
    }

    public static async Task<DbConnection> OpenAsync(World world)
    {
        DbConnection connection = world.IsPostgres
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(world.Database) { Options = "-c balcao.everyone=on" }.ConnectionString)
            : new SqliteConnection($"Data Source={Path.Combine(world.Folder, "balcao.db")}");
        await connection.OpenAsync();
        if (!world.IsPostgres)
        {
            await using var pragmas = connection.CreateCommand();
            pragmas.CommandText = "PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;";
            await pragmas.ExecuteNonQueryAsync();
        }
        return connection;
    }

    // The copied rows refer to the tenants of the world they came from.
    private static readonly string[] Parents = ["tenants", "agents", "chat_groups", "channels", "numbers"];

    private static async Task EmptyAsync(World world)
    {
        await using var connection = await OpenAsync(world);
        foreach (var table in (string[])["number_links", "api_tokens", .. Parents.Reverse()])
        {
            await using var delete = connection.CreateCommand();
            delete.CommandText = table is "agents" ? "DELETE FROM persons; DELETE FROM agents" : $"DELETE FROM {table}";
            await delete.ExecuteNonQueryAsync();
        }
    }

    private static async Task CopyParentsAsync(World from, World to)
    {
        await using var source = await OpenAsync(from);
        var tables = new List<RawTable>();
        foreach (var name in Parents) tables.Add(await RawRows.ReadTableAsync(source, name));
        List<RawBatch> once = [new(tables)];
        await (to.IsPostgres ? WritePostgresAsync(to, once) : WriteSqliteAsync(to, once));
    }

    private static async Task WritePostgresAsync(World world, List<RawBatch> batches)
    {
        await using var connection = (NpgsqlConnection)await OpenAsync(world);
        foreach (var batch in batches)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var commands = new NpgsqlBatch(connection, transaction);
            foreach (var table in batch.Tables.Where(table => table.Rows.Count > 0)) commands.BatchCommands.Add(Insert(table));
            await commands.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    private static NpgsqlBatchCommand Insert(RawTable table)
    {
        var types = table.Types.Select(type => type.Split('(')[0] is "character varying" ? "text" : type.Split('(')[0]).ToList();
        var command = new NpgsqlBatchCommand(
            $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) SELECT * FROM unnest({string.Join(", ", types.Select((type, i) => $"${i + 1}::{type}[]"))})");
        for (var i = 0; i < types.Count; i++)
        {
            var column = i;
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = types[i] switch
                {
                    "uuid" => table.Rows.ConvertAll(row => (Guid?)row[column]).ToArray(),
                    "bigint" => table.Rows.ConvertAll(row => (long?)row[column]).ToArray(),
                    "integer" => table.Rows.ConvertAll(row => (int?)row[column]).ToArray(),
                    "boolean" => table.Rows.ConvertAll(row => (bool?)row[column]).ToArray(),
                    _ => (object)table.Rows.ConvertAll(row => (string?)row[column]).ToArray(),
                },
            });
        }
        return command;
    }

    private static async Task WriteSqliteAsync(World world, List<RawBatch> batches)
    {
        await using var connection = (SqliteConnection)await OpenAsync(world);
        var commands = new Dictionary<string, SqliteCommand>();
        foreach (var batch in batches)
        {
            await using var transaction = connection.BeginTransaction();
            foreach (var table in batch.Tables.Where(table => table.Rows.Count > 0))
            {
                if (!commands.TryGetValue(table.Name, out var command))
                {
                    commands[table.Name] = command = connection.CreateCommand();
                    command.CommandText =
                        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"$p{i}"))})";
                    for (var i = 0; i < table.Columns.Count; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
                }
                command.Transaction = transaction;
                foreach (var row in table.Rows)
                {
                    for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
                    command.ExecuteNonQuery();
                }
            }
            await transaction.CommitAsync();
        }
        foreach (var command in commands.Values) await command.DisposeAsync();
    }

    /// <summary>How many rows a table of the world holds.</summary>
    public static async Task<long> CountAsync(World world, string table)
    {
        await using var connection = await OpenAsync(world);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null);
    }

    /// <summary>
    /// How many messages of customers one transaction stored on average; all messages of a transaction have the same stored_at.
    /// </summary>
    public static async Task<double> BatchSizeAsync(World world, DateTimeOffset since)
    {
        await using var connection = await OpenAsync(world);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) * 1.0 / NULLIF(count(DISTINCT stored_at), 0) FROM messages WHERE direction = 'Inbound' AND stored_at >= {since.ToUnixTimeMilliseconds()}";
        return await command.ExecuteScalarAsync() is { } size and not DBNull ? Convert.ToDouble(size, null) : 0;
    }

    /// <summary>The durability settings that the database reports.</summary>
    public static async Task<string> DurabilityAsync(World world)
    {
        await using var connection = await OpenAsync(world);
        await using var command = connection.CreateCommand();
        command.CommandText = world.IsPostgres
            ? "SELECT 'fsync=' || current_setting('fsync') || ' synchronous_commit=' || current_setting('synchronous_commit')"
            : "SELECT 'journal_mode=' || (SELECT journal_mode FROM pragma_journal_mode) || ' synchronous=' || (SELECT synchronous FROM pragma_synchronous)";
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
