using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Search;

/// <summary>
/// A row to be found by its words. Its table is written by a worker like any other; the engine keeps its own index
/// beside it, made from the model after each migration.
/// </summary>
public interface ISearchRow : ITenantOwned
{
    /// <summary>SQLite's key of the row, which its index refers to. PostgreSQL has none.</summary>
    long Number { get; }

    /// <summary>Where the row stands for good: newer ones have greater shelves, and 0 is the only one of what are not that many.</summary>
    int Shelf { get; }

    /// <summary>UUIDv7 of what is found by the words; among the rows of a shelf newer ones have greater keys.</summary>
    Guid Key { get; }

    /// <summary>Of <see cref="SearchText.Row"/>.</summary>
    string Words { get; set; }
}

/// <summary>Everything before it is older.</summary>
/// <param name="Shelf">Of <see cref="ISearchRow.Shelf"/>.</param>
/// <param name="Key">Of <see cref="ISearchRow.Key"/>.</param>
public readonly record struct SearchPlace(int Shelf, Guid Key)
{
    public static SearchPlace EndOf(int shelf) => new(shelf, Guid.AllBitsSet);
}

/// <summary>Finding rows by words: SQLite's FTS5 or PostgreSQL's tsvector.</summary>
public abstract class SearchIndex
{
    /// <summary>Rows that are looked at for one that is wanted, where the reader sees but a part, and how many more each time it was too few.</summary>
    private const int ForOne = 8, Grows = 5;

    private const int LargestPage = 25_000;

    /// <summary>
    /// The newest of what is wanted among the current tenant's rows that hold a word beginning with each of
    /// <paramref name="words"/>. A word that a million rows hold costs what a page of them costs.
    /// </summary>
    /// <param name="before">Where to begin: all that is found is older.</param>
    /// <param name="seesAll">Whether all rows are wanted: no more of them are looked at then.</param>
    /// <param name="wanted">Of a page of rows, what their reader may see and asks for, newest first.</param>
    public async Task<List<TFound>> FindAsync<T, TFound>(
        BalcaoDb db, IReadOnlyList<string> words, SearchPlace before, int most, bool seesAll,
        Func<IReadOnlyList<T>, IQueryable<TFound>> wanted, CancellationToken ct) where T : class, ISearchRow
    {
        var found = new List<TFound>();
        for (var size = seesAll ? most : most * ForOne; ; size = Math.Min(size * Grows, LargestPage))
        {
            var queries = Enumerable.Range(0, before.Shelf + 1)
                .Select(ago => Query(SearchMark.Of(db.Scope.OnlyTenant, before.Shelf - ago), words)).ToList();
            var page = await PageAsync<T>(db, queries, before, size, ct);
            if (page.Count > 0) found.AddRange(await wanted(page).Take(most - found.Count).ToListAsync(ct));
            if (page.Count < size || found.Count == most) return found;
            before = new SearchPlace(page[^1].Shelf, page[^1].Key);
        }
    }

    /// <summary>The tables of the model that the index covers.</summary>
    internal static IEnumerable<string> Tables(BalcaoDb db) =>
        db.Model.GetEntityTypes().Where(type => typeof(ISearchRow).IsAssignableFrom(type.ClrType)).Select(type => type.GetTableName()!);

    protected abstract string Query(string mark, IReadOnlyList<string> words);

    /// <summary>The newest matches, newest first, fewer than asked for only where there are no more.</summary>
    /// <param name="queries">For each shelf, from that of <paramref name="before"/> down to the first.</param>
    protected abstract Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
        where T : class, ISearchRow;

    /// <summary>The row's table, and its column of <see cref="ISearchRow.Key"/>: the one that refers to what is found.</summary>
    protected static (string Table, string Key) NamesOf(BalcaoDb db, Type row)
    {
        var type = db.Model.FindEntityType(row)!;
        return (type.GetTableName()!, type.GetForeignKeys().Single().Properties[^1].GetColumnName());
    }
}
