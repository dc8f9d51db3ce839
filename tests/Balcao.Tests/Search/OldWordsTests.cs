using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Balcao.Tests.Search;

/// <summary>What was written before there were shelves (migration SearchShelves).</summary>
public sealed class OldWordsTests(BalcaoApp app) : DoorTests(app)
{
    [Fact]
    public async Task Words_of_an_older_version_are_found_after_the_upgrade()
    {
        await App.PostWebhook(Webhooks.From(Balcao500,
            Webhooks.Text(new Customer("Maria Antiga", "5511950000071"), "Pedido velho", App.Time.GetUtcNow()),
            Webhooks.Text(new Customer("Maria Antiga", "5511950000071"), "😀", App.Time.GetUtcNow())));
        await Eventually(async () => await App.ReadAsync(LojaExemplo, db => db.MessageWords.CountAsync(Cancel)) == 2, "the words are there");
        await AsInTheOlderVersionAsync();

        await using (var scope = App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<StorageEngine>().MigrateAsync(scope.ServiceProvider.GetRequiredService<BalcaoDb>(), Cancel);

        Assert.Equal("Pedido velho", Assert.Single((await As(Ana).Api.SearchAsync("pedido vel", Cancel)).Messages).Snippet);
        Assert.Single((await As(Ana).Api.SearchAsync("antiga", Cancel)).Contacts);
        var mark = SearchMark.Of(LojaExemplo, shelf: 0);
        Assert.Equal(["", $"{mark}pedido {mark}velho"], await App.ReadAsync(LojaExemplo, db => db.MessageWords.Select(w => w.Words).OrderBy(w => w).ToListAsync(Cancel)));
    }

    private async Task AsInTheOlderVersionAsync()
    {
        var word = $"_{LojaExemplo.Value:N}";
        string[] sql =
        [
            "DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '%_SearchShelves'",
            .. TestDatabase.IsPostgres ? (string[])["COMMENT ON TABLE \"__EFMigrationsHistory\" IS 'of another version'", "DROP VIEW message_words_found", "DROP VIEW contact_words_found"] : [],
            "ALTER TABLE message_words DROP COLUMN shelf",
            "ALTER TABLE contact_words DROP COLUMN shelf",
            $"UPDATE message_words SET words = CASE WHEN words = '' THEN '{word}' ELSE '{word} pedido velho' END",
            $"UPDATE contact_words SET words = '{word} maria antiga'",
        ];
        if (!TestDatabase.IsPostgres)
        {
            await App.WriteAsync(TenantScope.Everyone, db => db.Database.ExecuteSqlRawAsync(string.Join(';', sql), Cancel));
            return;
        }
        await using var owner = NpgsqlDataSource.Create(App.Services.GetRequiredService<Settings>().DatabaseOwner);
        await using var command = owner.CreateCommand(string.Join(';', sql));
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
