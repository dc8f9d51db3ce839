using System.Data.Common;

namespace Balcao.Platform.Storage;

/// <summary>
/// Look-ups by whole keys, read without EF, which needs more time for its query than the database for the answer. On PostgreSQL
/// look-ups asked together are one round trip. Each key is one look-up in an index, even if the keys belong to many
/// tenants. (With a list for each column, the database would look up all combinations.)
/// </summary>
/// <param name="scope">The rows the transaction may access from then on; null: no change.</param>
internal sealed class LookUps(BalcaoDb db, StorageEngine engine, TenantScope? scope)
{
    private readonly List<LookUp> _asked = [];

    /// <param name="properties">In the order of the index.</param>
    /// <param name="besides">A further condition in SQL, written as in the index.</param>
    /// <returns>The rows whose values of the properties, taken together, are one of the keys; empty until they are read.</returns>
    public List<T> Ask<T>(IReadOnlyList<string> properties, IReadOnlyList<object[]> keys, string? besides = null) where T : class
    {
        var rows = new List<T>();
        if (keys.Count == 0) return rows;
        var map = MapOf<T>();
        var (condition, values) = engine.HavingKeys([.. properties.Select(map.ColumnOf)], keys, map.Name);
        _asked.Add(new($"SELECT {Columns(map)} FROM {map.Name} WHERE {condition}{And(besides)}", values, row => rows.Add((T)map.Read(row, 0))));
        return rows;
    }

    /// <summary>The same, together with the rows that belong to each row.</summary>
    /// <param name="joined">Pairs of equal properties, of <typeparamref name="TOther"/> and of <typeparamref name="T"/>.</param>
    /// <param name="besides">A further condition on <typeparamref name="TOther"/>.</param>
    /// <returns>A row once for each other row, or once if there is none; repeated rows are different objects.</returns>
    public List<(T Row, TOther? Other)> AskWith<T, TOther>(
        IReadOnlyList<string> properties, IReadOnlyList<object[]> keys, IReadOnlyList<(string OfOther, string OfRow)> joined, string? besides = null)
        where T : class where TOther : class
    {
        var rows = new List<(T, TOther?)>();
        if (keys.Count == 0) return rows;
        var (map, other) = (MapOf<T>(), MapOf<TOther>());
        var (condition, values) = engine.HavingKeys([.. properties.Select(map.ColumnOf)], keys, map.Name);
        var on = joined.Select(pair => $"{other.Name}.{other.ColumnOf(pair.OfOther).Name} = {map.Name}.{map.ColumnOf(pair.OfRow).Name}");
        // An outer join fixes the table to start with. With an inner join, a plan made while the tables were empty may start with
        // all rows of the other table, and would be kept.
        _asked.Add(new(
            $"SELECT {Columns(map)}, {Columns(other)} FROM {map.Name} LEFT JOIN {other.Name} ON {string.Join(" AND ", on)}{And(besides)} WHERE {condition}", values,
            row => rows.Add(((T)map.Read(row, 0), row.IsDBNull(map.Columns.Count) ? null : (TOther)other.Read(row, map.Columns.Count)))));
        return rows;
    }

    public async Task ReadAsync(CancellationToken ct)
    {
        if (scope is not null) db.Scope = scope;
        if (scope is not null || _asked.Count > 0) await engine.LookUpAsync(db, scope, _asked, ct);
    }

    private TableMap MapOf<T>() => engine.Rows.TablesOf(db)[typeof(T)].Map;

    private static string Columns(TableMap map) => string.Join(", ", map.Columns.Select(column => $"{map.Name}.{column.Name}"));

    private static string And(string? condition) => condition is null ? "" : " AND " + condition;
}

/// <param name="Sql">With the placeholders <c>{0}</c>, <c>{1}</c>… for the values.</param>
/// <param name="Take">Reads the reader's current row.</param>
internal sealed record LookUp(string Sql, object[] Values, Action<DbDataReader> Take);
