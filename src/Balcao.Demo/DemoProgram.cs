using Balcao.Contract;
using Balcao.Demo.World;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Simulator;
using Balcao.Simulator.Webhooks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Balcao.Demo;

/// <summary>
/// The server and the simulator in one process, with sample data in the database. Environment variables and the command
/// line override every setting.
/// </summary>
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

    /// <param name="args"><c>--fresh</c> deletes earlier data; other arguments are settings: <c>--Balcao:Urls=…</c>.</param>
    /// <exception cref="DemoRefusedException">
    /// The demo would change data that is not its own, or the server cannot start.
    /// </exception>
    public static async Task<DemoProgram> StartAsync(string[] args, CancellationToken ct)
    {
        string[] settings = [.. args.Where(arg => arg != "--fresh")];
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        DataFolder.Prepare(
            given["Balcao:DataFolder"] ?? DataFolder.Default, startAfresh: args.Contains("--fresh"), isPostgres: !string.IsNullOrEmpty(given["Balcao:Database"]));

        // The simulator starts first: the server's settings need its bound address, which may be any free port.
        var phones = SimulatorServer.Create(Phones.OptionsFrom(given));
        await phones.StartAsync(ct);

        var world = new SeededWorld();
        var server = BalcaoServer.Create([$"--contentRoot={AppContext.BaseDirectory}", .. settings], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Defaults(AddressOf(phones)));
            builder.Configuration.AddEnvironmentVariables().AddCommandLine(settings);
            builder.Services.AddSingleton(world);
            // Registered before the server's own services, so that the data is written before the server listens.
            builder.Services.AddHostedService<Seed>();
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<PhoneHistories>(services, phones.Services));
        });
        try
        {
            await server.PrepareStorageAsync(ct);
        }
        catch (UnknownDatabaseException unknown)
        {
            throw new DemoRefusedException($"{unknown.Message}\n{Welcome.StartAfresh}");
        }
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
            // Few log lines, so that the text printed at startup stays visible.
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

/// <summary>The demo refuses what the user asked for; the message says why and what to do.</summary>
public sealed class DemoRefusedException(string message) : Exception(message);
