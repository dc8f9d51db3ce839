using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

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

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_migrate_it_once()
    {
        if (!TestDatabase.IsPostgres) return; // SQLite allows one process per folder
        await using var database = await PostgresTestDatabase.CreateAsync(template: null);
        await using var first = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);
        await using var second = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);
        await using var third = BalcaoApp.Build(database, App.Time, NullLoggerProvider.Instance, App.Graph.Url);

        await Task.WhenAll(first.StartAsync(Cancel), second.StartAsync(Cancel), third.StartAsync(Cancel));

        foreach (var node in (WebApplication[])[first, second, third])
        {
            await using var scope = node.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(Cancel));
        }
    }
}
