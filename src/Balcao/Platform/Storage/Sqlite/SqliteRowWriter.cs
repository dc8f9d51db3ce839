using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage.Sqlite;

/// <summary>One statement per row, prepared once and kept as long as the lane's connection.</summary>
internal sealed class SqliteRowWriter : RowWriter
{
    private readonly ConditionalWeakTable<SqliteConnection, Dictionary<(TableMap, Does, ulong Changes), SqliteCommand>> _prepared = new();

    internal override Task WriteAsync(BalcaoDb db, IReadOnlyList<TableRows> tables, CancellationToken ct)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var transaction = (SqliteTransaction)StorageEngine.TransactionOf(db);
        var prepared = _prepared.GetOrCreateValue(connection);
        foreach (var rows in tables.Reverse()) Write(Does.Delete, rows.Table, rows.Table.Key, rows.Removed);
        foreach (var rows in tables)
        {
            Write(Does.Insert, rows.Table, rows.Table.Inserted, rows.Added);
            CheckAllFound(rows.Table, Write(Does.Update, rows.Table, UpdateColumns(rows.Table, rows.Changes), rows.Changed, rows.Changes), rows.Changed.Count);
        }
        return Task.CompletedTask;

        int Write(Does what, TableMap table, IReadOnlyList<Column> columns, List<object> rows, ulong changes = 0)
        {
            if (rows.Count == 0) return 0;
            if (!prepared.TryGetValue((table, what, changes), out var command))
            {
                prepared[(table, what, changes)] = command = connection.CreateCommand();
                command.CommandText = what switch { Does.Insert => Insert(table), Does.Update => Update(table, changes), _ => Delete(table) };
                for (var i = 0; i < columns.Count; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
            }
            command.Transaction = transaction;
            return Run(command, columns, rows);
        }
    }

    /// <returns>The number of rows affected.</returns>
    private static int Run(SqliteCommand command, IReadOnlyList<Column> columns, List<object> rows)
    {
        var touched = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++) command.Parameters[i].Value = columns[i].ValueOf(row) ?? DBNull.Value;
            touched += command.ExecuteNonQuery();
        }
        return touched;
    }

    private enum Does { Insert, Update, Delete }

    private static IReadOnlyList<Column> UpdateColumns(TableMap table, ulong changes) =>
        [.. table.Changed(changes), .. table.Key, .. table.Version is { } version ? [version] : Array.Empty<Column>()];

    private static string Insert(TableMap table) =>
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Inserted.Select(column => column.Name))}) VALUES ({string.Join(", ", table.Inserted.Select((_, i) => $"$p{i}"))})";

    private static string Delete(TableMap table) =>
        $"DELETE FROM {table.Name} WHERE {string.Join(" AND ", table.Key.Select((column, i) => $"{column.Name} = $p{i}"))}";

    private static string Update(TableMap table, ulong changes)
    {
        var columns = UpdateColumns(table, changes);
        var changed = table.Changed(changes).ToList();
        var sets = changed.Select((column, i) => $"{column.Name} = $p{i}");
        var finds = table.Key.Select((column, i) => $"{column.Name} = $p{changed.Count + i}");
        if (table.Version is { Name: var version })
        {
            sets = sets.Append($"{version} = $p{columns.Count - 1}");
            finds = finds.Append($"{version} = $p{columns.Count - 1} - 1");
        }
        return $"UPDATE {table.Name} SET {string.Join(", ", sets)} WHERE {string.Join(" AND ", finds)}";
    }
}
