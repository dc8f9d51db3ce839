using System.Text;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A tsvector under a GIN index. The words are made by <see cref="SearchText"/>, not by a text search configuration,
/// so that both engines find the same. Read through a view of the owner that shows the allowed tenants' rows alone:
/// under a row-level policy PostgreSQL evaluates no operator by index that is not leakproof, and @@ is not. Words go into the
/// index at once (<c>fastupdate = off</c>): each look at a shelf would read through all that still waits to go in.
/// </summary>
internal sealed class PostgresSearchIndex : SearchIndex
{
    public static string ScriptFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var table in Tables(db))
            script.Append(null, $"""
                ALTER TABLE {table} ADD COLUMN IF NOT EXISTS document tsvector
                    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
                CREATE INDEX IF NOT EXISTS ix_{table}_document ON {table} USING gin (document) WITH (fastupdate = off);
                CREATE OR REPLACE VIEW {table}_found AS SELECT * FROM {table} WHERE {RowLevelSecurity.Allowed("tenant_id")};

                """);
        return script.ToString();
    }

    // Words are letters and digits alone (SearchText): quoted, they cannot be operators either.
    protected override string Query(string mark, IReadOnlyList<string> words) => string.Join(" & ", words.Select(word => $"'{mark}{word}':*"));

    // OFFSET 0 keeps order and limit out of the search itself. PostgreSQL guesses how many rows hold a word that its statistics
    // do not know, and for a few of them would rather read the newest rows back until they turn up: all, where none holds it.
    // Shelves are looked through in their order, which is the sort's as well, so that the last row asked for ends it.
    protected override Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
    {
        var (table, key) = NamesOf(db, typeof(T));
        var sql = $$"""
            SELECT found.* FROM unnest({0}::tsquery[]) WITH ORDINALITY AS shelves(query, ago)
            CROSS JOIN LATERAL (
                SELECT * FROM (SELECT * FROM {{table}}_found WHERE document @@ shelves.query AND (shelf, {{key}}) < ({1}, {2}) OFFSET 0) AS matches
                ORDER BY {{key}} DESC LIMIT {3}) AS found
            ORDER BY shelves.ago, found.{{key}} DESC LIMIT {3}
            """;
        return db.Set<T>().FromSqlRaw(sql, queries, before.Shelf, before.Key, most).AsNoTracking().ToListAsync(ct);
    }
}
