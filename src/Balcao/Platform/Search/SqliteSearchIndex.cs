using System.Linq.Expressions;
using System.Text;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>FTS5 beside the table, kept in step by triggers (SQLite, FTS5 external content tables).</summary>
internal sealed class SqliteSearchIndex : SearchIndex
{
    public static string ScriptFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var table in Tables(db))
            script.Append(null, $"""
                CREATE VIRTUAL TABLE IF NOT EXISTS {table}_index USING fts5(
                    words, content='{table}', content_rowid='number', prefix='2 3 4',
                    tokenize="unicode61 remove_diacritics 0 tokenchars '_'");
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

                """);
        return script.ToString();
    }

    // Words are letters and digits alone (SearchText): quoted, they cannot be operators either.
    protected override string Query(string tenantWord, IReadOnlyList<string> words) =>
        $"\"{tenantWord}\" " + string.Join(' ', words.Select(word => $"\"{word}\"*"));

    // FTS5 walks its own rowids backwards; sorted by the joined row's number it would read every match first.
    // CROSS JOIN and the plus signs leave the planner one order, matches first: without statistics it takes a tenant's rows
    // for ten, and would read all of them and search the matches for each.
    protected override IQueryable<T> Newest<T, TKey>(BalcaoDb db, string table, string query, Expression<Func<T, TKey>> newest, int most)
    {
        var columns = string.Join(", ", db.Model.FindEntityType(typeof(T))!.GetProperties().Select(p => p.GetColumnName()).Select(name => $"+r.{name} AS {name}"));
        var sql = $$"""
            SELECT {{columns}} FROM (SELECT rowid FROM {{table}}_index WHERE {{table}}_index MATCH {0} ORDER BY rowid DESC LIMIT {1}) AS i
            CROSS JOIN {{table}} AS r WHERE r.number = i.rowid
            """;
        return db.Set<T>().FromSqlRaw(sql, query, most).OrderByDescending(row => row.Number);
    }
}
