using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Platform;

/// <summary>What bulk writes and look-ups support, and what they refuse at the start of the program.</summary>
public sealed class TableMapTests(BalcaoApp app) : HttpTests(app)
{
    [Fact]
    public async Task Keys_of_every_type_can_be_looked_up()
    {
        var now = App.Time.GetUtcNow();
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(new Customer("Chave", "5511940990031"), "Bom dia", now)));
        var line = await App.ReadAsync(LojaExemplo, db => db.UsageEntries.AsNoTracking().OrderByDescending(l => l.BookedAt).FirstAsync(Cancel));
        var entry = await App.ReadAsync(LojaExemplo, db => db.Feed.AsNoTracking().OrderByDescending(e => e.Sequence).FirstAsync(Cancel));
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db =>
        {
            db.Add(new MessageReaction { TenantId = LojaExemplo, MessageId = line.MessageId, IsOurs = true, Emoji = "👍", At = now });
            return Task.CompletedTask;
        });

        await using var scope = App.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(TenantScope.Of(LojaExemplo), Cancel);
        var ask = work.LookUps();
        var byNumber = ask.Ask<UsageEntry>(
            [nameof(UsageEntry.TenantId), nameof(UsageEntry.MessageId), nameof(UsageEntry.ChargeType), nameof(UsageEntry.Step)],
            [[LojaExemplo, line.MessageId, line.ChargeType, line.Step], [LojaExemplo, line.MessageId, line.ChargeType, 7]]);
        var byLong = ask.Ask<FeedEntry>([nameof(FeedEntry.TenantId), nameof(FeedEntry.Sequence)], [[LojaExemplo, entry.Sequence]]);
        var byFlag = ask.Ask<MessageReaction>(
            [nameof(MessageReaction.TenantId), nameof(MessageReaction.MessageId), nameof(MessageReaction.IsOurs)],
            [[LojaExemplo, line.MessageId, true], [LojaExemplo, line.MessageId, false]]);
        var byInstant = ask.Ask<UsageEntry>([nameof(UsageEntry.TenantId), nameof(UsageEntry.BookedAt)], [[LojaExemplo, line.BookedAt]]);
        await ask.ReadAsync(Cancel);

        Assert.Equal(line.Step, Assert.Single(byNumber).Step);
        Assert.Equal(entry.RecordId, Assert.Single(byLong).RecordId);
        Assert.Equal("👍", Assert.Single(byFlag).Emoji);
        Assert.Contains(byInstant, found => found.MessageId == line.MessageId);
    }

    [Theory]
    [InlineData(typeof(WithOwned), "Home is an owned type")]
    [InlineData(typeof(WithComplex), "Home is a complex type")]
    [InlineData(typeof(WithShadow), "Hidden is no member of the type")]
    public void A_type_that_cannot_be_written_in_bulk_is_refused_with_the_reason(Type planted, string reason)
    {
        using var db = new Planted(planted);

        var refused = Assert.Throws<NotSupportedException>(() => TableMap.Of(db.Model));

        Assert.Contains($"{planted.Name} cannot be written in bulk: {reason}", refused.Message, StringComparison.Ordinal);
    }

    private sealed record Address(string Street);

    private sealed class WithOwned
    {
        public int Id { get; init; }

        public Address Home { get; init; } = new("");
    }

    private sealed class WithComplex
    {
        public int Id { get; init; }

        public Address Home { get; init; } = new("");
    }

    private sealed class WithShadow
    {
        public int Id { get; init; }
    }

    private sealed class Planted(Type type) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseSqlite("Data Source=:memory:").ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, EachItsOwn>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            if (type == typeof(WithOwned)) modelBuilder.Entity<WithOwned>().OwnsOne(row => row.Home);
            if (type == typeof(WithComplex)) modelBuilder.Entity<WithComplex>().ComplexProperty(row => row.Home);
            if (type == typeof(WithShadow)) modelBuilder.Entity<WithShadow>().Property<string>("Hidden");
        }

        private sealed class EachItsOwn : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
        {
            public object Create(DbContext context, bool designTime) => new();
        }
    }
}
