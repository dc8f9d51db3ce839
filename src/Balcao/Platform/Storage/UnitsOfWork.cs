using Microsoft.EntityFrameworkCore;

namespace Balcao.Platform.Storage;

/// <summary>A worker's open unit of work.</summary>
/// <param name="Services">Of the unit of work's scope: what a module above implements works on the same context.</param>
public sealed record OpenWork(BalcaoDb Db, Feed Feed, UnitOfWork Unit, IServiceProvider Services);

/// <summary>
/// Short units of work for workers, each with a context of its own. If a concurrent change or a temporary database error rolls one
/// back, it is repeated from its beginning, so the function passed in must be repeatable.
/// </summary>
public sealed class UnitsOfWork(IServiceScopeFactory scopes, StorageEngine engine)
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async Task<T> ReadAsync<T>(TenantScope scope, Func<OpenWork, Task<T>> work, CancellationToken ct)
    {
        await using var services = scopes.CreateAsyncScope();
        var open = Open(services.ServiceProvider);
        await open.Unit.BeginReadAsync(scope, ct);
        var result = await work(open);
        await open.Unit.CommitAsync(ct);
        return result;
    }

    public async Task<T> WriteAsync<T>(TenantScope scope, Func<OpenWork, Task<T>> work, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var services = scopes.CreateAsyncScope();
            var open = Open(services.ServiceProvider);
            try
            {
                await open.Unit.BeginWriteAsync(scope, ct);
                var result = await work(open);
                await open.Unit.CommitAsync(ct);
                return result;
            }
            catch (Exception e) when (attempt < Tries && !ct.IsCancellationRequested && MaySucceedAnew(e))
            {
                await open.Unit.RollbackAsync();
            }
            await Task.Delay(Pause * attempt, ct);
        }
    }

    public Task WriteAsync(TenantScope scope, Func<OpenWork, Task> work, CancellationToken ct) => WriteAsync(scope, async open =>
    {
        await work(open);
        return true;
    }, ct);

    private bool MaySucceedAnew(Exception e) => e is DbUpdateConcurrencyException || engine.IsUniqueViolation(e) || engine.IsTransient(e);

    private static OpenWork Open(IServiceProvider services) => new(
        services.GetRequiredService<BalcaoDb>(), services.GetRequiredService<Feed>(), services.GetRequiredService<UnitOfWork>(), services);
}
