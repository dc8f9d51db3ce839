using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>Every affected table has a rule for merging two contacts.</summary>
public sealed class MergedTablesTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public void Every_table_that_names_a_contact_a_conversation_or_a_chat_has_a_rule()
    {
        using var scope = App.Services.CreateScope();
        var model = scope.ServiceProvider.GetRequiredService<BalcaoDb>().Model;

        Assert.Empty(MergedTables.WithoutRule(model).Select(type => type.ClrType.Name));
        Assert.Empty(MergedTables.Rules.Keys.Where(type => model.FindEntityType(type) is null).Select(type => type.Name));
    }

    [Fact]
    public void A_table_without_a_rule_is_found_even_if_its_key_is_nullable()
    {
        using var db = new Planted();

        Assert.Equal([nameof(Favourite), nameof(Reminder)], MergedTables.WithoutRule(db.Model).Select(type => type.ClrType.Name).Order());
    }

    private sealed class Favourite
    {
        public int Id { get; init; }

        public ContactId Contact { get; init; }
    }

    private sealed class Reminder
    {
        public int Id { get; init; }

        public ChatId? Chat { get; init; }
    }

    private sealed class Planted : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite("Data Source=:memory:");

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Favourite>().Property(row => row.Contact).HasConversion(id => id.Value, stored => new ContactId(stored));
            modelBuilder.Entity<Reminder>().Property(row => row.Chat).HasConversion(id => id!.Value.Value, stored => new ChatId(stored));
            modelBuilder.Entity<Contact>(contact =>
            {
                contact.Ignore(row => row.TenantId);
                contact.Property(row => row.Id).HasConversion(id => id.Value, stored => new ContactId(stored));
            });
        }
    }
}
