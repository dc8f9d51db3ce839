using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

/// <summary>The ranges of changes that a screen receives.</summary>
public sealed class ResyncTests(BalcaoApp app) : HttpTests(app)
{
    private static int _phones;

    [Fact]
    public async Task Ranges_have_no_gaps_and_include_filtered_changes()
    {
        var customer = NewCustomer();
        await using var ana = await Screen.OpenAsync(App, Ana);
        await using var davi = await Screen.OpenAsync(App, Davi);

        await WriteToUsAsync(customer, "um");
        await WriteToUsAsync(customer, "dois");
        await ana.CatchesUpAsync(LojaExemplo);
        await davi.CatchesUpAsync(LojaExemplo);

        foreach (var screen in (Screen[])[ana, davi])
        {
            var pushes = screen.Pushes.ToList();
            Assert.All(pushes.Skip(1).Zip(pushes), pair => Assert.Equal(pair.Second.To, pair.First.From));
        }
        Assert.Equal(["dois", "um"], ana.Pushes.SelectMany(p => p.Messages).Select(m => m.Text).Distinct().Order());
        Assert.All(davi.Pushes, push => Assert.Equal((0, 0), (push.Messages.Count, push.Chats.Count)));
        // A range is read once per node: both screens receive it, each with what the person may see.
        Assert.Equal(ana.Pushes.Last().To, davi.Pushes.Last().To);
    }

    [Fact]
    public async Task Another_tenant_receives_no_changes_of_this_one()
    {
        await using var renata = await Screen.OpenAsync(App, Renata);
        await WriteToUsAsync(NewCustomer(), "segredo");
        await WriteToUsAsync(NewCustomer(), "da outra", NumeroDaOutra);
        await renata.CatchesUpAsync(OutraEmpresa);

        Assert.Equal(["da outra"], renata.Pushes.SelectMany(p => p.Messages).Select(m => m.Text).Distinct());
    }

    [Fact]
    public async Task Missed_changes_can_be_requested_by_number_with_the_same_visibility()
    {
        var before = (await As(Ana).Api.ListChatsAsync(ct: Cancel)).AsOf;
        var customer = NewCustomer();
        await WriteToUsAsync(customer, "perdida");

        var ana = await As(Ana).Api.GetChangesAsync(before, Cancel);
        var davi = await As(Davi).Api.GetChangesAsync(before, Cancel);
        var nothing = await As(Ana).Api.GetChangesAsync(ana.To, Cancel);

        Assert.Equal((before, false, "perdida"), (ana.From, ana.IsReset, Assert.Single(ana.Messages).Text));
        Assert.Equal(customer.Phone, Assert.Single(ana.Chats).Contact.Phone);
        Assert.Equal((ana.From, ana.To), (davi.From, davi.To));
        Assert.Empty(davi.Chats);
        Assert.Empty(davi.Messages);
        Assert.Empty(davi.HiddenChats);
        Assert.Equal((ana.To, ana.To, false), (nothing.From, nothing.To, nothing.IsReset));
        Assert.Empty(nothing.Chats);
    }

    [Theory]
    [InlineData(1_000, false)]
    [InlineData(1_001, true)]
    public async Task A_screen_that_is_more_than_1000_entries_behind_gets_a_reset(int entries, bool isReset)
    {
        var before = (await As(Ana).Api.ListChatsAsync(ct: Cancel)).AsOf;
        await HappenedAsync(feed =>
        {
            for (var i = 0; i < entries; i++) feed.NumberChanged(LojaExemplo, ChannelId.New(App.Time.GetUtcNow()));
        });

        var changes = await As(Ana).Api.GetChangesAsync(before, Cancel);

        Assert.Equal((isReset, before + entries), (changes.IsReset, changes.To));
    }

    [Fact]
    public async Task A_number_older_or_newer_than_the_feed_gets_a_reset()
    {
        await HappenedAsync(feed => feed.NumberChanged(LojaExemplo, Balcao500.Id));
        await HappenedAsync(feed => feed.NumberChanged(LojaExemplo, Balcao501.Id));
        var newest = (await As(Ana).Api.ListChatsAsync(ct: Cancel)).AsOf;
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Feed.Where(e => e.Sequence == newest - 1).ExecuteDeleteAsync());

        Assert.True((await As(Ana).Api.GetChangesAsync(newest - 2, Cancel)).IsReset);
        Assert.False((await As(Ana).Api.GetChangesAsync(newest - 1, Cancel)).IsReset);
        var ahead = await As(Ana).Api.GetChangesAsync(newest + 5, Cancel);
        Assert.Equal((true, newest), (ahead.IsReset, ahead.To));
        Assert.Equal("input.invalid", (await As(Ana).Api.GetChangesAsync(-1, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_range_needs_the_same_number_of_queries_for_any_number_of_changes()
    {
        using var clara = As(Clara);
        var before = (await clara.Api.ListChatsAsync(ct: Cancel)).AsOf;
        await WriteToUsAsync(NewCustomer(), "uma");
        var one = await Queries.OfAsync(() => clara.Api.GetChangesAsync(before, Cancel));
        for (var i = 0; i < 10; i++) await WriteToUsAsync(NewCustomer(), $"mais {i}");

        var many = await Queries.OfAsync(() => clara.Api.GetChangesAsync(before, Cancel));

        // The caller (2), their groups (2) and the chats they are guests in, the number, the entries, the messages and their content (3), the chats (2), their
        // last messages, and who may see them.
        Assert.Equal(14, one.Count);
        Assert.Equal(14, many.Count);
    }

    [Fact]
    public async Task A_failure_s_reason_is_in_the_language_of_each_screen()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        await using var inPortuguese = await Screen.OpenAsync(App, Ana);
        await using var inEnglish = await Screen.OpenAsync(App, Bruno, "en");
        var now = App.Time.GetUtcNow();
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Messages.Where(m => m.Id == chat.Message)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.FailureCode, "storage.unavailable").SetProperty(m => m.FailedAt, (DateTimeOffset?)now)));
        await HappenedAsync(feed => feed.MessageChanged(LojaExemplo, chat.Message, chat.Contact));
        await inPortuguese.CatchesUpAsync(LojaExemplo);
        await inEnglish.CatchesUpAsync(LojaExemplo);

        Assert.Equal(
            [RefusalTexts.In(new("pt-BR"), "storage.unavailable"), RefusalTexts.In(new("en"), "storage.unavailable")],
            ((Screen[])[inPortuguese, inEnglish]).Select(s => s.Pushes.SelectMany(p => p.Messages).Last(m => m.Id == chat.Message).Failure!.Reason));
    }

    private async Task WriteToUsAsync(Customer customer, string text, CastNumber? number = null) =>
        await App.PostWebhook(Webhooks.From(number ?? Balcao500, Webhooks.Text(customer, text, App.Time.GetUtcNow())));

    private async Task HappenedAsync(Action<Feed> change)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), CancellationToken.None);
        change(scope.ServiceProvider.GetRequiredService<Feed>());
        await work.CommitAsync(CancellationToken.None);
    }

    private static Customer NewCustomer() => new($"Cliente {Interlocked.Increment(ref _phones)}", $"55119400{_phones:00000}");
}
