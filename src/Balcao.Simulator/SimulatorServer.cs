using Balcao.Simulator.Assets;
using Balcao.Simulator.Control;
using Balcao.Simulator.Faults;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Phones.Page;
using Balcao.Simulator.Templates;
using Balcao.Simulator.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Balcao.Simulator;

/// <summary>Meta's Cloud API and the customers' phones as one web application, ready to run in any process.</summary>
public static class SimulatorServer
{
    const long LargestBody = 110 * 1024 * 1024;

    /// <summary>
    /// Builds the application without starting it. Only <paramref name="options"/> configures it, so that settings of
    /// the hosting process have no effect.
    /// </summary>
    /// <param name="logging">Configures where log lines go, if not to the console.</param>
    public static WebApplication Create(SimulatorOptions options, TimeProvider? time = null, Action<ILoggingBuilder>? logging = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SimulatorServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging?.Invoke(builder.Logging);

        var services = builder.Services;
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = LargestBody);
        services.ConfigureHttpJsonOptions(json =>
        {
            foreach (var converter in Json.Options.Converters) json.SerializerOptions.Converters.Add(converter);
        });
        // All state is in memory only, including these keys.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<BusinessDirectory>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<FaultSwitches>();
        services.AddSingleton<MediaStore>();
        services.AddSingleton<LinkedMedia>();
        services.AddSingleton<ResumableUploads>();
        services.AddSingleton<TemplateStore>();
        services.AddSingleton<NumberSettings>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<Analytics>();
        services.AddSingleton<ReceivedMessages>();
        services.AddSingleton<AccountEvents>();
        services.AddSingleton<PhoneAppEvents>();
        services.AddSingleton<OtherAppEvents>();
        services.AddSingleton<GraphCalls>();
        services.AddSingleton<SendingLimits>();
        services.AddSingleton<NumberNodes>();
        services.AddSingleton<BusinessProfiles>();
        services.AddSingleton<OutboundMessages>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookCallbacks>();
        services.AddSingleton<WebhookDeliveries>();
        services.AddSingleton<MessageWebhooks>();
        services.AddSingleton<PhoneBook>();
        services.AddSingleton<Customers>();
        services.AddSingleton<PhoneSettings>();
        services.AddPhonesPage();

        var app = builder.Build();
        app.UseWhen(http => IsGraph(http.Request.Path), graph => graph.UseMiddleware<GraphMiddleware>());
        app.MapGraph();
        app.MapControl();
        app.MapEmbeddedAssets();
        app.MapPhonesPage();
        return app;
    }

    static bool IsGraph(PathString path) =>
        path.Value is ['/', 'v', var digit, ..] value && char.IsAsciiDigit(digit) && value.AsSpan(2).IndexOf('/') > 0;
}
