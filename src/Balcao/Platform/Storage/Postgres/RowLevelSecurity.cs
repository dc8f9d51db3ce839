using System.Text;
using Balcao.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>
/// The second isolation of tenants: PostgreSQL itself allows access only to rows of the tenants that the transaction named, and to
/// rows of the installation only if it named everyone. The script is made from the model and runs after each migration and
/// whenever it changes, so that no new table is forgotten. FORCE binds the owner too.
/// </summary>
internal static class RowLevelSecurity
{
    public const string TenantsSetting = "balcao.tenants";
    public const string EveryoneSetting = "balcao.everyone";

    /// <summary>The value of <see cref="EveryoneSetting"/> with which operators may be made, too.</summary>
    public const string WithOperators = "operators";

    /// <summary>Of a function of the owner: what it calls is ours, whatever the caller has made or set.</summary>
    public const string AsOwner = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp";

    // The sub-selects are evaluated once per statement, not once per row: they convert the list to ids. (The outer cast changes
    // nothing; it tells PostgreSQL that this is an array and not a set of rows.)
    private const string EveryoneIs = $"(SELECT current_setting('{EveryoneSetting}', true))";
    private const string Everyone = $"{EveryoneIs} IN ('on', '{WithOperators}')";
    private const string Tenants = $"ANY ((SELECT string_to_array(current_setting('{TenantsSetting}', true), ',')::uuid[])::uuid[])";

    /// <summary>The condition for access to a row whose tenant is in this column.</summary>
    public static string Allowed(string column) => $"{Everyone} OR {column} = {Tenants}";

    public static string ScriptFor(BalcaoDb db, string appRole)
    {
        var script = new StringBuilder().Append(NothingGranted(appRole));
        foreach (var type in db.Model.GetEntityTypes())
        {
            var table = type.GetTableName()!;
            // Functions of the owner read these tables past the policy, and check or show only what they are for.
            var isReadByFunctions = typeof(ISearchRow).IsAssignableFrom(type.ClrType) || LookUpAcrossTenants.Of(type).Any();
            script.Append(null, $"""
                ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
                ALTER TABLE "{table}" {(isReadByFunctions ? "NO FORCE" : "FORCE")} ROW LEVEL SECURITY;
                DROP POLICY IF EXISTS tenant ON "{table}";
                CREATE POLICY tenant ON "{table}" {PolicyOf(type)};
                GRANT {RightsOn(type)} ON "{table}" TO "{appRole}";

                """);
            // If one role is owner and server, the grant alone takes nothing from it.
            if (AppendOnly.Is(type)) script.AppendLine(null, $"""REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{appRole}";""");
            foreach (var property in LookUpAcrossTenants.Of(type)) script.Append(LookUp(property));
        }
        // An operator belongs to no tenant and may do everything, so everyone's rows are not enough to make one.
        script.Append(null, $"""
            DROP POLICY IF EXISTS operators ON persons;
            CREATE POLICY operators ON persons AS RESTRICTIVE FOR INSERT WITH CHECK (tenant_id IS NOT NULL OR {EveryoneIs} = '{WithOperators}');
            GRANT USAGE ON SCHEMA public TO "{appRole}";
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{appRole}";

            """);
        foreach (var function in PostgresSearchIndex.Functions(db).Concat(LookUpAcrossTenants.Of(db.Model).Select(LookUpFunction)))
            script.Append(null, $"""
                REVOKE ALL ON FUNCTION {function} FROM PUBLIC;
                GRANT EXECUTE ON FUNCTION {function} TO "{appRole}";

                """);
        return script.ToString();
    }

    /// <summary>
    /// Rights are given table by table: a view, or the migrations' own table, would otherwise come with them. If one role is owner and
    /// server, its rights stay.
    /// </summary>
    private static string NothingGranted(string appRole) => $"""
        DO $revoke$
        DECLARE relation regclass;
        BEGIN
            IF current_user = '{appRole}' THEN RETURN; END IF;
            FOR relation IN SELECT oid FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f') AND pg_get_userbyid(relowner) = current_user
            LOOP
                EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', relation, '{appRole}');
            END LOOP;
        END $revoke$;

        """;

    private static string PolicyOf(IEntityType type)
    {
        var column = type.GetTableName() == "tenants" ? "id" : type.FindProperty(nameof(ITenantOwned.TenantId))?.GetColumnName();
        if (column is null) return $"USING ({Everyone})";
        // A lane writes journal entries of numbers that no tenant has; only the back office reads them.
        var check = type.GetTableName() == "journal" ? $" WITH CHECK ({Allowed(column)} OR {column} IS NULL)" : "";
        return $"USING ({Allowed(column)}){check}";
    }

    private static string RightsOn(IEntityType type) => type.GetTableName() switch
    {
        // A person stays in their tenant, or without one, and is never deleted.
        "persons" => $"SELECT, INSERT, UPDATE ({string.Join(", ", type.GetProperties().Where(p => !p.IsPrimaryKey() && p.Name != nameof(ITenantOwned.TenantId)).Select(p => p.GetColumnName()))})",
        // Without a key, what it encrypts is lost.
        "protection_keys" => "SELECT, INSERT",
        _ when AppendOnly.Is(type) => "SELECT, INSERT",
        _ => "SELECT, INSERT, UPDATE, DELETE",
    };

    /// <summary>The name of the function that finds a row by the property, whatever its tenant.</summary>
    public static string LookUpFunction(IReadOnlyProperty property) => $"{property.DeclaringType.GetTableName()}_by_{property.GetColumnName()}";

    private static string LookUp(IProperty property)
    {
        var table = property.DeclaringType.GetTableName();
        return $"""
            CREATE OR REPLACE FUNCTION {LookUpFunction(property)}(wanted {(property.GetColumnType() is "uuid" ? "uuid" : "text")})
                RETURNS SETOF public.{table} LANGUAGE sql STABLE {AsOwner}
                AS $find$ SELECT * FROM public.{table} WHERE {property.GetColumnName()} = wanted $find$;

            """;
    }
}
