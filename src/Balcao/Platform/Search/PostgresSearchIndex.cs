using System.Linq.Expressions;
using System.Text;
using Balcao.Platform.Storage;
using Balcao.Platform.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A tsvector under a GIN index. The words are made by <see cref="SearchText"/>, not by a text search configuration,
/// so that both engines find the same. Read through a view of the owner that shows the allowed tenants' rows alone:
/// under a row-level policy PostgreSQL evaluates no operator by index that is not leakproof, and @@ is not.
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
                CREATE INDEX IF NOT EXISTS ix_{table}_document ON {table} USING gin (document);
                CREATE OR REPLACE VIEW {table}_found AS SELECT * FROM {table} WHERE {RowLevelSecurity.Allowed("tenant_id")};

                """);
        return script.ToString();
    }

    // Words are letters and digits alone (SearchText): quoted, they cannot be operators either.
    protected override string Query(string tenantWord, IReadOnlyList<string> words) =>
        $"'{tenantWord}'" + string.Concat(words.Select(word => $" & '{word}':*"));

    protected override IQueryable<T> Newest<T, TKey>(BalcaoDb db, string table, string query, Expression<Func<T, TKey>> newest, int most)
    {
        var sql = $"SELECT * FROM {table}_found WHERE document @@ {{0}}::tsquery";
        return db.Set<T>().FromSqlRaw(sql, query).OrderByDescending(newest).Take(most).OrderByDescending(newest);
    }
}
