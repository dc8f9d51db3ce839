using System.Linq.Expressions;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A row to be found by its words. Its table is written by a worker like any other; the engine keeps its own index
/// beside it, made from the model after each migration.
/// </summary>
public interface ISearchRow : ITenantOwned
{
    /// <summary>SQLite's key of the row, which its index refers to; later rows have greater ones. PostgreSQL has none.</summary>
    long Number { get; }

    /// <summary>Of <see cref="SearchText.Row"/>.</summary>
    string Words { get; set; }
}

/// <summary>Finding rows by words: SQLite's FTS5 or PostgreSQL's tsvector.</summary>
public abstract class SearchIndex
{
    /// <summary>
    /// The current tenant's rows that hold a word beginning with each of <paramref name="words"/>, newest first, and no more than
    /// <paramref name="most"/>. To narrow and join: the limit stands inside, so that a database never begins at what is joined.
    /// </summary>
    /// <param name="newest">What sorts newer rows after older ones.</param>
    public IQueryable<T> Find<T, TKey>(
        BalcaoDb db, IReadOnlyList<string> words, Expression<Func<T, TKey>> newest, int most = int.MaxValue) where T : class, ISearchRow =>
        Newest(db, db.Model.FindEntityType(typeof(T))!.GetTableName()!, Query(SearchText.TenantWord(db.Scope.OnlyTenant), words), newest, most);

    protected abstract string Query(string tenantWord, IReadOnlyList<string> words);

    protected abstract IQueryable<T> Newest<T, TKey>(BalcaoDb db, string table, string query, Expression<Func<T, TKey>> newest, int most)
        where T : class, ISearchRow;

    /// <summary>The tables of the model that the index covers.</summary>
    internal static IEnumerable<string> Tables(BalcaoDb db) =>
        db.Model.GetEntityTypes().Where(type => typeof(ISearchRow).IsAssignableFrom(type.ClrType)).Select(type => type.GetTableName()!);
}
