using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage;

/// <summary>Rows of one table: new ones, stored ones that have changed, and those to delete.</summary>
internal sealed record TableRows(TableMap Table, List<object> Added, List<object> Changed, List<object> Removed)
{
    /// <summary>
    /// The columns of <see cref="Changed"/> to write. Writing an unchanged column has a cost: SQLite reads all rows that refer to a
    /// key whose columns a statement names.
    /// </summary>
    public ulong Changes { get; set; }
}

/// <summary>
/// Writes many rows of a table with few statements, instead of row by row, because lanes do it thousands of times a second.
/// Writes the same as <c>SaveChanges</c> would, by the same mapping.
/// </summary>
public abstract class RowWriter
{
    // For one model: each engine has one context type.
    private IReadOnlyDictionary<Type, (TableMap Map, int Order)>? _tables;

    internal IReadOnlyDictionary<Type, (TableMap Map, int Order)> TablesOf(BalcaoDb db) => _tables ??= TableMap.Of(db.Model);

    /// <summary>
    /// Deletes first, children before parents, then writes parents before children. Throws
    /// <see cref="DbUpdateConcurrencyException"/> if a changed row no longer has the version it was loaded with.
    /// </summary>
    internal abstract Task WriteAsync(BalcaoDb db, IReadOnlyList<TableRows> tables, CancellationToken ct);

    private protected static void CheckAllFound(TableMap table, int found, int wanted)
    {
        if (found != wanted) throw new DbUpdateConcurrencyException($"{wanted - found} rows of {table.Name} were changed meanwhile.");
    }
}
