using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>Writes all tables in one round trip: one statement for each table, with an array for each column.</summary>
internal sealed class PostgresRowWriter : RowWriter
{
    private readonly ConcurrentDictionary<(TableMap, ulong Changes), (string Insert, string Update, string Delete)> _statements = new();

    internal override async Task WriteAsync(BalcaoDb db, IReadOnlyList<TableRows> tables, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction)StorageEngine.TransactionOf(db));
        var updates = new List<(NpgsqlBatchCommand Command, TableRows Rows)>();
        foreach (var rows in tables.Reverse())
            if (rows.Removed.Count > 0) batch.BatchCommands.Add(Command(StatementsFor(rows).Delete, rows.Table.Key, rows.Removed));
        foreach (var rows in tables)
        {
            var (insert, update, _) = StatementsFor(rows);
            if (rows.Added.Count > 0) batch.BatchCommands.Add(Command(insert, rows.Table.Inserted, rows.Added));
            if (rows.Changed.Count == 0) continue;
            var command = Command(update, UpdateColumns(rows.Table, rows.Changes), rows.Changed);
            batch.BatchCommands.Add(command);
            updates.Add((command, rows));
        }
        await batch.ExecuteNonQueryAsync(ct);
        foreach (var (command, rows) in updates) CheckAllFound(rows.Table, (int)command.RecordsAffected, rows.Changed.Count);
    }

    private static NpgsqlBatchCommand Command(string sql, IReadOnlyList<Column> columns, List<object> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(new NpgsqlParameter { Value = column.ValuesOf(rows) });
        return command;
    }

    private (string Insert, string Update, string Delete) StatementsFor(TableRows rows) =>
        _statements.GetOrAdd((rows.Table, rows.Changes), of => Statements(rows.Table, of.Changes));

    private static IReadOnlyList<Column> UpdateColumns(TableMap table, ulong changes) =>
        [.. table.Key, .. table.Version is { } version ? [version] : Array.Empty<Column>(), .. table.Changed(changes)];

    private static (string Insert, string Update, string Delete) Statements(TableMap table, ulong changes)
    {
        var names = string.Join(", ", table.Inserted.Select(column => column.Name));
        var update = UpdateColumns(table, changes);
        var sets = table.Changed(changes).Select(column => $"{column.Name} = u.{column.Name}");
        var finds = table.Key.Select(column => $"t.{column.Name} = u.{column.Name}");
        if (table.Version is { Name: var version })
        {
            sets = sets.Append($"{version} = u.{version}");
            finds = finds.Append($"t.{version} = u.{version} - 1");
        }
        return (
            $"INSERT INTO {table.Name} ({names}) SELECT * FROM {Unnest(table.Inserted)}",
            $"UPDATE {table.Name} AS t SET {string.Join(", ", sets)} FROM {Unnest(update)} AS u ({string.Join(", ", update.Select(column => column.Name))}) WHERE {string.Join(" AND ", finds)}",
            $"DELETE FROM {table.Name} WHERE ({string.Join(", ", table.Key.Select(column => column.Name))}) IN (SELECT * FROM {Unnest(table.Key)})");
    }

    private static string Unnest(IReadOnlyList<Column> columns) =>
        $"unnest({string.Join(", ", columns.Select((column, i) => $"${i + 1}::{ArrayTypeOf(column)}"))})";

    public static string ArrayTypeOf(Column column) => $"{(column.StoreType is "character varying" ? "text" : column.StoreType)}[]";
}
