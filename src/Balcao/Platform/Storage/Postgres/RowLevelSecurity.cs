using System.Text;
using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>
/// The second isolation of tenants: PostgreSQL itself allows access only to rows of the tenants that the transaction named. The
/// script is made from the model and runs after each migration and whenever it changes, so that no new table is forgotten. FORCE
/// binds the owner too.
/// </summary>
internal static class RowLevelSecurity
{
    public const string TenantsSetting = "balcao.tenants";
    public const string EveryoneSetting = "balcao.everyone";

    // The sub-selects are evaluated once per statement, not once per row: they convert the list to ids. (The outer cast changes
    // nothing; it tells PostgreSQL that this is an array and not a set of rows.)
    private const string Everyone = $"(SELECT current_setting('{EveryoneSetting}', true)) = 'on'";
    private const string Tenants = $"ANY ((SELECT string_to_array(current_setting('{TenantsSetting}', true), ',')::uuid[])::uuid[])";

    // A lane writes journal entries of numbers that no tenant has; only the back office reads them.
    private const string NobodysJournal = $" WITH CHECK ({Everyone} OR tenant_id IS NULL OR tenant_id = {Tenants})";

    /// <summary>The condition for access to a row whose tenant is in this column.</summary>
    public static string Allowed(string column) => $"{Everyone} OR {column} = {Tenants}";

    public static string ScriptFor(BalcaoDb db, string appRole)
    {
        var script = new StringBuilder();
        foreach (var type in db.Model.GetEntityTypes())
        {
            var table = type.GetTableName()!;
            var column = table == "tenants" ? "id" : type.FindProperty(nameof(ITenantOwned.TenantId))?.GetColumnName();
            // Identity's table is not protected: a person signs in before the tenant is known.
            if (column is null || table == "persons") continue;
            // The owner's view, through which the index is read, filters by the same tenants itself.
            var isSearched = typeof(ISearchRow).IsAssignableFrom(type.ClrType);
            script.Append(null, $"""
                ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
                ALTER TABLE "{table}" {(isSearched ? "NO FORCE" : "FORCE")} ROW LEVEL SECURITY;
                DROP POLICY IF EXISTS tenant ON "{table}";
                CREATE POLICY tenant ON "{table}" USING ({Allowed(column)}){(table == "journal" ? NobodysJournal : "")};

                """);
        }
        script.Append(null, $"""
            GRANT USAGE ON SCHEMA public TO "{appRole}";
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{appRole}";
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{appRole}";
            """);
        return script.ToString();
    }
}
