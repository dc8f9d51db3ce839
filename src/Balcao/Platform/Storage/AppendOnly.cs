using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Storage;

/// <summary>
/// A row that is never changed and never deleted, not even by a defect of ours: the database refuses both. PostgreSQL does so by the
/// rights of the server's role (<see cref="Postgres.RowLevelSecurity"/>), SQLite by triggers.
/// </summary>
public interface IAppendOnly;

internal static class AppendOnly
{
    public static bool Is(IEntityType type) => typeof(IAppendOnly).IsAssignableFrom(type.ClrType);

    /// <summary>For SQLite, which has no roles. A row that replaces another of the same key is refused as well: triggers of deletion do not run for it.</summary>
    public static string TriggersFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var type in db.Model.GetEntityTypes().Where(Is))
        {
            var table = type.GetTableName()!;
            var isThere = string.Join(" AND ", type.FindPrimaryKey()!.Properties.Select(key => $"{key.GetColumnName()} = new.{key.GetColumnName()}"));
            script.Append(null, $"""
                CREATE TRIGGER IF NOT EXISTS {table}_kept_from_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
                CREATE TRIGGER IF NOT EXISTS {table}_kept_from_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
                CREATE TRIGGER IF NOT EXISTS {table}_kept_from_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {isThere})
                    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;

                """);
        }
        return script.ToString();
    }
}
