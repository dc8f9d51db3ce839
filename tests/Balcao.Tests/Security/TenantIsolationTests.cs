using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Security;

/// <summary>
/// The protections between tenants, each tested by itself with the ones above it bypassed: the filter on reads, the check on
/// writes, the database's keys, and on PostgreSQL row-level security. SQLite does not have the last one.
/// </summary>
public sealed class TenantIsolationTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task A_new_row_of_another_tenant_is_refused_before_it_reaches_the_database() =>
        await Assert.ThrowsAsync<CrossTenantWriteException>(() => App.WriteAsync(LojaExemplo, db => db.Add(NewGroup(OutraEmpresa))));

    [Fact]
    public async Task A_change_of_another_tenant_s_row_is_refused_before_it_reaches_the_database()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var (db, work) = (scope.ServiceProvider.GetRequiredService<BalcaoDb>(), scope.ServiceProvider.GetRequiredService<UnitOfWork>());
        await work.BeginWriteAsync(TenantScope.Of(OutraEmpresa), Cancel);
        var igor = await db.Agents.SingleAsync(a => a.Id == Igor.Id, Cancel);
        await work.AllowAsync(TenantScope.Of(LojaExemplo), Cancel);
        igor.Name = "Tomado";

        await Assert.ThrowsAsync<CrossTenantWriteException>(() => work.CommitAsync(Cancel));
    }

    [Fact]
    public async Task A_write_outside_a_unit_of_work_throws()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        db.Add(NewGroup(LojaExemplo));

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancel));
    }

    [Fact]
    public async Task A_write_in_a_unit_of_work_that_only_reads_throws() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => App.ReadAsync(LojaExemplo, db =>
        {
            db.Add(NewGroup(LojaExemplo));
            return db.SaveChangesAsync(Cancel);
        }));

    [Fact]
    public async Task A_bulk_update_outside_a_unit_of_work_changes_no_rows()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var all = scope.ServiceProvider.GetRequiredService<BalcaoDb>().Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]);
        Task<int> UpdateAsync() => all.ExecuteUpdateAsync(set => set.SetProperty(a => a.Name, "Todo mundo"), Cancel);

        if (TestDatabase.IsPostgres) Assert.Equal(0, await UpdateAsync());
        else await Assert.ThrowsAsync<InvalidOperationException>(UpdateAsync);
        Assert.Equal(Ana.Name, (await As(Ana).Api.GetMeAsync(Cancel)).Name);
    }

    [Fact]
    public async Task The_database_refuses_a_message_in_another_tenant_s_conversation()
    {
        var others = await PlaceInOtherTenantAsync();

        await RefusedByKeysAsync(NewMessage(LojaExemplo, others.Conversation, Balcao500));
        await RefusedByKeysAsync(NewMessage(LojaExemplo, others.Conversation, NumeroDaOutra));
    }

    [Fact]
    public async Task The_database_refuses_a_message_with_another_number_than_its_conversation()
    {
        var ours = await App.ChatWaiting(NewCustomer());

        await RefusedByKeysAsync(NewMessage(LojaExemplo, ours.Conversation, Balcao501));
    }

    [Fact]
    public async Task The_database_refuses_a_message_in_the_chat_of_another_conversation()
    {
        var (one, other) = (await App.ChatWaiting(NewCustomer()), await App.ChatWaiting(NewCustomer()));

        await RefusedByKeysAsync(NewMessage(LojaExemplo, one.Conversation, Balcao500, other.Id));
    }

    [Fact]
    public async Task The_database_refuses_to_move_a_message_to_another_tenant_or_conversation()
    {
        var (ours, others) = (await App.ChatWaiting(NewCustomer()), await PlaceInOtherTenantAsync());
        var message = await App.ReadAsync(LojaExemplo, db => db.Messages.Where(m => m.ConversationId == ours.Conversation).Select(m => m.Id).SingleAsync(Cancel));

        await RefusedByKeysAsync("UPDATE messages SET tenant_id = {0} WHERE id = {1}", Stored(OutraEmpresa.Value), Stored(message.Value));
        await RefusedByKeysAsync("UPDATE messages SET conversation_id = {0} WHERE id = {1}", Stored(others.Conversation.Value), Stored(message.Value));
    }

    [Fact]
    public async Task The_database_refuses_a_conversation_with_another_tenant_s_contact_or_number()
    {
        var others = await PlaceInOtherTenantAsync();
        var now = App.Time.GetUtcNow();

        await RefusedByKeysAsync(new Conversation
        {
            TenantId = LojaExemplo, Id = ConversationId.New(now), ChannelId = Balcao500.Id, ContactId = others.Contact, LastActivityAt = now,
        });
        await RefusedByKeysAsync(new Conversation
        {
            TenantId = OutraEmpresa, Id = ConversationId.New(now), ChannelId = Balcao500.Id, ContactId = others.Contact, LastActivityAt = now,
        });
    }

    [Fact]
    public async Task Reads_return_only_one_tenant_s_rows_and_on_PostgreSQL_also_without_the_filter()
    {
        await PlaceInOtherTenantAsync();

        Assert.Equal(0, await App.ReadAsync(LojaExemplo, db => db.Messages.CountAsync(m => m.TenantId == OutraEmpresa, Cancel)));
        var beneath = await App.ReadAsync(LojaExemplo, db => db.Messages
            .IgnoreQueryFilters([BalcaoDb.TenantFilter]).CountAsync(m => m.TenantId == OutraEmpresa, Cancel));
        var bySql = await App.ReadAsync(LojaExemplo, db => db.Database
            .SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM messages WHERE tenant_id = {0}", Stored(OutraEmpresa.Value)).SingleAsync(Cancel));

        Assert.Equal(TestDatabase.IsPostgres, beneath == 0);
        Assert.Equal(TestDatabase.IsPostgres, bySql == 0);
    }

    [Fact]
    public async Task A_unit_of_work_without_a_tenant_reads_nothing()
    {
        Assert.Equal(0, await App.ReadAsync(TenantScope.Nobody, db => db.Agents.CountAsync(Cancel)));
        Assert.Equal(TestDatabase.IsPostgres, await App.ReadAsync(TenantScope.Nobody, db => db.Agents
            .IgnoreQueryFilters([BalcaoDb.TenantFilter]).CountAsync(Cancel)) == 0);
    }

    [Fact]
    public async Task Without_the_check_PostgreSQL_refuses_a_row_of_another_tenant()
    {
        const string insert = "INSERT INTO counters (tenant_id, name, value) VALUES ({0}, 'intruso', 1)";
        object tenant = Stored(OutraEmpresa.Value);
        Task InsertAsync() => App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Database.ExecuteSqlRawAsync(insert, [tenant], Cancel));

        // On SQLite only the check protects the rows; no other program writes to its file.
        if (!TestDatabase.IsPostgres) await InsertAsync();
        else Assert.Contains("row-level security", (await Assert.ThrowsAnyAsync<Exception>(InsertAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_check_PostgreSQL_changes_no_row_of_another_tenant()
    {
        var changed = -1;
        await App.WriteAsync(TenantScope.Of(LojaExemplo), async db => changed = await db.Database.ExecuteSqlRawAsync(
            "UPDATE chat_groups SET display_name = display_name WHERE tenant_id = {0}", [Stored(OutraEmpresa.Value)], Cancel));

        Assert.Equal(TestDatabase.IsPostgres, changed == 0);
    }

    [Fact]
    public async Task The_key_of_every_table_with_a_tenant_starts_with_the_tenant()
    {
        // Full-text indexes refer to rows by number, and have a separate index by tenant.
        var owned = (await OwnedTypesAsync()).Where(type => !typeof(ISearchRow).IsAssignableFrom(type.ClrType));

        Assert.All(owned, type => Assert.Equal(nameof(ITenantOwned.TenantId), type.FindPrimaryKey()!.Properties[0].Name));
    }

    [Fact]
    public async Task Every_table_with_a_tenant_has_row_level_security_on_PostgreSQL()
    {
        // The journal's tenant may be nobody yet, operators with their sign-ins and acts have none, and keys, plans and Meta's prices are the installation's.
        var owned = (await OwnedTypesAsync()).Select(type => type.GetTableName()!).Concat(["tenants", "journal", "persons", "sign_ins", "security_events", "protection_keys", "plans", "meta_rates"]);

        Assert.Equal(TestDatabase.IsPostgres ? owned.Order(StringComparer.Ordinal) : [], (await WalledTablesAsync("relrowsecurity")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_wall_binds_the_owner_too_but_for_what_its_functions_look_through()
    {
        var searched = (await OwnedTypesAsync()).Where(type => typeof(ISearchRow).IsAssignableFrom(type.ClrType)).Select(type => type.GetTableName()!).Append("persons");

        var (all, forced) = (await WalledTablesAsync("relrowsecurity"), await WalledTablesAsync("relforcerowsecurity"));

        Assert.Equal(TestDatabase.IsPostgres ? searched.Order(StringComparer.Ordinal) : [], all.Except(forced).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_start_changes_nothing_unless_the_policies_are_marked_as_of_another_version()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var (engine, db) = (scope.ServiceProvider.GetRequiredService<StorageEngine>(), scope.ServiceProvider.GetRequiredService<BalcaoDb>());

        var built = await NewestPartAsync();
        await engine.MigrateAsync(db, Cancel);
        Assert.Equal(built, await NewestPartAsync());

        if (!TestDatabase.IsPostgres) return; // no row-level security
        await App.AsOwnerAsync("COMMENT ON TABLE \"__EFMigrationsHistory\" IS 'of another version'");
        await engine.MigrateAsync(db, Cancel);
        Assert.True(await NewestPartAsync() > built);
    }

    /// <summary>A number that increases when PostgreSQL's policies or SQLite's schema are created again.</summary>
    private Task<long> NewestPartAsync() => App.ReadAsync(TenantScope.Nobody, db => db.Database.SqlQueryRaw<long>(TestDatabase.IsPostgres
        ? "SELECT max(oid::int8) AS \"Value\" FROM pg_policy" : "SELECT schema_version AS \"Value\" FROM pragma_schema_version").SingleAsync(Cancel));

    [Fact]
    public async Task The_words_messages_are_found_by_are_behind_the_wall_too()
    {
        var others = await PlaceInOtherTenantAsync();
        await App.WriteAsync(OutraEmpresa, db => db.Add(new MessageWords { TenantId = OutraEmpresa, MessageId = others.Message, Segment = 0, Words = "segredo" }));

        var seen = await App.ReadAsync(LojaExemplo, db => db.Database.SqlQueryRaw<long>(
            "SELECT count(*) AS \"Value\" FROM message_words WHERE tenant_id = {0}", Stored(OutraEmpresa.Value)).SingleAsync(Cancel));
        Assert.Equal(TestDatabase.IsPostgres, seen == 0);
    }

    [Fact]
    public async Task The_server_s_role_cannot_disable_row_level_security() =>
        Assert.Contains(TestDatabase.IsPostgres ? "must be owner" : "syntax error", (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => App.WriteAsync(
            TenantScope.Everyone, db => db.Database.ExecuteSqlRawAsync("ALTER TABLE messages DISABLE ROW LEVEL SECURITY", Cancel)))).Message, StringComparison.Ordinal);

    private Task<IEntityType[]> OwnedTypesAsync() => App.ReadAsync(TenantScope.Nobody, db => Task.FromResult(
        db.Model.GetEntityTypes().Where(type => typeof(ITenantOwned).IsAssignableFrom(type.ClrType)).ToArray()));

    /// <param name="flag">relrowsecurity: row-level security is enabled. relforcerowsecurity: also for the owner.</param>
    private async Task<IReadOnlyList<string>> WalledTablesAsync(string flag)
    {
        if (!TestDatabase.IsPostgres) return [];
        var sql = $"SELECT relname AS \"Value\" FROM pg_class WHERE relkind = 'r' AND {flag}";
        return await App.ReadAsync(TenantScope.Nobody, db => db.Database.SqlQueryRaw<string>(sql).ToListAsync(Cancel));
    }

    /// <summary>Only the keys can refuse the row, because the unit of work may write the rows of all tenants.</summary>
    private async Task RefusedByKeysAsync(object row)
    {
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => App.WriteAsync(TenantScope.Everyone, db =>
        {
            db.Add(row);
            return db.SaveChangesAsync(Cancel);
        }));
        Assert.Contains("foreign key", refused.InnerException!.Message, StringComparison.OrdinalIgnoreCase);
    }

    private async Task RefusedByKeysAsync(string sql, params object[] values)
    {
        var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => App.WriteAsync(TenantScope.Everyone, db =>
            db.Database.ExecuteSqlRawAsync(sql, values, Cancel)));
        Assert.Contains("foreign key", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    private Task<PlacedChat> PlaceInOtherTenantAsync() => App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, NewCustomer());

    private Customer NewCustomer() => new Scene(App).NewCustomer();

    private Message NewMessage(TenantId tenant, ConversationId conversation, CastNumber number, ChatId? chat = null) => new()
    {
        TenantId = tenant, Id = MessageId.New(App.Time.GetUtcNow()), ConversationId = conversation, ChannelId = number.Id, ChatId = chat,
        Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = App.Time.GetUtcNow(), StoredAt = App.Time.GetUtcNow(), Text = "Perdida",
    };

    private ChatGroup NewGroup(TenantId tenant) => new()
    {
        TenantId = tenant, Id = ChatGroupId.New(App.Time.GetUtcNow()), Name = "Intruso", DisplayName = "Intruso",
    };

    /// <summary>An id as the engine stores it, for plain SQL.</summary>
    private static object Stored(Guid id) => TestDatabase.IsPostgres ? id : id.ToByteArray(bigEndian: true);
}
