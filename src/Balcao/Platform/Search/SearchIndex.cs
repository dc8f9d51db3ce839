using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Search;

/// <summary>
/// A row that can be found by its words. A worker writes its table like any other; the engine has its own index of the table,
/// created from the model after each migration.
/// </summary>
public interface ISearchRow : ITenantOwned
{
    /// <summary>SQLite's key of the row, which its index refers to. Not used by PostgreSQL.</summary>
    long Number { get; }

    /// <summary>
    /// The part of the index the row is in; it never changes. Newer rows have higher segments; tables with few rows have only
    /// segment 0.
    /// </summary>
    int Segment { get; }

    /// <summary>The UUIDv7 of the record that the words belong to; within a segment newer rows have higher keys.</summary>
    Guid Key { get; }

    /// <summary>Made by <see cref="SearchText.Row"/>.</summary>
    string Words { get; set; }
}

/// <summary>A position in the search order: all rows before it are older.</summary>
/// <param name="Segment">As <see cref="ISearchRow.Segment"/>.</param>
/// <param name="Key">As <see cref="ISearchRow.Key"/>.</param>
public readonly record struct SearchPlace(int Segment, Guid Key)
{
    public static SearchPlace EndOf(int segment) => new(segment, Guid.AllBitsSet);
}

/// <summary>What a search found.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="StoppedAt">
/// Where it stopped, because it had looked at <see cref="Limits.SearchedRows"/> rows; null if it found as many as were wanted, or all there
/// are.
/// </param>
public sealed record SearchFound<TFound>(IReadOnlyList<TFound> Items, SearchPlace? StoppedAt);

/// <summary>Finds rows by words, with SQLite's FTS5 or PostgreSQL's tsvector.</summary>
public abstract class SearchIndex(Limits limits)
{
    /// <summary>
    /// For a reader who sees only a part: how many rows are read for each one wanted, and by what factor this grows if it
    /// was too few.
    /// </summary>
    private const int ForOne = 8, Grows = 5;

    /// <summary>
    /// Finds the newest wanted records among the current tenant's rows that have, for each of <paramref name="words"/>, a word
    /// beginning with it. For a word in a million rows only one page of them is read.
    /// </summary>
    /// <param name="before">Where to begin: everything found is older.</param>
    /// <param name="seesAll">Whether all rows are wanted; then no additional rows are read.</param>
    /// <param name="wanted">Selects from a page of rows what the reader may see and asks for, newest first.</param>
    public async Task<SearchFound<TFound>> FindAsync<T, TFound>(
        BalcaoDb db, IReadOnlyList<string> words, SearchPlace before, int most, bool seesAll,
        Func<IReadOnlyList<T>, IQueryable<TFound>> wanted, CancellationToken ct) where T : class, ISearchRow
    {
        var found = new List<TFound>();
        var left = limits.SearchedRows;
        for (var size = seesAll ? most : most * ForOne; ; size *= Grows)
        {
            size = Math.Min(size, left);
            var queries = Enumerable.Range(0, before.Segment + 1)
                .Select(ago => Query(SearchPrefix.Of(db.Scope.OnlyTenant, before.Segment - ago), words)).ToList();
            var page = await PageAsync<T>(db, queries, before, size, ct);
            if (page.Count > 0) found.AddRange(await wanted(page).Take(most - found.Count).ToListAsync(ct));
            if (page.Count < size || found.Count == most) return new SearchFound<TFound>(found, null);
            before = new SearchPlace(page[^1].Segment, page[^1].Key);
            left -= page.Count;
            if (left == 0) return new SearchFound<TFound>(found, before);
        }
    }

    /// <summary>The rows of the model that the index covers.</summary>
    protected static IEnumerable<IEntityType> Types(BalcaoDb db) =>
        db.Model.GetEntityTypes().Where(type => typeof(ISearchRow).IsAssignableFrom(type.ClrType));

    protected abstract string Query(string mark, IReadOnlyList<string> words);

    /// <summary>The newest matches, newest first; fewer than asked for only if there are no more.</summary>
    /// <param name="queries">One for each segment, from the one of <paramref name="before"/> down to the first.</param>
    protected abstract Task<List<T>> PageAsync<T>(BalcaoDb db, IReadOnlyList<string> queries, SearchPlace before, int most, CancellationToken ct)
        where T : class, ISearchRow;

    /// <summary>The row's table, and its column for <see cref="ISearchRow.Key"/>, which refers to the record.</summary>
    protected static (string Table, string Key) NamesOf(IEntityType type) =>
        (type.GetTableName()!, type.GetForeignKeys().Single().Properties[^1].GetColumnName());

    protected static (string Table, string Key) NamesOf(BalcaoDb db, Type row) => NamesOf(db.Model.FindEntityType(row)!);
}
