using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Balcao.Platform;

/// <summary>The server's metrics and traces. Exported by OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
public static class Telemetry
{
    public const string Name = "Balcao";

    public static Meter Meter { get; } = new(Name);

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.AddJsonConsoleWhenNotDevelopment(builder.Environment);
        // Without a collector nothing is recorded: tracing a webhook costs as much as storing it.
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 }) return;
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Name).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation())
            .UseOtlpExporter();
    }

    private static void AddJsonConsoleWhenNotDevelopment(this ILoggingBuilder logging, IHostEnvironment environment)
    {
        logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Warning);
        // It logs whole addresses, which contain what people search for. Set here too, for a server that does not find its
        // appsettings.json.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        if (environment.IsDevelopment()) return;
        logging.ClearProviders();
        logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
    }
}
