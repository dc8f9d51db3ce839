using System.Collections.Concurrent;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// How much the files of a tenant take, for the limit of uploads (<see cref="Limits.StoredMegabytes"/>). It is counted in the database
/// every few minutes, not at each upload; in between, what is uploaded on this node is added. Files of customers count, but are never
/// refused.
/// </summary>
internal sealed class StoredBytes(UnitsOfWork units, IEnumerable<IFileUse> uses, Limits limits, TimeProvider time)
{
    public static readonly TimeSpan CountedEvery = TimeSpan.FromMinutes(5);

    private const long Megabyte = 1024 * 1024;

    private readonly ConcurrentDictionary<TenantId, Count> _counts = new();

    /// <summary>Null if the tenant may store so much more.</summary>
    public async Task<Refusal?> CheckAsync(TenantId tenant, long more, CancellationToken ct)
    {
        if (limits.StoredMegabytes == 0) return null;
        var now = time.GetUtcNow();
        if (!_counts.TryGetValue(tenant, out var count) || now - count.At >= CountedEvery)
            _counts[tenant] = count = new Count(now, await units.ReadAsync(TenantScope.Of(tenant), open => SumAsync(open.Db, ct), ct));
        return count.Bytes + more > limits.StoredMegabytes * Megabyte ? MediaRefusals.StorageFull(limits.StoredMegabytes) : null;
    }

    public void Add(TenantId tenant, long bytes)
    {
        if (_counts.TryGetValue(tenant, out var count)) count.Add(bytes);
    }

    /// <summary>The same content is stored once, however often it was sent or attached.</summary>
    private async Task<long> SumAsync(BalcaoDb db, CancellationToken ct)
    {
        var uploads = db.Uploads;
        var sent = db.MessageMedia.Where(m => m.State == MediaState.Stored && m.Sha256 != null && m.Size != null);
        var bytes = await uploads.Select(u => new { u.Sha256, u.Size }).Union(sent.Select(m => new { Sha256 = m.Sha256!, Size = m.Size!.Value })).SumAsync(file => file.Size, ct);
        // A content that both a note and a macro have counts twice: their columns differ too much for one union, and it hardly ever happens.
        foreach (var use in uses)
        {
            bytes += await use.Of(db).Where(f => !uploads.Any(u => u.Sha256 == f.Sha256) && !sent.Any(m => m.Sha256 == f.Sha256))
                .Select(f => new { f.Sha256, f.Size }).Distinct().SumAsync(file => file.Size, ct);
        }
        return bytes;
    }

    private sealed class Count(DateTimeOffset at, long bytes)
    {
        private long _bytes = bytes;

        public DateTimeOffset At => at;

        public long Bytes => Interlocked.Read(ref _bytes);

        public void Add(long more) => Interlocked.Add(ref _bytes, more);
    }
}
