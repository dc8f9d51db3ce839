using Balcao.Agents;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tests.Architecture;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Balcao.Tests.Security;

/// <summary>
/// Every table, view and function of PostgreSQL is tried as the role that the server works as: with no tenant named and with
/// another's. What it may touch has a policy; what an error says is no row. SQLite has no roles.
/// </summary>
public sealed class WholeWallTests(BalcaoApp app) : HttpTests(app)
{
    private const string Secret = "segredodaoutra";

    /// <summary>Insufficient privilege: of a right, a column's right, or a policy.</summary>
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;
    private const string GeneratedAlways = "428C9";

    private const string NoRoles = "SQLite has no roles.";

    [Fact, OnPostgres, Finding("S14")]
    public async Task No_relation_shows_or_takes_a_row_of_another_tenant_s()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, NoRoles);
        await FillAsync();

        Findings.AssertNone(await WalkAsync());
    }

    [Fact, OnPostgres, Finding("S14")]
    public async Task A_view_of_the_owner_that_shows_and_takes_others_rows_is_found()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, NoRoles);
        await FillAsync();
        await App.AsOwnerAsync($"CREATE VIEW planted AS SELECT * FROM message_words; GRANT ALL ON planted TO {AppRole}");
        try
        {
            var found = await WalkAsync();

            Assert.Contains("planted shows rows", found);
            Assert.Contains("planted tells a row by an error: words", found);
            Assert.Contains("planted takes a row", found);
            Assert.Contains("planted lets rows be changed", found);
            Assert.Contains("planted lets rows be deleted", found);
            Assert.Contains("planted is a view without a barrier", found);
        }
        finally
        {
            await App.AsOwnerAsync("DROP VIEW planted");
        }
    }

    [Fact, OnPostgres, Finding("S14")]
    public async Task Functions_of_the_owner_are_the_server_s_alone_and_keep_to_their_schema()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, NoRoles);

        var functions = await RowsAsync("", """
            SELECT proname || CASE WHEN has_function_privilege('public', oid, 'EXECUTE') THEN ' is everybody''s' ELSE '' END
                || CASE WHEN prosecdef AND NOT coalesce(array_to_string(proconfig, ' ') LIKE '%search_path=pg_catalog, public, pg_temp%', false) THEN ' looks elsewhere' ELSE '' END
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            """);

        Assert.Equal(["persons_by_id", "persons_by_normalized_email", "search_contact_words", "search_message_words"], functions.Order(StringComparer.Ordinal));
    }

    [Fact, OnPostgres, Finding("S14")]
    public async Task A_search_finds_no_word_of_another_tenant_and_no_condition_of_the_caller_sees_one()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, NoRoles);
        await FillAsync();
        var sql = $"SELECT words FROM search_message_words(ARRAY['''{MessageWords.Of(OutraEmpresa, 0, Secret)}'':*'::tsquery], 0, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10)";

        Assert.NotEmpty(await RowsAsync(OutraEmpresa.ToString(), sql));
        Assert.Empty(await RowsAsync(LojaExemplo.ToString(), sql));
        Assert.Empty(await RowsAsync("", sql + " WHERE words::int = 1"));
    }

    [Fact, Finding("S14")]
    public async Task A_person_is_found_by_e_mail_and_by_id_and_the_others_stay_unseen()
    {
        var scopes = TestDatabase.IsPostgres ? (TenantScope[])[TenantScope.Nobody, TenantScope.Of(LojaExemplo)] : [TenantScope.Nobody];
        foreach (var scope in scopes)
        {
            foreach (var member in (Member[])[Renata, Otavio])
            {
                Assert.Equal(member.PersonId, (await App.ReadAsync(scope, db => db.PersonWithEmail(Person.NormalizeEmail(member.Email)).ToListAsync(Cancel))).Single().Id);
                Assert.Equal(member.PersonId, (await App.ReadAsync(scope, db => db.PersonWithId(member.PersonId).ToListAsync(Cancel))).Single().Id);
            }
            Assert.Empty(await App.ReadAsync(scope, db => db.PersonWithEmail("%").ToListAsync(Cancel)));
            if (TestDatabase.IsPostgres) Assert.All(await App.ReadAsync(scope, db => db.Persons.ToListAsync(Cancel)), p => Assert.Equal(LojaExemplo, p.TenantId));
        }
    }

    [Fact, Finding("S14")]
    public async Task An_operator_is_made_only_where_the_unit_of_work_says_so()
    {
        Task AddAsync(TenantScope scope, string email) => App.WriteAsync(scope, db =>
        {
            db.Add(Person.Operator(PersonId.New(App.Time.GetUtcNow()), "Intruso", email));
            return Task.CompletedTask;
        });

        foreach (var scope in (TenantScope[])[TenantScope.Everyone, TenantScope.Of(LojaExemplo), TenantScope.Nobody])
            await Assert.ThrowsAsync<CrossTenantWriteException>(() => AddAsync(scope, "intruso@balcao.example"));
        await AddAsync(TenantScope.Operators, "segundo@balcao.example");

        if (!TestDatabase.IsPostgres) return;
        foreach (var sql in new[]
        {
            "INSERT INTO persons (tenant_id) VALUES (NULL)",
            $"UPDATE persons SET tenant_id = NULL WHERE id = '{Ana.PersonId}'",
            "DELETE FROM persons",
            "UPDATE protection_keys SET xml = ''",
            "DELETE FROM protection_keys",
        })
            Assert.Equal(Denied, await TryAsync("on", "", sql));
    }

    private string AppRole => new NpgsqlConnectionStringBuilder(App.Services.GetRequiredService<Settings>().Database).Username!;

    private async Task FillAsync()
    {
        await App.PostWebhook(Webhooks.From(NumeroDaOutra, Webhooks.Text(new Scene(App).NewCustomer() with { Name = Secret }, Secret, App.Time.GetUtcNow())));
        var placed = await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, new Scene(App).NewCustomer(), Secret);
        await App.WriteAsync(OutraEmpresa, db => db.Add(new MessageWords
        {
            TenantId = OutraEmpresa, MessageId = placed.Message, Segment = 0, Words = MessageWords.Of(OutraEmpresa, 0, Secret),
        }));
        await App.TokenOfAsync(Igor, Permission.Read);
    }

    private async Task<List<string>> WalkAsync()
    {
        var found = new List<string>();
        foreach (var relation in await RowsAsync("", "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"))
        {
            var columns = await RowsAsync("", $"SELECT attname FROM pg_attribute WHERE attrelid = '{relation}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''");
            var texts = await RowsAsync("", $"SELECT attname FROM pg_attribute WHERE attrelid = '{relation}'::regclass AND attnum > 0 AND NOT attisdropped AND atttypid IN ('text'::regtype, 'varchar'::regtype)");
            var tenant = relation == "tenants" ? "id" : columns.Contains("tenant_id") ? "tenant_id" : null;
            foreach (var scope in (string[])["", LojaExemplo.ToString()])
            {
                var others = tenant is null ? "true" : scope.Length == 0 ? "true" : $"{tenant} IS DISTINCT FROM '{scope}'";
                if (await CountAsync(scope, $"SELECT count(*) FROM {relation} WHERE {others}") > 0) found.Add($"{relation} shows rows");
                foreach (var column in texts)
                    if (await TryAsync("off", scope, $"SELECT count(*) FROM {relation} WHERE {column}::int = 1") is { } error and not Denied && (scope.Length == 0 || error.Contains(Secret, StringComparison.Ordinal)))
                        found.Add($"{relation} tells a row by an error: {column}");
                foreach (var column in columns)
                    if (await CountAsync(scope, $"WITH changed AS (UPDATE {relation} SET {column} = {column} WHERE {others} RETURNING 1) SELECT count(*) FROM changed") > 0)
                        found.Add($"{relation} lets rows be changed");
                if (await CountAsync(scope, $"WITH gone AS (DELETE FROM {relation} WHERE {others} RETURNING 1) SELECT count(*) FROM gone") > 0) found.Add($"{relation} lets rows be deleted");
                if (await TryAsync("off", scope, tenant is null ? $"INSERT INTO {relation} DEFAULT VALUES" : $"INSERT INTO {relation} ({tenant}) VALUES ('{OutraEmpresa}')") is not Denied)
                    found.Add($"{relation} takes a row");
                // Lanes write down what came for a number that nobody has.
                if (tenant is not null && relation != "journal" && await TryAsync("off", scope, $"INSERT INTO {relation} ({tenant}) VALUES (NULL)") is not Denied)
                    found.Add($"{relation} takes a row of nobody");
            }
        }
        found.AddRange(await RowsAsync("", """
            SELECT oid::regclass || ' is a view without a barrier' FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
                AND NOT coalesce(array_to_string(reloptions, ' ') ~ 'security_(barrier|invoker)=(true|on)', false)
            """));
        found.AddRange(await RowsAsync("", $"""
            SELECT oid::regclass || ' has no policy' FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND has_table_privilege('{AppRole}', oid, 'SELECT, INSERT, UPDATE, DELETE') AND NOT relrowsecurity
            """));
        return found;
    }

    /// <summary>What the statement counts; 0 if it is denied, or the database itself makes the column's values.</summary>
    private async Task<long> CountAsync(string scope, string sql)
    {
        try
        {
            return long.Parse(Assert.Single(await RowsAsync(scope, sql)), null);
        }
        catch (PostgresException e) when (e.SqlState is Denied or GeneratedAlways)
        {
            return 0;
        }
    }

    /// <summary>The code and the text of the error; null if there is none.</summary>
    private async Task<string?> TryAsync(string everyone, string scope, string sql)
    {
        try
        {
            await RowsAsync(scope, sql, everyone);
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState is Denied ? Denied : $"{e.SqlState} {e.MessageText} {e.Detail}";
        }
    }

    /// <summary>The first column as text, in a transaction of the server's role that is rolled back.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync(string scope, string sql, string everyone = "off")
    {
        await using var connection = new NpgsqlConnection(App.Services.GetRequiredService<Settings>().Database);
        await connection.OpenAsync(Cancel);
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await using (var name = new NpgsqlCommand("SELECT set_config('balcao.tenants', $1, true), set_config('balcao.everyone', $2, true)", connection, transaction))
        {
            name.Parameters.Add(new() { Value = scope });
            name.Parameters.Add(new() { Value = everyone });
            await name.ExecuteNonQueryAsync(Cancel);
        }
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel)) rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }
}
