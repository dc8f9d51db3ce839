using System.Collections.Concurrent;
using Balcao.Contract;

namespace Balcao.Platform.Sound;

/// <summary>
/// Bounds how much sound is decoded and encoded at a time, since each takes a core for seconds and megabytes of memory. A tenant
/// has one place at most: its sounds wait for one another, and another tenant's for no more than the one that is being converted.
/// </summary>
/// <param name="places">How many at a time, of all tenants.</param>
public sealed class SoundRoom(int places) : IDisposable
{
    private readonly SemaphoreSlim _ofAll = new(places, places);
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _ofTenants = new();

    /// <summary>With half of the machine's cores: the others go on answering.</summary>
    public SoundRoom() : this(Math.Max(1, Environment.ProcessorCount / 2))
    {
    }

    /// <summary>Waits for a place; disposing the result leaves it. Read the file after this, not before.</summary>
    public async Task<IDisposable> EnterAsync(TenantId tenant, CancellationToken ct)
    {
        var ofTenant = _ofTenants.GetOrAdd(tenant, _ => new SemaphoreSlim(1, 1));
        await ofTenant.WaitAsync(ct);
        try
        {
            await _ofAll.WaitAsync(ct);
        }
        catch
        {
            ofTenant.Release();
            throw;
        }
        return new Place(ofTenant, _ofAll);
    }

    public void Dispose()
    {
        _ofAll.Dispose();
        foreach (var ofTenant in _ofTenants.Values) ofTenant.Dispose();
    }

    private sealed class Place(SemaphoreSlim ofTenant, SemaphoreSlim ofAll) : IDisposable
    {
        public void Dispose()
        {
            ofAll.Release();
            ofTenant.Release();
        }
    }
}
