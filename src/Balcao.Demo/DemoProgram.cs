using Balcao.Contract;
using Balcao.Demo.World;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Simulator;
using Balcao.Simulator.Webhooks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Balcao.Demo;

/// <summary>The server and the simulator in one process, with a world in the database. Nothing is set that the environment cannot set otherwise.</summary>
public sealed class DemoProgram : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly WebApplication _phones;

    private DemoProgram(WebApplication server, WebApplication phones, SeededWorld world)
    {
        (_server, _phones, World) = (server, phones, world);
        ServerUrl = AddressOf(server);
        PhonesUrl = AddressOf(phones);
    }

    public string ServerUrl { get; }

    public string PhonesUrl { get; }

    public SeededWorld World { get; }

    public Settings Settings => _server.Services.GetRequiredService<Settings>();

    /// <param name="args"><c>--fresh</c> throws the earlier world away; the rest sets settings: <c>--Balcao:Urls=…</c>.</param>
    /// <exception cref="DemoRefusedException">What was asked for would hurt what is not the demo's.</exception>
    public static async Task<DemoProgram> StartAsync(string[] args, CancellationToken ct)
    {
        string[] settings = [.. args.Where(arg => arg != "--fresh")];
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        DataFolder.Prepare(
            given["Balcao:DataFolder"] ?? DataFolder.Default, startAfresh: args.Contains("--fresh"), isPostgres: !string.IsNullOrEmpty(given["Balcao:Database"]));

        // First, so that the server is told an address that is bound, even where any free port was asked for.
        var phones = SimulatorServer.Create(Phones.OptionsFrom(given));
        await phones.StartAsync(ct);

        var world = new SeededWorld();
        var server = BalcaoServer.Create([$"--contentRoot={AppContext.BaseDirectory}", .. settings], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Defaults(AddressOf(phones)));
            builder.Configuration.AddEnvironmentVariables().AddCommandLine(settings);
            builder.Services.AddSingleton(world);
            // Registered before the server's own, hence started before it listens: nobody meets an empty world.
            builder.Services.AddHostedService<Seed>();
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<PhoneHistories>(services, phones.Services));
        });
        if (await server.FindReasonNotToStartAsync() is { } reason) throw new DemoRefusedException($"{reason}\n{Welcome.StartAfresh}");
        await server.StartAsync(ct);
        phones.Services.GetRequiredService<WebhookCallbacks>().App = new Callback(new Uri(AddressOf(server) + "/webhooks/whatsapp"), Shop.VerifyToken);
        return new DemoProgram(server, phones, world);
    }

    private static Dictionary<string, string?> Defaults(string phonesUrl)
    {
        var defaults = new Dictionary<string, string?>
        {
            ["Balcao:DataFolder"] = DataFolder.Default,
            ["Balcao:PhonesUrl"] = phonesUrl,
            ["Balcao:WhatsApp:GraphUrl"] = phonesUrl,
            ["Balcao:WhatsApp:AppSecrets:0"] = Shop.AppSecret,
            ["Balcao:WhatsApp:VerifyToken"] = Shop.VerifyToken,
            // What is printed at the start stays on the screen.
            ["Logging:LogLevel:Default"] = nameof(LogLevel.Warning),
        };
        foreach (var (place, who) in Shop.SignIns.Index())
        {
            defaults[$"Balcao:DemoHints:{place}:{nameof(DemoHint.Name)}"] = who.Name;
            defaults[$"Balcao:DemoHints:{place}:{nameof(DemoHint.Role)}"] = who.Role.ToString();
            defaults[$"Balcao:DemoHints:{place}:{nameof(DemoHint.Email)}"] = who.Email;
            defaults[$"Balcao:DemoHints:{place}:{nameof(DemoHint.Password)}"] = Shop.Password;
        }
        return defaults;
    }

    private static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');

    public Task WaitForEndAsync() => _server.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _phones.DisposeAsync();
    }
}

/// <summary>What the person at the prompt asked for is not done; the message says why and what to do.</summary>
public sealed class DemoRefusedException(string message) : Exception(message);
