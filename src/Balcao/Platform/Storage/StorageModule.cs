using Balcao.Platform.Files;
using Balcao.Platform.Pictures;
using Balcao.Platform.Search;
using Balcao.Platform.Sound;
using Balcao.Platform.Storage.Postgres;
using Balcao.Platform.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Balcao.Platform.Storage;

public static class StorageModule
{
    public static IServiceCollection AddStorage(this IServiceCollection services, Settings settings)
    {
        if (settings.IsPostgres)
        {
            services.TryAddSingleton<StorageEngine, PostgresEngine>();
            services.AddSingleton<SearchIndex, PostgresSearchIndex>();
            services.AddDbContext<BalcaoDb, PostgresBalcaoDb>((provider, options) => provider.GetRequiredService<StorageEngine>().Configure(options));
        }
        else
        {
            services.TryAddSingleton<StorageEngine, SqliteEngine>();
            services.AddSingleton<SearchIndex, SqliteSearchIndex>();
            services.AddDbContext<BalcaoDb, SqliteBalcaoDb>((provider, options) => provider.GetRequiredService<StorageEngine>().Configure(options));
        }
        services.AddSingleton<StoragePreparation>();
        services.AddScoped<Feed>();
        services.AddScoped<UnitOfWork>();
        services.AddPeriodic<FeedRetention>(every: TimeSpan.FromMinutes(10), lease: "feed-retention");
        services.AddSingleton<RowBells>();
        services.AddSingleton<UnitsOfWork>();
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<JobsBell>();
        services.AddSingleton<ContentStore>();
        services.AddPeriodic<PrivateMedia>(every: TimeSpan.FromDays(1), lease: "private-media");
        services.AddSingleton<PictureRoom>();
        services.AddSingleton<SoundRoom>();
        services.AddHostedService<JobsWorker>();
        services.AddPeriodic<JobsRetention>(every: TimeSpan.FromHours(1), lease: "jobs-retention");
        services.AddHostedService<OtherNodesBell>();
        return services;
    }

    /// <summary>
    /// Waits for the database and brings it up to date; the start does it otherwise. Called before the start, so that a reason not
    /// to start is told in one line and not logged as a failure of the host.
    /// </summary>
    /// <exception cref="StartRefusedException">The database cannot be used as it is.</exception>
    /// <exception cref="OperationCanceledException">The program was told to stop in the meantime.</exception>
    public static Task PrepareStorageAsync(this WebApplication app, CancellationToken ct = default) =>
        app.Services.GetRequiredService<StoragePreparation>().PrepareAsync(ct);

    /// <summary>
    /// Lets EF build its model, which takes half a second, while endpoints are mapped; the first user of the model waits for it.
    /// </summary>
    public static void BeginModel(this WebApplication app) => _ = Task.Run(() =>
    {
        using var scope = app.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<StorageEngine>().Rows.TablesOf(scope.ServiceProvider.GetRequiredService<BalcaoDb>());
    });
}
