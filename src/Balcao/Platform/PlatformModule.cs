using System.Diagnostics;
using System.Globalization;
using Balcao.Contract;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Scalar.AspNetCore;

namespace Balcao.Platform;

/// <summary>What all modules use: settings, secrets, JSON, problem details, languages, health, the API document.</summary>
public static class PlatformModule
{
    /// <summary>Answers 200 as long as the process runs.</summary>
    public const string Live = "/health/live";

    public static void AddPlatform(this WebApplicationBuilder builder, Settings settings)
    {
        builder.WebHost.UseUrls(settings.Urls.Split(';'));
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        settings.Limits.Check();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new DataFolder(settings));
        builder.Services.AddSingleton(settings.Limits);
        builder.Services.AddTrustedProxies(settings);
        builder.Services.AddRateLimits(settings.Limits);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSecrets(settings);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = ContractJson.Default.Options.DefaultIgnoreCondition;
        });
        // As in Development: otherwise a request that cannot be read would be answered without saying so.
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            // Refusals carry their code; for refusals of the framework itself the code is made from the status.
            context.ProblemDetails.Extensions.TryAdd("code", $"http.{context.ProblemDetails.Status}");
            if (context.ProblemDetails.Extensions["code"] is string code && code.StartsWith("http.", StringComparison.Ordinal))
                context.ProblemDetails.Title = RefusalTexts.For(code);
            context.ProblemDetails.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        });
        builder.Services.AddExceptionHandler<StorageExceptionHandler>();
        builder.Services.AddExceptionHandler<UnexpectedExceptionHandler>();
        builder.Services.AddRequestLocalization(options =>
        {
            CultureInfo[] cultures = [new("pt-BR"), new("en"), new("es")];
            options.DefaultRequestCulture = new RequestCulture(cultures[0]);
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            // A link to a file has no header of ours: it names the language itself.
            options.RequestCultureProviders = [new QueryStringRequestCultureProvider { QueryStringKey = "language", UIQueryStringKey = "language" }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        builder.Services.AddApiDocument();
        builder.Services.AddHostedService<StorageStart>();
        builder.Services.AddPeriodic<JournalRetention>(every: TimeSpan.FromHours(1), lease: "retention");
        builder.AddTelemetry();
    }

    public static void UsePlatform(this WebApplication app)
    {
        app.UseTrustedProxies(app.Services.GetRequiredService<Settings>());
        // First, so that every answer has them.
        app.UseMiddleware<SecurityHeaders>();
        app.UseRequestLocalization();
        app.UseExceptionHandler();
        app.UseStatusCodePages(AnswerStatusAsync);
        app.UseRouting();
        // Before the origin check, which must know whether the request is a WebSocket request.
        app.UseWebSockets();
        app.UseMiddleware<OriginCheck>();
        app.UseMiddleware<RequestBody>();
        app.UseAuthentication();
        // After the authentication, because people and tokens have limits of their own.
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<TenantOfRequest>();
        app.MapHealthChecks(Live, new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapScalarApiReference("/api-reference", options => options.WithTitle("Balcao API").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts());
    }

    /// <summary>A problem for a status without a body, whatever form the caller accepts: its code is for programs.</summary>
    private static Task AnswerStatusAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        return new Refusal($"http.{status}", status).ToProblem().ExecuteAsync(context.HttpContext);
    }

    /// <summary>
    /// Serves the browser client: its files, and its page for every other address. Addresses under <c>/api</c> are excluded: a
    /// catch-all there would answer 404 where 405 or 415 is correct.
    /// </summary>
    public static void MapClient(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapFallbackToFile("", "index.html"); // the pattern below does not match an empty path
        app.MapFallbackToFile("{*path:regex(^(?!api(/|$)|webhooks(/|$)|openapi(/|$)|health(/|$)).*$):nonfile}", "index.html");
    }
}

/// <summary>
/// Before the first request is accepted: prepares the database, and makes the key for cookies while no transaction is
/// open.
/// </summary>
internal sealed class StorageStart(StoragePreparation preparation, ProtectionKeys keys) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await preparation.PrepareAsync(cancellationToken);
        keys.EnsureFresh();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class StorageHealth(IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no database");
    }
}
