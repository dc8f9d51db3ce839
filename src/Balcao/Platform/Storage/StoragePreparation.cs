using Balcao.Platform.Files;

namespace Balcao.Platform.Storage;

/// <summary>
/// Brings the database up to date before anything uses it, and waits for it as long as it takes. What takes longer than a moment
/// (the database is away, another node migrates it, a migration of our own is long) is done while a <see cref="WaitingRoom"/>
/// answers at the server's addresses.
/// </summary>
internal sealed partial class StoragePreparation(
    StorageEngine engine, IServiceScopeFactory scopes, Settings settings, DataFolder folder, TimeProvider time, ILogger<StoragePreparation> log)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(2);

    private bool _isPrepared;

    /// <summary>Once it has succeeded, it does nothing.</summary>
    /// <exception cref="StartRefusedException">The database cannot be used as it is.</exception>
    /// <exception cref="OperationCanceledException">The program was told to stop in the meantime.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (_isPrepared) return;
        if (folder.Problem is { } problem) LogReadable(log, folder.Path, problem);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var preparing = TryUntilPreparedAsync(stop.Token);
        if (await Task.WhenAny(preparing, Task.Delay(Moment, time, stop.Token)) != preparing)
        {
            await using var room = await WaitingRoom.OpenAsync(settings, stop.Cancel);
            await preparing;
        }
        await preparing;
        await stop.CancelAsync(); // the delay
        _isPrepared = true;
    }

    private async Task TryUntilPreparedAsync(CancellationToken ct)
    {
        var (since, failures) = (time.GetUtcNow(), 0);
        while (!await TryPrepareAsync(isFirst: failures == 0, ct))
        {
            failures++;
            await Task.Delay(TryEvery, time, ct);
        }
        if (failures > 0) LogAnswers(log, failures, (int)(time.GetUtcNow() - since).TotalSeconds);
    }

    /// <returns>False if the database is away.</returns>
    private async Task<bool> TryPrepareAsync(bool isFirst, CancellationToken ct)
    {
        try
        {
            await MigrateAsync(ct);
            await EnterAsync(ct);
            return true;
        }
        catch (Exception e) when (engine.IsTransient(e) && !ct.IsCancellationRequested)
        {
            if (isFirst) LogAway(log, e.GetBaseException().Message, (int)TryEvery.TotalSeconds);
            return false;
        }
    }

    private async Task MigrateAsync(CancellationToken ct)
    {
        try
        {
            if (await engine.FindUnknownMigrationAsync(ct) is { } unknown) throw new UnknownDatabaseException(
                $"{(settings.IsPostgres ? "The PostgreSQL database" : $"The database in {folder.Path}")} was made by another version of Balcao ({unknown}), which this one cannot bring up to date. Start that version, or give an empty database.");
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
            await engine.MigrateAsync(db, ct);
            engine.Rows.TablesOf(db); // throws here, not later in a lane, if a table cannot be written in bulk
        }
        catch (Exception e) when (engine.RefusalOf(e) is { } refusal)
        {
            throw Refused(settings.DatabaseOwner.Length > 0 ? nameof(Settings.DatabaseOwner) : nameof(Settings.Database), refusal);
        }
    }

    /// <summary>Enters the database as the server will, with the role it works as.</summary>
    private async Task EnterAsync(CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            await work.BeginReadAsync(TenantScope.Nobody, ct);
            if (await engine.FindOpenWallAsync(scope.ServiceProvider.GetRequiredService<BalcaoDb>(), ct) is { } why) LogOpenWall(log, why);
            await work.CommitAsync(ct);
        }
        catch (Exception e) when (engine.RefusalOf(e) is { } refusal)
        {
            throw Refused(nameof(Settings.Database), refusal);
        }
    }

    private static StartRefusedException Refused(string setting, string refusal) => new($"{SettingsReader.NameOf(setting)}: the database refuses: {refusal}");

    [LoggerMessage(1401, LogLevel.Warning, "The database does not answer ({Reason}). Tried again every {Seconds} s; until then /health/ready answers 503")]
    private static partial void LogAway(ILogger log, string reason, int seconds);

    [LoggerMessage(1402, LogLevel.Information, "The database answers, after {Failures} tries in {Seconds} s")]
    private static partial void LogAnswers(ILogger log, int failures, int seconds);

    [LoggerMessage(1403, LogLevel.Warning, "Other users of this machine may read the data folder {Folder}: {Reason}")]
    private static partial void LogReadable(ILogger log, string folder, string reason);

    [LoggerMessage(1404, LogLevel.Warning, "Row-level security does not keep tenants apart: the role of Balcao__Database {Reason}")]
    private static partial void LogOpenWall(ILogger log, string reason);
}

/// <summary>Another version made the database.</summary>
public sealed class UnknownDatabaseException(string reason) : StartRefusedException(reason);
