using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// Deletes uploads that no message used within a day (a used one belongs to its message and is no upload any more), and
/// drafts left by a crash.
/// </summary>
internal sealed class UploadsSweep(UnitsOfWork units, ContentStore store, IEnumerable<IFileUse> uses, TimeProvider time) : IPeriodicTask
{
    public static readonly TimeSpan KeptUnused = TimeSpan.FromDays(1);

    private const int AtOnce = 200;

    public async Task RunAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - KeptUnused;
        store.DropDrafts(before);
        while (await SweepSomeAsync(before, ct) == AtOnce) { /* the next ones */ }
    }

    private async Task<int> SweepSomeAsync(DateTimeOffset before, CancellationToken ct)
    {
        var (swept, orphans) = await units.WriteAsync(TenantScope.Everyone, async open =>
        {
            var old = await open.Db.Uploads.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(u => u.CreatedAt < before).OrderBy(u => u.CreatedAt).Take(AtOnce).ToListAsync(ct);
            open.Db.RemoveRange(old);
            await open.Db.SaveChangesAsync(ct);
            var tenants = old.Select(u => u.TenantId).Distinct().ToArray();
            var hashes = old.Select(u => u.Sha256).Distinct().ToArray();
            var uploaded = await open.Db.Uploads.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(u => tenants.Contains(u.TenantId) && hashes.Contains(u.Sha256)).Select(u => new { u.TenantId, u.Sha256 }).ToListAsync(ct);
            var sent = await open.Db.MessageMedia.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(m => tenants.Contains(m.TenantId) && hashes.Contains(m.Sha256)).Select(m => new { m.TenantId, Sha256 = m.Sha256! }).ToListAsync(ct);
            // Somebody may have uploaded a copy they had downloaded from here: the content is then still in use.
            var copies = await open.Db.MessageMedia.IgnoreQueryFilters([BalcaoDb.TenantFilter])
                .Where(m => tenants.Contains(m.TenantId) && (hashes.Contains(m.PlayableSha256) || hashes.Contains(m.ThumbnailSha256)))
                .Select(m => new { m.TenantId, m.PlayableSha256, m.ThumbnailSha256 }).ToListAsync(ct);
            var used = uploaded.Concat(sent)
                .Concat(copies.SelectMany(c => new[] { c.PlayableSha256, c.ThumbnailSha256 }.OfType<string>().Select(hash => new { c.TenantId, Sha256 = hash })))
                .ToHashSet();
            foreach (var use in uses)
            {
                used.UnionWith(await use.Of(open.Db).IgnoreQueryFilters([BalcaoDb.TenantFilter])
                    .Where(f => tenants.Contains(f.TenantId) && hashes.Contains(f.Sha256)).Select(f => new { f.TenantId, f.Sha256 }).ToListAsync(ct));
            }
            return (old.Count, old.Select(u => new { u.TenantId, u.Sha256 }).Distinct().Where(u => !used.Contains(u)).ToList());
        }, ct);
        foreach (var file in orphans) store.Drop(file.TenantId, file.Sha256, before);
        return swept;
    }
}
