using Npgsql;

namespace Balcao.Platform.Storage.Postgres;

/// <summary>Writes new feed entries and increments the counters that number them, in one statement.</summary>
internal static class PostgresFeed
{
    /// <summary>Locks the counters in key order, so that two batches of several tenants cannot deadlock.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<FeedEntry> feed)
    {
        var wanted = feed.CountBy(entry => entry.TenantId).ToDictionary();
        var left = wanted.ToDictionary();
        var command = new NpgsqlBatchCommand("""
            WITH taken AS (
                INSERT INTO counters (tenant_id, name, value)
                SELECT t, $3, n FROM unnest($1::uuid[], $2::int[]) AS wanted (t, n) ORDER BY t
                ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value
                RETURNING tenant_id, value)
            INSERT INTO feed (tenant_id, sequence, record, record_id, contact_id, at)
            SELECT e.tenant_id, taken.value - e.before_last, e.record, e.record_id, e.contact_id, e.at
            FROM unnest($4::uuid[], $5::int[], $6::text[], $7::uuid[], $8::uuid[], $9::bigint[])
                AS e (tenant_id, before_last, record, record_id, contact_id, at)
            JOIN taken ON taken.tenant_id = e.tenant_id
            """);
        Add(wanted.Keys.Select(tenant => tenant.Value).ToArray());
        Add(wanted.Values.ToArray());
        Add(Feed.Counter);
        Add(feed.Select(entry => entry.TenantId.Value).ToArray());
        Add(feed.Select(entry => --left[entry.TenantId]).ToArray());
        Add(feed.Select(entry => entry.Record.ToString()).ToArray());
        Add(feed.Select(entry => entry.RecordId).ToArray());
        Add(feed.Select(entry => entry.ContactId?.Value).ToArray());
        Add(feed.Select(entry => entry.At.ToUnixTimeMilliseconds()).ToArray());
        return command;

        void Add(object value) => command.Parameters.Add(new NpgsqlParameter { Value = value });
    }
}
