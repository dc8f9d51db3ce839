using System.Collections.Concurrent;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Realtime;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

public sealed class HubTests(BalcaoApp app) : HttpTests(app)
{
    private string Origin => App.Url.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_connection_without_a_sign_in_is_refused() => await RefusedAsync(Screen.Hub(App, null, Origin));

    [Fact]
    public async Task The_connection_of_an_operator_is_refused() => await RefusedAsync(Screen.Hub(App, await Screen.CookieOfAsync(App, Otavio), Origin));

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_page_of_another_origin_cannot_use_the_cookie(string? origin) =>
        await RefusedAsync(Screen.Hub(App, await Screen.CookieOfAsync(App, Ana), origin));

    [Fact]
    public async Task A_program_can_connect_with_a_token_that_may_read()
    {
        await using var hub = Screen.Hub(App, null, null, token: await App.TokenOfAsync(Ana, Permission.Read));
        var first = new TaskCompletionSource<Changes>();
        hub.On<Changes>(nameof(IFeedClient.Changed), changes => { first.TrySetResult(changes); });
        await hub.StartAsync(Cancel);

        var changes = await first.Task.WaitAsync(Cancel);
        Assert.Equal((changes.From, false), (changes.To, changes.IsReset));
        await RefusedAsync(Screen.Hub(App, null, null, token: await App.TokenOfAsync(Ana, Permission.ServeChats)));
    }

    [Fact]
    public async Task A_change_of_access_is_pushed_and_newly_visible_chats_appear_at_once()
    {
        var chat = await App.ChatWaiting(Balcao500, Financeiro, new Customer("Do Financeiro", "5511930000001"));
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        Assert.DoesNotContain(chat.Id.ToString(), await bruno.ShowsAsync(), StringComparison.Ordinal);

        await WriteAsync((db, feed) =>
        {
            db.Add(new Balcao.ChatGroups.ChatGroupMembership { TenantId = LojaExemplo, GroupId = Financeiro, AgentId = Bruno.Id, IsAttendant = true });
            feed.AccessChanged(LojaExemplo, Bruno.Id);
        });
        await bruno.AccessChanged.Task.WaitAsync(Cancel);
        await bruno.CatchesUpAsync(LojaExemplo);

        Assert.Contains(chat.Id.ToString(), await bruno.ShowsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_person_is_disconnected()
    {
        await using var igor = await Screen.OpenAsync(App, Igor);
        await using var renata = await Screen.OpenAsync(App, Renata);

        await App.WriteAsync(TenantScope.Of(OutraEmpresa), db => db.Agents.Where(a => a.Id == Igor.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsEnabled, false)));
        await WriteAsync((_, feed) => feed.AccessChanged(OutraEmpresa, Igor.Id), OutraEmpresa);

        await igor.Closed.Task.WaitAsync(Cancel);
        await App.WriteAsync(TenantScope.Of(OutraEmpresa), db => db.Agents.Where(a => a.Id == Igor.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsEnabled, true)));
        Assert.False(renata.Closed.Task.IsCompleted);
    }

    [Fact, Finding("S4")]
    public async Task The_connection_of_a_revoked_token_is_closed_at_once_and_no_other_token_s()
    {
        var (revoked, kept) = (await CreateTokenAsync(), await CreateTokenAsync());
        await using var one = await ProgramAsync(revoked.Secret);
        await using var other = await ProgramAsync(kept.Secret);

        await As(Clara).Api.RevokeApiTokenAsync(revoked.Token.Id, Cancel);

        await one.Closed.WaitAsync(Cancel);
        await WriteAsync((_, feed) => feed.NumberChanged(LojaExemplo, Balcao500.Id));
        await Eventually(() => other.Pushes.Any(push => push.Numbers.Any(n => n.Id == Balcao500.Id)), "the other program still gets changes");
        Assert.False(other.Closed.IsCompleted);
        await RefusedAsync(Screen.Hub(App, null, null, token: revoked.Secret));

        Task<ApiTokenCreated> CreateTokenAsync() => As(Clara).Api.CreateApiTokenAsync(new() { Name = "Ouvinte", Scopes = [Permission.Read] }, Cancel);
    }

    [Fact, Finding("S4")]
    public async Task Changes_after_a_token_was_revoked_do_not_reach_its_connection()
    {
        var token = await As(Clara).Api.CreateApiTokenAsync(new() { Name = "Ouvinte", Scopes = [Permission.Read] }, Cancel);
        await using var program = await ProgramAsync(token.Secret);

        // In one range of the feed: the revocation and another change.
        await WriteAsync((db, feed) =>
        {
            db.ApiTokens.Single(t => t.Id == token.Token.Id).RevokedAt = App.Time.GetUtcNow();
            feed.AccessChanged(LojaExemplo, Clara.Id);
            feed.NumberChanged(LojaExemplo, Balcao500.Id);
        });

        await program.Closed.WaitAsync(Cancel);
        Assert.DoesNotContain(program.Pushes, push => push.Numbers.Any(n => n.Id == Balcao500.Id));
    }

    [Theory, Finding("S4")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_connection_of_a_token_is_closed_when_its_agent_is_disabled_or_gets_another_role(bool isDisabled)
    {
        var hired = await HireAsync(isDisabled ? "programa-sai@loja.example" : "programa-sobe@loja.example");
        await using var program = await ProgramAsync(await App.TokenOfAsync(hired, Permission.Read));

        await As(Clara).Api.ChangeAgentAsync(hired.Id, isDisabled ? new() { IsEnabled = false } : new() { Role = Role.Administrator }, Cancel);

        await program.Closed.WaitAsync(Cancel);
    }

    [Fact, Finding("S4")]
    public async Task The_connection_of_a_revoked_token_is_closed_even_without_a_feed_entry()
    {
        var hired = await HireAsync("programa-mudo@loja.example");
        await using var program = await ProgramAsync(await App.TokenOfAsync(hired, Permission.Read));
        DateTimeOffset? now = App.Time.GetUtcNow();

        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ApiTokens.Where(t => t.AgentId == hired.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now)));
        await RecheckAsync();

        await program.Closed.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_connection_is_closed_after_a_changed_password_or_an_expired_cookie_even_without_a_feed_entry()
    {
        await using var davi = await Screen.OpenAsync(App, Davi);
        await App.WriteAsync(TenantScope.Everyone, db => db.Persons.Where(p => p.Id == Davi.PersonId).ExecuteUpdateAsync(set => set.SetProperty(p => p.SecurityStamp, "outro")));
        await RecheckAsync();
        await davi.Closed.Task.WaitAsync(Cancel);

        await using var clara = await Screen.OpenAsync(App, Clara);
        await RecheckAsync();
        Assert.False(clara.Closed.Task.IsCompleted);
        App.LetPass(TimeSpan.FromHours(12));
        await RecheckAsync();
        await clara.Closed.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_screen_that_does_not_read_blocks_nobody_and_is_told_to_read_its_lists_again()
    {
        var slow = new SlowScreen();
        var connection = new Connection("x", new CurrentAgent(LojaExemplo, Ana.Id, Role.Agent), new SignedIn(null, null, null), new("pt-BR"), slow, () => { });
        using var stop = new CancellationTokenSource();
        var pump = connection.PumpAsync(stop.Token);
        connection.Tell(new Changes(0, 1, false, [], [], [], []));
        await slow.Blocked.Task.WaitAsync(Cancel);

        for (var i = 1; i <= 500; i++) connection.Tell(new Changes(i, i + 1, false, [], [], [], [])); // returns at once
        connection.Tell(Presence.Away);
        slow.Go.SetResult();
        await slow.Heard(501).WaitAsync(Cancel);

        Assert.Contains(slow.Changes, c => c.IsReset);
        Assert.All(slow.Changes.Skip(1).Zip(slow.Changes), pair => Assert.Equal(pair.Second.To, pair.First.From));
        Assert.InRange(slow.Changes.Count, 2, 260);
        await stop.CancelAsync();
        await pump;
    }

    private async Task<Member> HireAsync(string email)
    {
        var created = await As(Clara).Api.CreateAgentAsync(new() { Name = "Pessoa do Programa", Email = email, Role = Role.Agent }, Cancel);
        return new Member(created.Agent.Name, email, Role.Agent, LojaExemplo, created.Agent.Id.Value);
    }

    /// <summary>A program that listens, and has been told where the feed is.</summary>
    private async Task<ListeningProgram> ProgramAsync(string secret)
    {
        var program = new ListeningProgram(Screen.Hub(App, null, null, token: secret));
        await program.StartAsync();
        return program;
    }

    private sealed class ListeningProgram(HubConnection hub) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Closed => _closed.Task;

        public ConcurrentQueue<Changes> Pushes { get; } = new();

        public async Task StartAsync()
        {
            hub.On<Changes>(nameof(IFeedClient.Changed), Pushes.Enqueue);
            hub.Closed += _ =>
            {
                _closed.TrySetResult();
                return Task.CompletedTask;
            };
            await hub.StartAsync(Cancel);
            await Eventually(() => !Pushes.IsEmpty, "the first push says where the feed is");
        }

        public ValueTask DisposeAsync() => hub.DisposeAsync();
    }

    /// <summary>Each pass of the worker renews the leases; every second pass checks the access again.</summary>
    private async Task RecheckAsync()
    {
        await App.Services.GetRequiredService<PresenceWorker>().RecheckAsync(Cancel);
    }

    private async Task WriteAsync(Action<BalcaoDb, Feed> change, TenantId? tenant = null)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(tenant ?? LojaExemplo), CancellationToken.None);
        change(scope.ServiceProvider.GetRequiredService<BalcaoDb>(), scope.ServiceProvider.GetRequiredService<Feed>());
        await work.CommitAsync(CancellationToken.None);
    }

    private static async Task RefusedAsync(HubConnection hub)
    {
        await using (hub) await Assert.ThrowsAnyAsync<Exception>(() => hub.StartAsync(Cancel));
    }

    private sealed class SlowScreen : IFeedClient
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _awaited = long.MaxValue;

        public TaskCompletionSource Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Changes> Changes { get; } = [];

        public Task Heard(long to)
        {
            lock (Changes)
            {
                _awaited = to;
                if (Changes.LastOrDefault()?.To >= to) _heard.TrySetResult();
            }
            return _heard.Task;
        }

        public async Task Changed(Changes changes)
        {
            Blocked.TrySetResult();
            await Go.Task;
            lock (Changes)
            {
                Changes.Add(changes);
                if (changes.To >= _awaited) _heard.TrySetResult();
            }
        }

        public Task PresenceChanged(Presence presence) => Task.CompletedTask;

        public Task AccessChanged() => Task.CompletedTask;

        public Task Replaced() => Task.CompletedTask;
    }
}
