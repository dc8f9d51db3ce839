using Balcao.Client.Realtime;
using Balcao.Client.Tests.World;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Balcao.Client.Tests.Realtime;

public sealed class FeedConnectionTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lists_are_loaded_before_there_is_a_connection()
    {
        await using var screen = await Screen.OpenAsync();
        var (server, store) = (screen.Desk.Server, screen.Desk.Store);
        server.Put(A.Chat("Dona Lúcia"));
        using var reader = new FeedReader(server.Api(), store);
        await using var feed = Connection(screen, reader);
        var loaded = new TaskCompletionSource<ConnectionState>();
        store.Changed += () => loaded.TrySetResult(feed.State);

        feed.Start(); // no server listens at the hub's address

        Assert.Equal(ConnectionState.Connecting, await loaded.Task.WaitAsync(Now));
        Assert.Equal("Dona Lúcia", Assert.Single(store.OpenChats).Contact.Name);
    }

    [Theory]
    [InlineData(503, "{}")]
    [InlineData(200, "<html>")] // a proxy's page
    public async Task The_connection_is_tried_even_if_the_lists_could_not_be_read(int status, string body)
    {
        await using var screen = await Screen.OpenAsync();
        screen.Desk.Server.Instead = _ => new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body) };
        using var reader = new FeedReader(screen.Desk.Server.Api(), screen.Desk.Store);
        await using var feed = Connection(screen, reader);
        var lost = new TaskCompletionSource();
        feed.StateChanged += () =>
        {
            if (feed.State == ConnectionState.Lost) lost.TrySetResult();
        };

        feed.Start();

        await lost.Task.WaitAsync(Now); // it was tried
        Assert.False(screen.Desk.Store.IsLoaded);
    }

    private static FeedConnection Connection(Screen screen, FeedReader reader) => new(
        reader, screen.Desk.Person, screen.Services.GetRequiredService<NavigationManager>(), screen.Desk.Time, NullLogger<FeedConnection>.Instance);
}
