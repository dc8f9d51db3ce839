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
        services.AddScoped<Feed>();
        services.AddScoped<UnitOfWork>();
        services.AddPeriodic<FeedRetention>(every: TimeSpan.FromMinutes(10), lease: "feed-retention");
        services.AddSingleton<RowBells>();
        services.AddSingleton<UnitsOfWork>();
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<JobsBell>();
        services.AddSingleton<ContentStore>();
        services.AddSingleton<PictureRoom>();
        services.AddSingleton<SoundRoom>();
        services.AddHostedService<JobsWorker>();
        services.AddPeriodic<JobsRetention>(every: TimeSpan.FromHours(1), lease: "jobs-retention");
        services.AddHostedService<OtherNodesBell>();
        return services;
    }

    /// <summary>The reason why this program must not use the database, shown to the person who starts it; null if there is none.</summary>
    public static async Task<string?> FindReasonNotToStartAsync(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        return await app.Services.GetRequiredService<StorageEngine>().FindUnknownMigrationAsync(CancellationToken.None) is { } unknown
            ? $"{(settings.IsPostgres ? "The PostgreSQL database" : $"The database in {Path.GetFullPath(settings.DataFolder)}")} was made by another version of Balcao ({unknown}), which this one cannot bring up to date. Start that version, or give an empty database."
            : null;
    }

    /// <summary>
    /// Lets EF build its model, which takes half a second, while endpoints are mapped; the first user of the model waits for it.
    /// </summary>
    public static void BeginModel(this WebApplication app) => _ = Task.Run(() =>
    {
        using var scope = app.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<StorageEngine>().Rows.TablesOf(scope.ServiceProvider.GetRequiredService<BalcaoDb>());
    });
}
