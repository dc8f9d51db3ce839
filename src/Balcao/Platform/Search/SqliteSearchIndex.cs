using System.Text;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>An FTS5 table, updated by triggers of the row's table (SQLite, FTS5 external content tables).</summary>
internal sealed class SqliteSearchIndex(Limits limits) : SearchIndex(limits)
{
    public static string ScriptFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var (table, _) in Types(db).Select(NamesOf))
            script.Append(null, $"""
                CREATE VIRTUAL TABLE IF NOT EXISTS {table}_index USING fts5(
                    words, content='{table}', content_rowid='number', tokenize='unicode61 remove_diacritics 0');
                CREATE TRIGGER IF NOT EXISTS {table}_added AFTER INSERT ON {table} BEGIN
                    INSERT INTO {table}_index (rowid, words) VALUES (new.number, new.words);
                END;
                CREATE TRIGGER IF NOT EXISTS {table}_removed AFTER DELETE ON {table} BEGIN
                    INSERT INTO {table}_index ({table}_index, rowid, words) VALUES ('delete', old.number, old.words);
                END;
                CREATE TRIGGER IF NOT EXISTS {table}_changed AFTER UPDATE OF words ON {table} BEGIN
                    INSERT INTO {table}_index ({table}_index, rowid, words) VALUES ('delete', old.number, old.words);
                    INSERT INTO {table}_index (rowid, words) VALUES (new.number, new.words);
                END;
                INSERT INTO {table}_index ({table}_index) SELECT 'rebuild'
                    WHERE EXISTS (SELECT 1 FROM {table}) AND NOT EXISTS (SELECT 1 FROM {table}_index_docsize);

                """);
        return script.ToString();
    }

    // Words consist of letters and digits only (SearchText); quoted, they cannot be operators either.
    protected override string Query(string mark, IReadOnlyList<string> words) => string.Join(" AND ", words.Select(word => $"\"{mark}{word}\"*"));

    // One segment first, then more and more at a time: FTS5 reads the words of all segments it is asked for before it returns a row.
    protected override async Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
    {
        var page = new List<T>();
        for (var (first, count) = (0, 1); first < queries.Count && page.Count < most; (first, count) = (first + count, count * 4))
        {
            var query = string.Join(" OR ", queries.Skip(first).Take(count).Select(segment => $"({segment})"));
            page.AddRange(await NewestAsync<T>(db, query, before, most - page.Count, ct));
        }
        return page;
    }

    // CROSS JOIN and the plus signs force one order, matches first: without statistics the planner assumes that a tenant has ten
    // rows, and would read all of them and search the matches for each.
    private static Task<List<T>> NewestAsync<T>(BalcaoDb db, string query, SearchPlace before, int most, CancellationToken ct) where T : class, ISearchRow
    {
        var (table, key) = NamesOf(db, typeof(T));
        var columns = string.Join(", ", db.Model.FindEntityType(typeof(T))!.GetProperties().Select(p => p.GetColumnName()).Select(name => $"+r.{name} AS {name}"));
        var sql = $$"""
            SELECT {{columns}} FROM {{table}}_index AS i CROSS JOIN {{table}} AS r
            WHERE i.{{table}}_index MATCH {0} AND r.number = i.rowid AND +r.tenant_id = {1} AND (+r.segment, +r.{{key}}) < ({2}, {3})
            ORDER BY +r.segment DESC, +r.{{key}} DESC LIMIT {4}
            """;
        return db.Set<T>().FromSqlRaw(sql, query, Stored(db.Scope.OnlyTenant.Value), before.Segment, Stored(before.Key), most).AsNoTracking().ToListAsync(ct);
    }

    private static byte[] Stored(Guid id) => id.ToByteArray(bigEndian: true);
}
