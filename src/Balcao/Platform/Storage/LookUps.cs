using System.Data.Common;

namespace Balcao.Platform.Storage;

/// <summary>
/// Look-ups by whole keys, read past EF, which takes longer over its query than the database over its answer. Those
/// asked together are one round trip to PostgreSQL. Each is as many look-ups in an index as there are keys, however many
/// tenants they are of. (A list for each column would be looked up in all combinations.)
/// </summary>
/// <param name="scope">Whose rows the transaction may touch from then on; null: as before.</param>
internal sealed class LookUps(BalcaoDb db, StorageEngine engine, TenantScope? scope)
{
    private readonly List<LookUp> _asked = [];

    /// <param name="properties">In the order of the index that has them.</param>
    /// <param name="besides">A condition in SQL, said as an index says it.</param>
    /// <returns>The rows whose values of the properties, taken together, are one of the keys; there once they were read.</returns>
    public List<T> Ask<T>(IReadOnlyList<string> properties, IReadOnlyList<object[]> keys, string? besides = null) where T : class
    {
        var rows = new List<T>();
        if (keys.Count == 0) return rows;
        var map = MapOf<T>();
        var (condition, values) = engine.HavingKeys([.. properties.Select(map.ColumnOf)], keys, map.Name);
        _asked.Add(new($"SELECT {Columns(map)} FROM {map.Name} WHERE {condition}{And(besides)}", values, row => rows.Add((T)map.Read(row, 0))));
        return rows;
    }

    /// <summary>The same, with what belongs to each row.</summary>
    /// <param name="joined">Pairs of a property of <typeparamref name="TOther"/> and the one of <typeparamref name="T"/> it equals.</param>
    /// <param name="besides">What is asked of <typeparamref name="TOther"/> besides.</param>
    /// <returns>A row as often as there are others, or once, without; the same row or other comes more than once as different objects.</returns>
    public List<(T Row, TOther? Other)> AskWith<T, TOther>(
        IReadOnlyList<string> properties, IReadOnlyList<object[]> keys, IReadOnlyList<(string OfOther, string OfRow)> joined, string? besides = null)
        where T : class where TOther : class
    {
        var rows = new List<(T, TOther?)>();
        if (keys.Count == 0) return rows;
        var (map, other) = (MapOf<T>(), MapOf<TOther>());
        var (condition, values) = engine.HavingKeys([.. properties.Select(map.ColumnOf)], keys, map.Name);
        var on = joined.Select(pair => $"{other.Name}.{other.ColumnOf(pair.OfOther).Name} = {map.Name}.{map.ColumnOf(pair.OfRow).Name}");
        // An outer join leaves no choice of where to begin: with any other, a plan made while the tables were empty may
        // begin with all rows of the other one, and be kept.
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

/// <param name="Sql">With <c>{0}</c>, <c>{1}</c>… for the values.</param>
/// <param name="Take">Reads the row where the reader is.</param>
internal sealed record LookUp(string Sql, object[] Values, Action<DbDataReader> Take);
