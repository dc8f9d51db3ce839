using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>
/// The nodes of the server, which are killed and restarted, the simulator, which keeps running, and two tenants set up
/// through the public API.
/// </summary>
internal sealed partial class World : IAsyncDisposable
{
    private const string AppSecret = "segredo-do-aplicativo";
    private const string Password = "uma senha bem longa";

    private static readonly TimeSpan BeforeAgain = TimeSpan.FromMilliseconds(40);

    private readonly Dictionary<string, string> _settings;
    private readonly IReadOnlyList<Uri> _addresses;
    private readonly OwnProcess?[] _nodes;
    private LoadBalancer? _balancer;
    private int _inFlight;

    /// <summary>Completed while a node serves.</summary>
    private volatile TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private World(Database database, OwnProcess simulator, Uri server, Uri graph, int nodes)
    {
        (Database, Simulator, Server) = (database, simulator, server);
        _addresses = nodes == 1 ? [server] : [.. Enumerable.Range(0, nodes).Select(_ => new Uri($"http://127.0.0.1:{OwnProcess.FreePort()}"))];
        _nodes = new OwnProcess?[nodes];
        Phones = new HttpClient { BaseAddress = graph };
        // Enough connections for every customer and agent. When the server is killed they are all closed.
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000, UseCookies = false }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(40) };
        _settings = new Dictionary<string, string>(database.Settings)
        {
            ["Balcao__WhatsApp__GraphUrl"] = graph.GetLeftPart(UriPartial.Authority),
            ["Balcao__WhatsApp__AppSecrets__0"] = AppSecret,
            ["Balcao__WhatsApp__VerifyToken"] = "palavra",
            // One token stands for all agents of a tenant.
            ["Balcao__Limits__RequestsPerSecond"] = "1000000",
            ["Balcao__Limits__RequestsBurst"] = "1000000",
        };
    }

    public Database Database { get; }

    public OwnProcess Simulator { get; }

    public Uri Server { get; }

    public HttpClient Http { get; }

    /// <summary>The simulator's control API.</summary>
    public HttpClient Phones { get; }

    public IReadOnlyList<TenantDoor> Tenants { get; private set; } = [];

    /// <summary>Requests that the server has not answered yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Of the node that holds most, in bytes; 0 while none runs.</summary>
    public long ResidentMemory => _nodes.Max(node => node?.ResidentMemory ?? 0);

    public static async Task<World> StartAsync(CrashOptions options)
    {
        var database = await Database.CreateAsync(options.IsPostgres);
        var server = new Uri($"http://127.0.0.1:{OwnProcess.FreePort()}");
        var graph = new Uri($"http://127.0.0.1:{OwnProcess.FreePort()}");
        var world = new World(database, await OwnProcess.StartAsync("Balcao.Simulator", SimulatorSettings(server, graph), new Uri(graph, "/simulator/")), server, graph, options.Nodes);
        // All nodes at once, on an empty database: one creates the tables, the others wait for it.
        await world.StartAsync(Enumerable.Range(0, options.Nodes));
        if (options.Nodes > 1) world._balancer = await LoadBalancer.StartAsync(server, world._addresses);
        world.Tenants = await world.SetUpAsync();
        return world;
    }

    private static Dictionary<string, string> SimulatorSettings(Uri server, Uri graph)
    {
        var settings = new Dictionary<string, string>
        {
            ["Simulator__Urls"] = graph.GetLeftPart(UriPartial.Authority),
            ["Simulator__AppSecret"] = AppSecret,
            ["Simulator__Webhook__Url"] = new Uri(server, "/webhooks/whatsapp").ToString(),
            // No limits, so that the server is tested at full speed.
            ["Simulator__Limits__PairRate"] = "false", ["Simulator__Limits__Throughput"] = "false", ["Simulator__Window"] = "Off",
            ["Simulator__Statuses__SentAfter"] = "00:00:00.010", ["Simulator__Statuses__DeliveredAfter"] = "00:00:00.030", ["Simulator__Statuses__ReadAfter"] = "00:00:00.060",
            ["Simulator__Webhook__RetryGaps__0"] = "00:00:00", ["Simulator__Webhook__RetryGaps__1"] = "00:00:00.500", ["Simulator__Webhook__RetryGaps__2"] = "00:00:01",
        };
        foreach (var (account, a) in Cast.Numbers.GroupBy(n => n.WabaId).Select((account, a) => (account, a)))
        {
            settings[$"Simulator__Accounts__{a}__Id"] = account.Key;
            settings[$"Simulator__Accounts__{a}__Name"] = "Conta";
            foreach (var (number, n) in account.Select((number, n) => (number, n)))
            {
                settings[$"Simulator__Accounts__{a}__Numbers__{n}__Id"] = number.PhoneNumberId;
                settings[$"Simulator__Accounts__{a}__Numbers__{n}__DisplayPhoneNumber"] = number.Display;
                settings[$"Simulator__Accounts__{a}__Numbers__{n}__VerifiedName"] = "Loja";
            }
        }
        return settings;
    }

    /// <summary>Kills one node or all.</summary>
    /// <param name="node">The node; null for all at the same time.</param>
    /// <returns>The killed nodes, for <see cref="StartAsync(IEnumerable{int})"/>.</returns>
    public async Task<IReadOnlyList<int>> KillAsync(int? node)
    {
        int[] killed = node is { } one ? [one] : [.. Enumerable.Range(0, _nodes.Length)];
        if (killed.Length == _nodes.Length) _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(killed.Select(i => _nodes[i]!.KillAsync()));
        foreach (var i in killed) await _nodes[i]!.DisposeAsync();
        return killed;
    }

    public Task StartAsync(IEnumerable<int> nodes) => Task.WhenAll(nodes.Select(StartAsync));

    private async Task StartAsync(int node)
    {
        var settings = new Dictionary<string, string>(_settings) { ["Balcao__Urls"] = _addresses[node].GetLeftPart(UriPartial.Authority) };
        _nodes[node] = await OwnProcess.StartAsync("Balcao", settings, new Uri(_addresses[node], "/api/installation"));
        _serves.TrySetResult();
    }

    /// <summary>Counts as in flight until it ends; null if no answer came.</summary>
    public async Task<HttpStatusCode?> PostWebhookAsync(byte[] body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(AppSecret), body)));
        Interlocked.Increment(ref _inFlight);
        try
        {
            using var answer = await Http.PostAsync("webhooks/whatsapp", content, ct);
            return answer.StatusCode;
        }
        catch (Exception e) when (IsNoAnswer(e, ct))
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>An agent's call, counted in the same way; null if no answer came or the server failed.</summary>
    public async Task<T?> CallAsync<T>(Func<Task<T>> call) where T : class
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            return await call();
        }
        catch (Exception e) when (IsNoAnswer(e, CancellationToken.None))
        {
            return null;
        }
        catch (ProblemException refused) when (refused.Problem.Status >= 500)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Repeats an agent's call, as the screens do, until it is answered.</summary>
    public async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> call) where T : class
    {
        T? answer;
        while ((answer = await CallAsync(call)) is null) await BeforeAgainAsync(CancellationToken.None);
        return answer;
    }

    /// <summary>Repeats a webhook, as WhatsApp does, until it is answered with 200.</summary>
    public async Task UntilAnsweredAsync(byte[] webhook, CancellationToken ct)
    {
        while (await PostWebhookAsync(webhook, ct) is not HttpStatusCode.OK) await BeforeAgainAsync(ct);
    }

    /// <summary>Waits until a node serves, and a little longer: the load balancer may not know yet which one is dead.</summary>
    private async Task BeforeAgainAsync(CancellationToken ct)
    {
        await _serves.Task.WaitAsync(ct);
        await Task.Delay(BeforeAgain, ct);
    }

    /// <summary>A further agent, in a group of their own that serves this number from now on; they see nothing else.</summary>
    /// <returns>Signed in at a screen; the caller's to dispose.</returns>
    public async Task<HttpClient> AddAgentAsync(OurNumber number, string name)
    {
        using var atClara = await AdministratorAsync(number.Tenant);
        var clara = new BalcaoApi(atClara);
        var email = $"{name.ToLowerInvariant()}@loja.example";
        var added = await clara.CreateAgentAsync(new CreateAgentRequest { Name = name, Email = email, Role = Role.Agent });
        var group = await clara.CreateChatGroupAsync(new SaveChatGroupRequest { Name = name, Members = [new SaveChatGroupMember { AgentId = added.Agent.Id }] });
        var channel = (await clara.ListNumbersAsync()).Items.Single(n => n.PhoneNumberId == number.PhoneNumberId);
        await clara.LinkGroupAsync(channel.Id, new LinkGroupRequest { GroupId = group.Id });
        var own = AtScreen();
        await EnterAsync(own, added.PasswordLink, email);
        return own;
    }

    /// <returns>Signed in at a screen; the caller's to dispose.</returns>
    public async Task<HttpClient> AdministratorAsync(int tenant)
    {
        var clara = AtScreen();
        await new BalcaoApi(clara).SignInAsync(new SignInRequest { Email = AdministratorOf(tenant), Password = Password });
        return clara;
    }

    /// <summary>The connection broke, before the answer or within it, or patience ended.</summary>
    private static bool IsNoAnswer(Exception e, CancellationToken ct) =>
        e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested);

    // Uses the same calls as an operator and two administrators would.
    private async Task<IReadOnlyList<TenantDoor>> SetUpAsync()
    {
        using var operatorHttp = AtScreen();
        var operators = new BalcaoApi(operatorHttp);
        var code = FirstRunCode().Match(string.Join('\n', _nodes.Select(node => node!.Output))).Groups["code"].Value;
        await operators.CompleteFirstRunAsync(new FirstRunRequest { Code = code, Name = "Otávio", Email = "otavio@balcao.example", Password = Password });
        await operators.SignInAsync(new SignInRequest { Email = "otavio@balcao.example", Password = Password });
        List<TenantDoor> doors = [];
        for (var t = 0; t < 2; t++)
        {
            var tenant = await operators.CreateTenantAsync(new CreateTenantRequest { Name = $"Loja {t}", AdministratorName = "Clara", AdministratorEmail = AdministratorOf(t) });
            foreach (var number in Cast.Numbers.Where(n => n.Tenant == t))
                await operators.ReleaseNumberAsync(new ReleaseNumberRequest
                {
                    TenantId = tenant.Tenant.Id, Phone = number.Display, PhoneNumberId = number.PhoneNumberId, WabaId = number.WabaId, AccessToken = "demo-access-token",
                });
            doors.Add(await OpenAsync(tenant.Tenant.Id, tenant.PasswordLink, AdministratorOf(t)));
        }
        return doors;
    }

    private async Task<TenantDoor> OpenAsync(TenantId tenant, string passwordLink, string email)
    {
        using var http = AtScreen();
        var clara = await EnterAsync(http, passwordLink, email);
        var me = (await clara.ListAgentsAsync()).Items.Single();
        var group = await clara.CreateChatGroupAsync(new SaveChatGroupRequest { Name = "Atendimento", Members = [new SaveChatGroupMember { AgentId = me.Id, IsAdministrator = true }] });
        foreach (var number in (await clara.ListNumbersAsync()).Items) await clara.LinkGroupAsync(number.Id, new LinkGroupRequest { GroupId = group.Id });
        var token = await clara.CreateApiTokenAsync(new CreateApiTokenRequest { Name = "Programa", Scopes = [Permission.Read, Permission.ServeChats] });
        var own = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = Server, Timeout = TimeSpan.FromSeconds(40) };
        own.DefaultRequestHeaders.Authorization = new("Bearer", token.Secret);
        return new TenantDoor(tenant, own);
    }

    private static string AdministratorOf(int tenant) => string.Create(CultureInfo.InvariantCulture, $"clara{tenant}@loja.example");

    private static async Task<BalcaoApi> EnterAsync(HttpClient http, string passwordLink, string email)
    {
        var person = new BalcaoApi(http);
        await person.ChoosePasswordAsync(new ChoosePasswordRequest { Code = passwordLink[(passwordLink.IndexOf("code=", StringComparison.Ordinal) + 5)..], Password = Password });
        await person.SignInAsync(new SignInRequest { Email = email, Password = Password });
        return person;
    }

    private HttpClient AtScreen()
    {
        var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Server };
        http.DefaultRequestHeaders.Add("Origin", Server.GetLeftPart(UriPartial.Authority));
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tenant in Tenants) tenant.Http.Dispose();
        Http.Dispose();
        Phones.Dispose();
        if (_balancer is not null) await _balancer.DisposeAsync();
        foreach (var node in _nodes)
            if (node is not null) await node.DisposeAsync();
        await Simulator.DisposeAsync();
        await Database.DisposeAsync();
    }

    [GeneratedRegex(@"enter the code (?<code>[0-9A-Z-]{14})")]
    private static partial Regex FirstRunCode();
}
