using System.Text;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A tsvector with a GIN index. The words are made by <see cref="SearchText"/>, not by a text search configuration, so that both
/// engines find the same. Reads go through a view of the owner that shows only the allowed tenants' rows: under a row-level policy
/// PostgreSQL uses an index only for leakproof operators, and @@ is not one. Words are added to the index at once
/// (<c>fastupdate = off</c>), because each search of a segment would read through all pending words.
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

    // Words consist of letters and digits only (SearchText); quoted, they cannot be operators either.
    protected override string Query(string mark, IReadOnlyList<string> words) => string.Join(" & ", words.Select(word => $"'{mark}{word}':*"));

    // OFFSET 0 keeps ORDER BY and LIMIT out of the inner search. PostgreSQL guesses how many rows have a word that is missing in its
    // statistics, and if few rows are wanted it would read the newest rows until it finds them: all rows, if none has the word.
    // The segments are searched in the order of the sort, so that the search ends with the last row wanted.
    protected override Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
    {
        var (table, key) = NamesOf(db, typeof(T));
        var sql = $$"""
            SELECT found.* FROM unnest({0}::tsquery[]) WITH ORDINALITY AS segments(query, ago)
            CROSS JOIN LATERAL (
                SELECT * FROM (SELECT * FROM {{table}}_found WHERE document @@ segments.query AND (segment, {{key}}) < ({1}, {2}) OFFSET 0) AS matches
                ORDER BY {{key}} DESC LIMIT {3}) AS found
            ORDER BY segments.ago, found.{{key}} DESC LIMIT {3}
            """;
        return db.Set<T>().FromSqlRaw(sql, queries, before.Segment, before.Key, most).AsNoTracking().ToListAsync(ct);
    }
}
