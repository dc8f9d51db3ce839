using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Balcao.Contract;
using Balcao.EndToEnd.Harness;

[assembly: AssemblyFixture(typeof(DemoWorld))]

namespace Balcao.EndToEnd.Harness;

/// <summary>The demo program, started once for all journeys that use its data; each journey uses different customers.</summary>
public sealed partial class DemoWorld : IAsyncLifetime
{
    public const string Password = "balcao-demo";
    public const string AdministratorsToken = "balcao-demo-admin-token";

    /// <summary>Printed by the demo when it is ready.</summary>
    internal const string ReadyLine = "Ctrl+C";

    RunningProgram? program;
    Database? database;
    HttpClient? http;
    SimulatorControl? simulator;

    /// <summary>The API with Clara's API token.</summary>
    public BalcaoApi Administrator => new(http!);

    public Uri Server { get; private set; } = null!;

    public Uri Phones { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        database = await Database.CreateAsync();
        var settings = new Dictionary<string, string?>(database.Settings)
        {
            ["Balcao:Urls"] = "http://127.0.0.1:0",
            ["Simulator:Urls"] = "http://127.0.0.1:0",
        };
        program = await RunningProgram.StartAsync("Balcao.Demo", settings, ReadyLine);
        Uri[] addresses = [.. Address().Matches(program.Output).Select(found => new Uri(found.Value)).Distinct()];
        (Server, Phones) = (addresses[0], addresses[1]);
        http = new HttpClient { BaseAddress = Server };
        simulator = new SimulatorControl(Phones);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdministratorsToken);
    }

    /// <summary>A page of the server.</summary>
    public Uri At(string path) => new(Server, path);

    /// <summary>The customer's open chat, waiting or in service.</summary>
    public async Task<ChatItem> OpenChatOfAsync(string customer)
    {
        var ct = TestContext.Current.CancellationToken;
        var waiting = await Administrator.ListChatsAsync(ChatStatus.Waiting, limit: 100, ct: ct);
        var inService = await Administrator.ListChatsAsync(ChatStatus.InService, limit: 100, ct: ct);
        return waiting.Items.Concat(inService.Items).Single(chat => chat.Contact.Name == customer);
    }

    /// <summary>A new customer for one journey, whose phone is simulated.</summary>
    /// <param name="username">Instead of a phone number.</param>
    public async Task<CustomerByScript> NewCustomerAsync(string name, string username)
    {
        var phone = await simulator!.PostAsync("phones", new JsonObject { ["name"] = name, ["username"] = username });
        return new CustomerByScript(simulator!, name, phone["userId"]!.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        simulator?.Dispose();
        if (program is not null) await program.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
