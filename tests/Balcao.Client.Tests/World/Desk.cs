using Balcao.Client.Agents;
using Balcao.Client.Conversations;
using Balcao.Client.Realtime;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Client.Tests.World;

/// <summary>
/// One agent's browser: the client's services with a fake server, a fake clock and a storage that survives reloads.
/// </summary>
public sealed class Desk
{
    private Desk(FakeBalcao server, MemoryStorage storage, FakeTimeProvider time)
    {
        (Server, Storage, Time) = (server, storage, time);
        Person = new(server.Api(), storage);
        Drafts = new(storage, Person, Store);
        UnsentMessages = new(server.Api(), Store, Person, storage, time);
    }

    public FakeBalcao Server { get; }

    public MemoryStorage Storage { get; }

    public FakeTimeProvider Time { get; }

    public ChatStore Store { get; } = new();

    public CurrentPerson Person { get; }

    public Drafts Drafts { get; }

    public UnsentMessages UnsentMessages { get; }

    public static async Task<Desk> OpenAsync(Contract.Me? me = null)
    {
        var time = new FakeTimeProvider(A.Now);
        var desk = new Desk(new FakeBalcao(time) { Me = me ?? A.Me(A.Ana) }, new MemoryStorage(), time);
        await desk.Person.RefreshAsync();
        return desk;
    }

    /// <summary>The same browser after F5: what was in memory is gone.</summary>
    public Task<Desk> ReloadAsync() => OpenAsync(Storage);

    /// <summary>Another tab of the same browser.</summary>
    public Task<Desk> NewTabAsync() => OpenAsync(Storage.NewTab());

    private async Task<Desk> OpenAsync(MemoryStorage storage)
    {
        var desk = new Desk(Server, storage, Time);
        await desk.Person.RefreshAsync();
        return desk;
    }
}
