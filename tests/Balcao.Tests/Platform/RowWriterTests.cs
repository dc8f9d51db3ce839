using System.Data.Common;
using System.Globalization;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Platform;

/// <summary>The bulk writer of the lanes writes the same as <c>SaveChanges</c>, with the same checks.</summary>
public sealed class RowWriterTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task Every_column_that_lanes_write_has_the_value_of_the_model()
    {
        var now = App.Time.GetUtcNow();
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(DonaLucia, "Bom dia", now), Webhooks.Text(SeuJorge, "Boa tarde", now)));
        await App.PostWebhook(Webhooks.From(Balcao501, Webhooks.Text(Marina, "Para ninguém", now)));
        var seen = new HashSet<string>();

        await App.ReadAsync(TenantScope.Of(LojaExemplo), async db =>
        {
            foreach (var (type, (table, _)) in TableMap.Of(db.Model))
            {
                if (!typeof(ITenantOwned).IsAssignableFrom(type)) continue;
                var rows = await (Task<List<object>>)RowsOfMethod.MakeGenericMethod(type).Invoke(null, [db])!;
                foreach (var row in rows)
                {
                    var stored = await StoredAsync(db, table, row);
                    foreach (var column in table.Columns)
                        Assert.Equal($"{table.Name}.{column.Name}: {Plain(stored[column.Name])}", $"{table.Name}.{column.Name}: {Plain(column.ValueOf(row))}");
                    seen.Add(table.Name);
                }
            }
            return true;
        });

        Assert.Superset(
            new HashSet<string> { "contacts", "contact_identities", "contact_audiences", "conversations", "tickets", "ticket_actions", "chats", "messages", "usage_entries", "feed", "held_updates" },
            seen);
    }

    [Fact, Rule("P2")]
    public async Task A_row_of_another_tenant_is_refused()
    {
        await using var scope = App.Services.CreateAsyncScope();
        var (rows, work) = Lane(scope);
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), Cancel);
        rows.Add(new Contact { TenantId = OutraEmpresa, Id = ContactId.New(App.Time.GetUtcNow()), Name = "De outra", CreatedAt = App.Time.GetUtcNow() });

        await Assert.ThrowsAsync<CrossTenantWriteException>(() => rows.WriteAsync(Cancel));
    }

    [Fact]
    public async Task A_row_that_was_changed_meanwhile_is_not_overwritten()
    {
        var chat = await App.ChatWaiting(new Customer("Cliente", "5511940990001"));
        var stale = await App.ReadAsync(LojaExemplo, db => db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.Conversation, Cancel));
        await App.WriteAsync(TenantScope.Of(LojaExemplo), async db => (await db.Conversations.SingleAsync(c => c.Id == chat.Conversation, Cancel)).Unread = 7);

        await using var scope = App.Services.CreateAsyncScope();
        var (rows, work) = Lane(scope);
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), Cancel);
        rows.Loaded(stale);
        stale.Unread = 99;

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => rows.WriteAsync(Cancel));
        await work.RollbackAsync();
        Assert.Equal(7, await App.ReadAsync(LojaExemplo, read => read.Conversations.Where(c => c.Id == chat.Conversation).Select(c => c.Unread).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Only_changed_columns_of_a_row_are_written()
    {
        var chat = await App.ChatWaiting(new Customer("Cliente", "5511940990002"));
        var loaded = await App.ReadAsync(LojaExemplo, db => db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.Conversation, Cancel));
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Conversations.Where(c => c.Id == chat.Conversation)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastMessageAt, (DateTimeOffset?)null), Cancel));

        await WriteAsync(rows =>
        {
            rows.Loaded(loaded);
            loaded.Unread = 5;
        });

        var stored = await App.ReadAsync(LojaExemplo, db => db.Conversations.AsNoTracking().SingleAsync(c => c.Id == chat.Conversation, Cancel));
        Assert.Equal((5, null, loaded.Version), (stored.Unread, stored.LastMessageAt, stored.Version));
    }

    [Fact]
    public async Task A_row_is_deleted_before_another_with_the_same_key_is_inserted()
    {
        var now = App.Time.GetUtcNow();
        Contact Named(string name) => new() { TenantId = LojaExemplo, Id = ContactId.New(now), Name = name, CreatedAt = now };
        var (before, after) = (Named("Antes"), Named("Depois"));
        ContactIdentity Of(Contact contact) => new() { TenantId = LojaExemplo, Kind = IdentityKind.Phone, Value = "5511940990003", ContactId = contact.Id };
        var held = Of(before);
        await WriteAsync(rows =>
        {
            rows.Add(before);
            rows.Add(after);
            rows.Add(held);
        });

        await WriteAsync(rows =>
        {
            rows.Loaded(held);
            rows.Remove(held);
            rows.Add(Of(after));
        });

        Assert.Equal(after.Id, await App.ReadAsync(LojaExemplo, db => db.ContactIdentities.Where(i => i.Value == held.Value).Select(i => i.ContactId).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task A_batch_needs_the_same_number_of_statements_for_any_number_of_messages_and_customers()
    {
        async Task<int> StatementsOf(int messages, int from)
        {
            var now = App.Time.GetUtcNow();
            var texts = Enumerable.Range(from, messages).Select(i => Webhooks.Text(new Customer($"Cliente {i}", $"55119555{i:00000}"), "Olá", now)).ToArray();
            return (await Queries.OfAsync(() => App.PostWebhook(Webhooks.From(Balcao500, texts)))).Count;
        }

        await StatementsOf(1, 0);
        var (few, many) = (await StatementsOf(2, 10), await StatementsOf(60, 100));

        Assert.True(many <= few, $"{few} statements for two messages, {many} for sixty");
    }

    private async Task WriteAsync(Action<RowSet> change)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var (rows, work) = Lane(scope);
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), Cancel);
        change(rows);
        await rows.WriteAsync(Cancel);
        await work.CommitAsync(Cancel);
    }

    private (RowSet Rows, UnitOfWork Work) Lane(AsyncServiceScope scope) => (
        new RowSet(scope.ServiceProvider.GetRequiredService<BalcaoDb>(), App.Services.GetRequiredService<StorageEngine>()),
        scope.ServiceProvider.GetRequiredService<UnitOfWork>());

    private static readonly System.Reflection.MethodInfo RowsOfMethod =
        typeof(RowWriterTests).GetMethod(nameof(RowsOf), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;

    private static async Task<List<object>> RowsOf<T>(BalcaoDb db) where T : class => [.. await db.Set<T>().AsNoTracking().ToListAsync(Cancel)];

    /// <summary>The stored row with the same key, read without EF.</summary>
    private static async Task<Dictionary<string, object?>> StoredAsync(BalcaoDb db, TableMap table, object row)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = (DbTransaction)((Microsoft.EntityFrameworkCore.Infrastructure.IInfrastructure<DbTransaction>)db.Database.CurrentTransaction!).Instance;
        command.CommandText = $"SELECT * FROM {table.Name} WHERE {string.Join(" AND ", table.Key.Select((column, i) => $"{column.Name} = @k{i}"))}";
        foreach (var (column, i) in table.Key.Select((column, i) => (column, i)))
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@k{i}", column.ValueOf(row));
            command.Parameters.Add(parameter);
        }
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        Assert.True(await reader.ReadAsync(Cancel), $"{table.Name} has the row under its key");
        return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => reader.IsDBNull(i) ? null : reader.GetValue(i));
    }

    /// <summary>SQLite has fewer types than .NET: a bool is a number there, an id a blob or a text.</summary>
    private static string Plain(object? value) => value switch
    {
        null => "NULL",
        bool flag => flag ? "1" : "0",
        DateOnly day => day.ToString("O", null),
        DateTime day => DateOnly.FromDateTime(day).ToString("O", null),
        byte[] bytes => Convert.ToHexString(bytes),
        Guid id => id.ToString().ToUpperInvariant(),
        string text when Guid.TryParse(text, out var id) => id.ToString().ToUpperInvariant(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
