namespace Balcao.Platform.Storage;

/// <summary>
/// Answers at the server's addresses while the server cannot start yet: <c>/health/live</c> that the process runs, all else that
/// it is not ready. WhatsApp repeats what it is answered so.
/// </summary>
internal sealed class WaitingRoom : IAsyncDisposable
{
    private const string RetryAfterSeconds = "5";

    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly CancellationTokenRegistration _toldToStop;

    private WaitingRoom(WebApplication app, CancellationTokenRegistration toldToStop) => (_app, _toldToStop) = (app, toldToStop);

    /// <param name="toldToStop">Called if the process is told to stop.</param>
    /// <returns>Null if the addresses are taken; the server will say so when it starts.</returns>
    public static async Task<WaitingRoom?> OpenAsync(Settings settings, Action toldToStop)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(settings.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(settings);
        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.Run(AnswerAsync);
        try
        {
            await app.StartAsync();
            return new WaitingRoom(app, app.Lifetime.ApplicationStopping.Register(toldToStop));
        }
        catch (IOException)
        {
            await app.DisposeAsync();
            return null;
        }
    }

    private static Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == PlatformModule.Live) return http.Response.WriteAsync("Healthy");
        http.Response.Headers.RetryAfter = RetryAfterSeconds;
        return StorageExceptionHandler.Unavailable.ToProblem().ExecuteAsync(http);
    }

    public async ValueTask DisposeAsync()
    {
        // To close the room is not to be told to stop.
        await _toldToStop.DisposeAsync();
        using var atOnce = new CancellationTokenSource(LastAnswers);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
