using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage;

/// <summary>Rows of one table: new ones, known ones whose values have changed, and those that go.</summary>
internal sealed record TableRows(TableMap Table, List<object> Added, List<object> Changed, List<object> Removed)
{
    /// <summary>
    /// Which columns of <see cref="Changed"/> are written. Naming one that is as it was is not free: SQLite reads all rows
    /// that refer to a key whose columns a statement names.
    /// </summary>
    public ulong Changes { get; set; }
}

/// <summary>
/// Writes rows table by table, many to a statement, instead of row by row: what lanes do thousands of times a second.
/// Same rows as <c>SaveChanges</c> would write, by the same mapping.
/// </summary>
public abstract class RowWriter
{
    // Of one model: each engine has one context type.
    private IReadOnlyDictionary<Type, (TableMap Map, int Order)>? _tables;

    internal IReadOnlyDictionary<Type, (TableMap Map, int Order)> TablesOf(BalcaoDb db) => _tables ??= TableMap.Of(db.Model);

    /// <summary>
    /// What goes does so first, children before parents; then parents come first. A changed row whose version is no longer
    /// the one before its own throws <see cref="DbUpdateConcurrencyException"/>: somebody else was first.
    /// </summary>
    internal abstract Task WriteAsync(BalcaoDb db, IReadOnlyList<TableRows> tables, CancellationToken ct);

    private protected static void CheckAllFound(TableMap table, int found, int wanted)
    {
        if (found != wanted) throw new DbUpdateConcurrencyException($"{wanted - found} rows of {table.Name} were changed meanwhile.");
    }
}
