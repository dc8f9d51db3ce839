using System.Reflection;

namespace Balcao.Platform.Storage;

/// <summary>
/// The rows a lane works on: loaded rows, with their original values, and new ones. EF's change tracker does the same for any
/// graph of objects; for simple rows, thousands per second, this costs a fraction of it.
/// </summary>
internal sealed class RowSet(BalcaoDb db, StorageEngine engine) : IRowSink
{
    private static readonly Func<object, object> Copy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    private readonly Dictionary<object, object> _asLoaded = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _made = [];
    private readonly List<object> _removed = [];

    /// <summary>Marks a row as stored; changes made after this call are written.</summary>
    public void Loaded(object row) => _asLoaded.Add(row, Copy(row));

    public void Add(object row) => _made.Add(row);

    public void Remove(object row)
    {
        if (_asLoaded.Remove(row)) _removed.Add(row);
        else _made.Remove(row);
    }

    /// <summary>Writes what is new, changed or removed, with the same checks as <c>SaveChanges</c>: once, at the end.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        var tables = engine.Rows.TablesOf(db);
        var byTable = new SortedDictionary<int, TableRows>();
        foreach (var row in _removed) Of(row).Removed.Add(row);
        foreach (var row in _made) Of(row).Added.Add(row);
        foreach (var (row, asLoaded) in _asLoaded)
        {
            if (tables[row.GetType()].Map.Changes(asLoaded, row) is not (not 0 and var changes)) continue;
            if (row is IVersioned versioned) versioned.Version++;
            var rows = Of(row);
            rows.Changed.Add(row);
            rows.Changes |= changes;
        }
        db.CheckWrites(byTable.Values.SelectMany(rows => rows.Removed.Concat(rows.Added).Concat(rows.Changed)));
        foreach (var row in _made) db.NoteMade(row);
        foreach (var rows in byTable.Values) await NumberAsync(rows, ct);
        NumberInText.Fill(_made);
        foreach (var row in _made)
            if (row is INamesNumber { Named.SequenceNumber: 0 } names) db.NumbersToCome.Add(names);
        if (byTable.Count > 0) await engine.Rows.WriteAsync(db, [.. byTable.Values], ct);

        async Task NumberAsync(TableRows rows, CancellationToken ct)
        {
            if (rows.Table.Counter is null) return;
            var unnumbered = rows.Added.Cast<INumbered>().Where(row => row.SequenceNumber == 0).ToList();
            if (unnumbered.Count == 0) return;
            if (!engine.NumbersAtCommit)
            {
                await engine.NumberAsync(db, unnumbered[0].GetType(), unnumbered, ct);
                return;
            }
            rows.Added.RemoveAll(row => ((INumbered)row).SequenceNumber == 0);
            db.LeftToCommit.Add(new TableRows(rows.Table, [.. unnumbered], [], []));
        }

        TableRows Of(object row)
        {
            var (map, order) = tables[row.GetType()];
            if (!byTable.TryGetValue(order, out var rows)) byTable[order] = rows = new TableRows(map, [], [], []);
            return rows;
        }
    }
}
