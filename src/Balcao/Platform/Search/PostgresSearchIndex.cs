using System.Text;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A tsvector with a GIN index. The words are made by <see cref="SearchText"/>, not by a text search configuration, so that both
/// engines find the same. Reads go through a function of the owner that shows only the allowed tenants' rows: under a row-level
/// policy PostgreSQL uses an index only for leakproof operators, and @@ is not one. (A view does not do: without a barrier a
/// caller's own condition sees other tenants' rows, with one the index is not used.) Words are added to the index at once
/// (<c>fastupdate = off</c>), because each search of a segment would read through all pending words.
/// </summary>
internal sealed class PostgresSearchIndex(Limits limits) : SearchIndex(limits)
{
    public static string ScriptFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var (table, key) in Types(db).Select(NamesOf))
            script.Append(null, $"""
                ALTER TABLE {table} ADD COLUMN IF NOT EXISTS document tsvector
                    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
                CREATE INDEX IF NOT EXISTS ix_{table}_document ON {table} USING gin (document) WITH (fastupdate = off);
                DROP VIEW IF EXISTS {table}_found;
                CREATE OR REPLACE FUNCTION {FunctionOf(table)}(queries tsquery[], before_segment int, before_key uuid, most int)
                    RETURNS SETOF public.{table} LANGUAGE plpgsql STABLE {RowLevelSecurity.AsOwner}
                    AS $search$ BEGIN RETURN QUERY EXECUTE $query${Search(table, key)}$query$ USING queries, before_segment, before_key, most; END $search$;

                """);
        return script.ToString();
    }

    /// <summary>The names of the functions that the script makes.</summary>
    public static IEnumerable<string> Functions(BalcaoDb db) => Types(db).Select(NamesOf).Select(names => FunctionOf(names.Table));

    private static string FunctionOf(string table) => $"search_{table}";

    // OFFSET 0 keeps ORDER BY and LIMIT out of the inner search. PostgreSQL guesses how many rows have a word that is missing in its
    // statistics, and if few rows are wanted it would read the newest rows until it finds them: all rows, if none has the word.
    // The segments are searched in the order of the sort, so that the search ends with the last row wanted.
    // Executed as a text, so that it is planned for the values it gets, not once for all.
    private static string Search(string table, string key) => $"""
        SELECT found.* FROM unnest($1) WITH ORDINALITY AS segments (query, ago)
        CROSS JOIN LATERAL (
            SELECT * FROM (
                SELECT * FROM public.{table} WHERE document @@ segments.query AND (segment, {key}) < ($2, $3) AND ({RowLevelSecurity.Allowed("tenant_id")}) OFFSET 0) AS matches
            ORDER BY {key} DESC LIMIT $4) AS found
        ORDER BY segments.ago, found.{key} DESC LIMIT $4
        """;

    // Words consist of letters and digits only (SearchText); quoted, they cannot be operators either.
    protected override string Query(string mark, IReadOnlyList<string> words) => string.Join(" & ", words.Select(word => $"'{mark}{word}':*"));

    protected override Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
    {
        var sql = $"SELECT * FROM {FunctionOf(NamesOf(db, typeof(T)).Table)}({{0}}::tsquery[], {{1}}, {{2}}, {{3}})";
        return db.Set<T>().FromSqlRaw(sql, queries, before.Segment, before.Key, most).AsNoTracking().ToListAsync(ct);
    }
}
