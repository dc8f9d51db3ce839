using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>Adds to the totals in one statement of the commit, which locks them until its end.</summary>
internal static class PostgresTotals
{
    public static NpgsqlBatchCommand Add(IReadOnlyList<DayTotal> totals)
    {
        var command = new NpgsqlBatchCommand("""
            INSERT INTO day_totals (tenant_id, channel_id, day, name, count, amount)
            SELECT t, c, d, n, k, a FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[], $6::bigint[]) AS added (t, c, d, n, k, a)
            ON CONFLICT (tenant_id, channel_id, day, name)
            DO UPDATE SET count = day_totals.count + excluded.count, amount = day_totals.amount + excluded.amount
            """);
        foreach (var values in (object[])
        [
            totals.Select(t => t.TenantId.Value).ToArray(), totals.Select(t => t.ChannelId.Value).ToArray(), totals.Select(t => t.Day).ToArray(),
            totals.Select(t => t.Name).ToArray(), totals.Select(t => t.Count).ToArray(), totals.Select(t => t.Amount).ToArray(),
        ])
            command.Parameters.Add(new NpgsqlParameter { Value = values });
        return command;
    }
}
