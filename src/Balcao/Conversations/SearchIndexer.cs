using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

/// <summary>
/// Keeps the search index of contacts and messages by following each tenant's feed: storing a message does not wait for its
/// index. The position in the feed is committed together with the words, so a crash loses nothing.
/// </summary>
internal sealed partial class SearchIndexer(
    IServiceScopeFactory scopes, StorageEngine engine, TimeProvider time, ILogger<SearchIndexer> log) : IPeriodicTask, IDisposable
{
    internal const string Follower = "search";

    /// <summary>The feed entries of one transaction; few, so that other writers wait only briefly.</summary>
    private const int Slice = 250;

    /// <summary>With much to do it pauses three times as long as it works.</summary>
    private const int RestsTimes = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    private static readonly Histogram<double> Lag = Telemetry.Meter.CreateHistogram<double>(
        "balcao.search.lag", "s", "From a change to its being found.");

    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Runs until it is cancelled or fails.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var listening = engine.ListenAsync(_ => Wake(), leaving.Token);
        try
        {
            await FollowAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, e.GetType().Name);
        }
        finally
        {
            await leaving.CancelAsync();
            await listening;
        }
    }

    private void Wake()
    {
        try { _rung.Release(); }
        catch (SemaphoreFullException) { /* already awake */ }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        while (true)
        {
            await CatchUpAsync(ct);
            await _rung.WaitAsync(PollEvery, ct);
            // Waits for further changes, to index them together; the delay does not matter to users.
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>
    /// Processes everything that the feeds contain now, a slice of each tenant in turn. It ends at the numbers known at its start:
    /// neither a tenant whose feed grows all the time nor one whose feed cannot be read keeps the others waiting.
    /// </summary>
    internal async Task CatchUpAsync(CancellationToken ct)
    {
        var behind = await BehindAsync(ct);
        ExceptionDispatchInfo? failure = null;
        while (behind.Count > 0)
        {
            foreach (var (tenant, newest) in behind.ToList())
            {
                var (started, reached) = (Stopwatch.GetTimestamp(), (long?)null);
                try
                {
                    reached = await IndexAsync(tenant, ct);
                }
                catch (Exception e) when (!ct.IsCancellationRequested)
                {
                    failure ??= ExceptionDispatchInfo.Capture(e);
                }
                if (reached is null || reached >= newest) behind.Remove(tenant);
                // While thousands of messages come in, storing them has priority; they are found a little later.
                else await Task.Delay(Stopwatch.GetElapsedTime(started) * RestsTimes, ct);
            }
        }
        failure?.Throw();
    }

    /// <summary>
    /// Indexes a slice. If it fails for a reason that stays, its entries are indexed one by one, and what fails again is skipped.
    /// </summary>
    /// <returns>The feed number reached; null if nothing is left.</returns>
    private async Task<long?> IndexAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            return (await IndexSliceAsync(tenant, Slice, Parts.All, ct))?.Sequence;
        }
        catch (Exception e) when (IsOfTheRows(e))
        {
            long? reached = null;
            for (var entry = 0; entry < Slice && await IndexEntryAsync(tenant, ct) is { } sequence; entry++) reached = sequence;
            return reached;
        }
    }

    /// <summary>Indexes the next entry, or what can be indexed of it, and says what was left out.</summary>
    private async Task<long?> IndexEntryAsync(TenantId tenant, CancellationToken ct)
    {
        Exception? failure = null;
        foreach (var parts in (Parts[])[Parts.All, Parts.Messages, Parts.Contacts])
        {
            try
            {
                return Skipped(await IndexSliceAsync(tenant, 1, parts, ct), parts);
            }
            catch (Exception e) when (IsOfTheRows(e))
            {
                failure = e;
            }
        }
        return Skipped(await IndexSliceAsync(tenant, 1, Parts.None, ct), Parts.None);

        long? Skipped(FeedEntry? entry, Parts indexed)
        {
            if (entry is not null && indexed != Parts.All)
                LogSkipped(log, entry.Sequence, tenant.Value, Parts.All & ~indexed, entry.Record, entry.RecordId, entry.ContactId?.Value, failure?.GetType().Name);
            return entry?.Sequence;
        }
    }

    /// <summary>What of the entries is indexed.</summary>
    [Flags]
    private enum Parts { None = 0, Messages = 1, Contacts = 2, All = Messages | Contacts }

    /// <summary>Whether the same rows would fail again: neither the database is away nor have rows changed in the meantime.</summary>
    private bool IsOfTheRows(Exception e) =>
        !engine.IsTransient(e) && !engine.IsUniqueViolation(e) && !engine.IsForeignKeyViolation(e) && e is not DbUpdateConcurrencyException;

    /// <summary>The segment of the tenant's newest messages.</summary>
    internal static async Task<int> NewestSegmentAsync(BalcaoDb db, CancellationToken ct) =>
        SearchPrefix.SegmentAt(await db.FeedFollowers.Where(f => f.Name == Follower).Select(f => f.Sequence).SingleOrDefaultAsync(ct));

    /// <returns>The newest feed number of each tenant that is not indexed up to it.</returns>
    private async Task<Dictionary<TenantId, long>> BehindAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        await work.BeginReadAsync(TenantScope.Everyone, ct);
        var followers = db.FeedFollowers.IgnoreQueryFilters([BalcaoDb.TenantFilter]).Where(f => f.Name == Follower);
        return await db.Set<Counter>().IgnoreQueryFilters([BalcaoDb.TenantFilter])
            .Where(c => c.Name == Feed.Counter && !followers.Any(f => f.TenantId == c.TenantId && f.Sequence >= c.Value))
            .ToDictionaryAsync(c => c.TenantId, c => c.Value, ct);
    }

    /// <returns>The last entry; null if there is none.</returns>
    private async Task<FeedEntry?> IndexSliceAsync(TenantId tenant, int size, Parts parts, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        // Read before the write transaction begins, so that no other writer waits: only this class writes words, and later changes
        // come with a later entry.
        await work.BeginReadAsync(TenantScope.Of(tenant), ct);
        var follower = await db.FeedFollowers.AsNoTracking().SingleOrDefaultAsync(f => f.Name == Follower, ct);
        var from = follower?.Sequence ?? 0;
        var entries = await SliceAfterAsync(db, from, size, ct);
        // The oldest entries of the feed have been deleted.
        if (entries.Count == 0 && await db.Feed.Where(e => e.Sequence > from).MinAsync(e => (long?)e.Sequence, ct) is { } oldest)
            entries = await SliceAfterAsync(db, oldest - 1, size, ct);
        if (entries.Count == 0) return null;
        var rows = new RowSet(db, engine);
        if (follower is null) rows.Add(follower = new FeedFollower { TenantId = tenant, Name = Follower });
        else rows.Loaded(follower);
        follower.Sequence = entries[^1].Sequence;
        if (parts.HasFlag(Parts.Messages)) await IndexMessagesAsync(db, rows, tenant, SearchPrefix.SegmentAt(follower.Sequence),
            [.. entries.Where(e => e.Record is ChangedRecord.Message).Select(e => new MessageId(e.RecordId)).Distinct()], ct);
        if (parts.HasFlag(Parts.Contacts)) await IndexContactsAsync(db, rows, tenant, [.. entries.Select(e => e.ContactId).OfType<ContactId>().Distinct()], ct);
        await work.CommitAsync(ct);

        await work.BeginWriteAsync(TenantScope.Of(tenant), ct);
        await rows.WriteAsync(ct);
        await work.CommitAsync(ct);
        Lag.Record((time.GetUtcNow() - entries[0].At).TotalSeconds);
        return entries[^1];
    }

    /// <summary>
    /// The feed has no gaps, so the end of a slice is known. Without an upper bound PostgreSQL, whose statistics are always older
    /// than a growing feed, expects few entries, reads all that are left and sorts them.
    /// </summary>
    private static Task<List<FeedEntry>> SliceAfterAsync(BalcaoDb db, long from, int size, CancellationToken ct)
    {
        var to = from + size;
        return db.Feed.AsNoTracking().Where(e => e.Sequence > from && e.Sequence <= to).OrderBy(e => e.Sequence).ToListAsync(ct);
    }

    private static async Task IndexMessagesAsync(
        BalcaoDb db, RowSet rows, TenantId tenant, int segment, IReadOnlyCollection<MessageId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        var texts = await db.Messages.AsNoTracking().Where(m => ids.Contains(m.Id) && m.Text != null)
            .Select(m => new { m.Id, m.Text }).ToListAsync(ct);
        // Most changes of a message are delivery statuses: words that are the same are not written again.
        var known = await db.MessageWords.AsNoTracking().Where(w => ids.Contains(w.MessageId)).ToDictionaryAsync(w => w.MessageId, ct);
        foreach (var row in known.Values) rows.Loaded(row);
        foreach (var message in texts.OrderBy(m => m.Id.Value))
        {
            if (!known.TryGetValue(message.Id, out var row))
            {
                rows.Add(new MessageWords { TenantId = tenant, MessageId = message.Id, Segment = segment, Words = MessageWords.Of(tenant, segment, message.Text) });
                continue;
            }
            var words = MessageWords.Of(tenant, row.Segment, message.Text);
            if (row.Words != words) row.Words = words;
        }
    }

    private static async Task IndexContactsAsync(BalcaoDb db, RowSet rows, TenantId tenant, IReadOnlyCollection<ContactId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        var contacts = await db.Contacts.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(ct);
        var identities = (await db.ContactIdentities.AsNoTracking().Where(i => ids.Contains(i.ContactId)).ToListAsync(ct)).ToLookup(i => i.ContactId);
        var known = await db.ContactWords.AsNoTracking().Where(w => ids.Contains(w.ContactId)).ToDictionaryAsync(w => w.ContactId, ct);
        foreach (var row in known.Values) rows.Loaded(row);
        foreach (var contact in contacts)
        {
            var words = ContactWords.Of(contact, identities[contact.Id]);
            if (!known.TryGetValue(contact.Id, out var row)) rows.Add(new ContactWords { TenantId = tenant, ContactId = contact.Id, Words = words });
            else if (row.Words != words) row.Words = words;
        }
    }

    public void Dispose() => _rung.Dispose();

    [LoggerMessage(2301, LogLevel.Warning, "The search index could not be brought up to date ({Failure}); tried again")]
    private static partial void LogFailed(ILogger log, string failure);

    [LoggerMessage(2302, LogLevel.Error, "Feed entry {Sequence} of tenant {Tenant} cannot be indexed and is skipped: {Skipped} of {Record} {Id}, contact {Contact} ({Failure})")]
    private static partial void LogSkipped(
        ILogger log, long sequence, Guid tenant, Parts skipped, ChangedRecord record, Guid id, Guid? contact, string? failure);
}
