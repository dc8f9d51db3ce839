using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Balcao.Tests.Platform;

/// <summary>A database of another version is not changed, and the start of the program reports it.</summary>
public sealed class UnknownDatabaseTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task An_unknown_migration_is_found()
    {
        var engine = App.Services.GetRequiredService<StorageEngine>();
        Assert.Null(await engine.FindUnknownMigrationAsync(Cancel));
        await App.AsOwnerAsync("INSERT INTO \"__EFMigrationsHistory\" (migration_id, product_version) VALUES ('20300101000000_Later', '12.0.0')");
        try
        {
            Assert.Equal("20300101000000_Later", await engine.FindUnknownMigrationAsync(Cancel));
        }
        finally
        {
            await App.AsOwnerAsync("DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id = '20300101000000_Later'");
        }
    }

    [Fact]
    public async Task A_database_from_before_the_first_release_is_found()
    {
        var engine = App.Services.GetRequiredService<StorageEngine>();
        await App.AsOwnerAsync("ALTER TABLE \"__EFMigrationsHistory\" RENAME COLUMN migration_id TO \"MigrationId\"");
        try
        {
            Assert.Equal("before the first release", await engine.FindUnknownMigrationAsync(Cancel));
        }
        finally
        {
            await App.AsOwnerAsync("ALTER TABLE \"__EFMigrationsHistory\" RENAME COLUMN \"MigrationId\" TO migration_id");
        }
    }

    [Theory, OnPostgres, Finding("O2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nodes_that_start_at_once_on_one_database_migrate_it_once(bool isOfAnotherVersion)
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "SQLite allows one process per folder.");
        await using var database = await PostgresTestDatabase.CreateAsync(template: null);
        if (isOfAnotherVersion) await BuiltOtherwiseAsync(database);
        await using var first = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);
        await using var second = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);
        await using var third = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);

        await Task.WhenAll(first.StartAsync(Cancel), second.StartAsync(Cancel), third.StartAsync(Cancel));

        await using var scope = first.Services.CreateAsyncScope();
        var known = scope.ServiceProvider.GetRequiredService<BalcaoDb>().Database.GetMigrations();
        Assert.Equal(known, await AsOwnerAsync(database, "SELECT migration_id FROM \"__EFMigrationsHistory\""));
        Assert.NotEmpty(await AsOwnerAsync(database, "SELECT polname::text FROM pg_policy"));
    }

    /// <summary>As if another version had written the policies.</summary>
    private async Task BuiltOtherwiseAsync(TestDatabase database)
    {
        await using var earlier = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);
        await earlier.PrepareStorageAsync(Cancel);
        await AsOwnerAsync(database, "COMMENT ON TABLE \"__EFMigrationsHistory\" IS 'of another version'; DROP POLICY tenant ON messages");
    }

    private static async Task<IReadOnlyList<string>> AsOwnerAsync(TestDatabase database, string sql)
    {
        await using var owner = NpgsqlDataSource.Create(database.Settings["Balcao:DatabaseOwner"]!);
        await using var command = owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel)) rows.Add(reader.GetString(0));
        return rows;
    }
}
