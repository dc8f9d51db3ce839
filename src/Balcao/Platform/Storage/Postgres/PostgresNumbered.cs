using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>Writes new rows with numbers of a sequence and increments the counters, in one statement of the commit.</summary>
internal static class PostgresNumbered
{
    /// <summary>Locks the counters in key order, so that two batches of several tenants cannot deadlock.</summary>
    public static NpgsqlBatchCommand Insert(TableRows rows)
    {
        var (map, tenants) = (rows.Table, rows.Added.ConvertAll(row => ((INumbered)row).TenantId));
        var wanted = tenants.CountBy(tenant => tenant).ToDictionary();
        var left = wanted.ToDictionary();
        var tenant = map.ColumnOf(nameof(ITenantOwned.TenantId)).Name;
        var others = map.Inserted.Where(column => column != map.Numbered).ToList();
        var arrays = string.Join(", ", others.Select((column, i) => $"${i + 5}::{PostgresRowWriter.ArrayTypeOf(column)}"));
        var names = string.Join(", ", others.Select(column => column.Name));
        var command = new NpgsqlBatchCommand($"""
            WITH taken AS (
                INSERT INTO counters (tenant_id, name, value)
                SELECT t, $3, n FROM unnest($1::uuid[], $2::int[]) AS wanted (t, n) ORDER BY t
                ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value
                RETURNING tenant_id AS owner, value)
            INSERT INTO {map.Name} ({map.Numbered!.Name}, {names})
            SELECT taken.value - r.before_last, {string.Join(", ", others.Select(column => $"r.{column.Name}"))}
            FROM unnest($4::int[], {arrays}) AS r (before_last, {names})
            JOIN taken ON taken.owner = r.{tenant}
            """);
        Add(wanted.Keys.Select(t => t.Value).ToArray());
        Add(wanted.Values.ToArray());
        Add(map.Counter!);
        Add(tenants.Select(t => --left[t]).ToArray());
        foreach (var column in others) Add(column.ValuesOf(rows.Added));
        return command;

        void Add(object value) => command.Parameters.Add(new NpgsqlParameter { Value = value });
    }

    /// <summary>Puts the numbers that were just taken into the texts that name them: one statement for each pair of tables.</summary>
    public static IEnumerable<NpgsqlBatchCommand> FillTexts(BalcaoDb db, RowWriter rows)
    {
        if (db.NumbersToCome.Count == 0) yield break;
        var tables = rows.TablesOf(db);
        foreach (var pair in db.NumbersToCome.GroupBy(row => (Text: row.GetType(), Numbered: row.Named!.GetType())))
        {
            var (map, numbered) = (tables[pair.Key.Text].Map, tables[pair.Key.Numbered].Map);
            var ((tenant, id), (otherTenant, otherId)) = (KeyOf(map), KeyOf(numbered));
            var text = map.ColumnOf(nameof(INamesNumber.Text)).Name;
            var command = new NpgsqlBatchCommand($"""
                UPDATE {map.Name} AS t SET {text} = replace(t.{text}, $1, n.{numbered.Numbered!.Name}::text)
                FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS r (tenant, id, numbered)
                JOIN {numbered.Name} AS n ON n.{otherTenant.Name} = r.tenant AND n.{otherId.Name} = r.numbered
                WHERE t.{tenant.Name} = r.tenant AND t.{id.Name} = r.id
                """);
            List<object> those = [.. pair];
            foreach (var value in (object[])[NumberInText.Mark, tenant.ValuesOf(those), id.ValuesOf(those), otherId.ValuesOf([.. pair.Select(row => (object)row.Named!)])])
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            yield return command;
        }

        static (Column Tenant, Column Id) KeyOf(TableMap map) =>
            map.Key is [var tenant, var id] ? (tenant, id) : throw new NotSupportedException($"{map.Name}: a row that a text names, or with such a text, has a key of tenant and id.");
    }

    /// <summary>
    /// Rows that refer to a numbered row are written before it: their foreign keys are checked at the commit, not at the statement.
    /// </summary>
    public static string ScriptFor(BalcaoDb db)
    {
        var script = new StringBuilder();
        foreach (var key in db.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()))
            if (key.PrincipalEntityType.GetProperties().Any(property => SequenceMapping.CounterOf(property) is not null))
                script.AppendLine(null, $"""ALTER TABLE "{key.DeclaringEntityType.GetTableName()}" ALTER CONSTRAINT "{key.GetConstraintName()}" DEFERRABLE INITIALLY DEFERRED;""");
        return script.ToString();
    }
}
