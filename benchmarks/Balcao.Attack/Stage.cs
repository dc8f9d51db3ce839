using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>What the attacks find: a server with two tenants, of which one is attacked and the other is the victim.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    private Stage(World world, Victim victim, HttpClient newcomer, Past past) => (World, Victim, Newcomer, Past) = (world, victim, newcomer, past);

    public World World { get; }

    public Victim Victim { get; }

    /// <summary>An agent of the attacked tenant who sees three customers alone, signed in at a screen.</summary>
    public HttpClient Newcomer { get; }

    public Past Past { get; }

    /// <summary>The attacked tenant, as its administrator's program sees it.</summary>
    public TenantDoor Attacked => World.Tenants[0];

    public static async Task<Stage> SetAsync(bool isPostgres, CancellationToken ct)
    {
        var world = await World.StartAsync(new CrashOptions { IsPostgres = isPostgres });
        try
        {
            var newcomer = await world.AddAgentAsync(Cast.Numbers[2], "Bia");
            for (var i = 0; i < 3; i++) await Texts.BeginAsync(world, Texts.By(Cast.Numbers[2], 702, i, "Augusto"), ct);
            var past = new Past(world);
            await past.FillAsync(ct);
            return new Stage(world, await Victim.MeetAsync(world, ct), newcomer, past);
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser in which nobody has signed in. Clients last as long as the stage.</summary>
    /// <param name="address">As in <see cref="Elsewhere"/>.</param>
    public HttpClient Browser(int address)
    {
        var http = Keep(Elsewhere.Client(World.Server, address));
        http.DefaultRequestHeaders.Add("Origin", World.Server.GetLeftPart(UriPartial.Authority));
        return http;
    }

    /// <summary>A program with the token of that agent.</summary>
    /// <param name="address">As in <see cref="Elsewhere"/>.</param>
    public HttpClient Program(TenantDoor agent, int address)
    {
        var http = Keep(Elsewhere.Client(World.Server, address));
        http.DefaultRequestHeaders.Authorization = agent.Http.DefaultRequestHeaders.Authorization;
        return http;
    }

    private HttpClient Keep(HttpClient http)
    {
        _clients.Add(http);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var http in _clients) http.Dispose();
        Newcomer.Dispose();
        await World.DisposeAsync();
    }
}
