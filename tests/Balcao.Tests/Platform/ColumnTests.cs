using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Platform;

public sealed class ColumnTests(BalcaoApp app) : HttpTests(app)
{
    [Theory]
    [InlineData("messages", "wamid", true)]
    [InlineData("contact_identities", "value", true)]
    [InlineData("chats", "status", true)]
    [InlineData("contacts", "name", false)]
    [InlineData("chat_groups", "name", false)]
    public async Task On_PostgreSQL_ids_are_compared_by_bytes_and_names_in_the_database_s_language(string table, string column, bool isByBytes)
    {
        if (!TestDatabase.IsPostgres)
        {
            // SQLite compares all texts byte by byte, and its schema names no collation.
            Assert.DoesNotContain("COLLATE", await ScalarAsync($"SELECT sql AS \"Value\" FROM sqlite_master WHERE name = '{table}'"), StringComparison.OrdinalIgnoreCase);
            return;
        }
        var collation = await ScalarAsync($"SELECT coalesce(collation_name, 'the language') AS \"Value\" FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'");
        Assert.Equal(isByBytes ? "C" : "the language", collation);
    }

    private Task<string> ScalarAsync(string sql) => App.ReadAsync(TenantScope.Nobody, db => db.Database.SqlQueryRaw<string>(sql).SingleAsync(Cancel));
}
