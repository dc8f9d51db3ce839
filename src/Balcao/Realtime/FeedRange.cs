using System.Globalization;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Realtime;

/// <summary>
/// A range of a tenant's feed with the current records it names: read once, then filtered for each reader. The hub and
/// <c>GET /api/changes</c> return the same because both use this; the hub only leaves out conversations that a screen
/// does not watch.
/// </summary>
internal sealed record FeedRange
{
    /// <summary>A reader further behind reads its lists again, which is less work for both sides.</summary>
    public const int Most = 1_000;

    public required long From { get; init; }

    public required long To { get; init; }

    public bool IsReset { get; init; }

    /// <summary>When the oldest of the changes was made.</summary>
    public DateTimeOffset? Since { get; init; }

    public IReadOnlySet<AgentId> AccessChanged { get; init; } = new HashSet<AgentId>();

    private IReadOnlyList<ChatItem> Chats { get; init; } = [];

    private IReadOnlyList<MessageItem> Messages { get; init; } = [];

    private IReadOnlyList<NumberItem> Numbers { get; init; } = [];

    private IReadOnlyList<(TicketId Id, ConversationId ConversationId)> Tickets { get; init; } = [];

    private IReadOnlyList<PlanRequestId> PlanRequests { get; init; } = [];

    /// <summary>Who may see the history of each conversation's contact.</summary>
    private ILookup<ConversationId, ContactAudience> Audiences { get; init; } = new Dictionary<ConversationId, ContactAudience>().ToLookup(row => row.Key, row => row.Value);

    /// <summary>
    /// Reads the entries after <paramref name="after"/>, in the open unit of work, which reads one state of the database. A range
    /// with a record that cannot be read is a reset: nobody waits at it for ever, and what is behind it is seen.
    /// </summary>
    /// <param name="isWatched">Whether any screen wants a conversation's messages; others are not read.</param>
    public static async Task<FeedRange> ReadAsync(
        BalcaoDb db, StorageEngine engine, TenantId tenant, long after, Func<ConversationId, bool> isWatched, ILogger log, CancellationToken ct)
    {
        var newest = await db.NewestFeedNumberAsync(tenant, ct);
        if (after == newest) return new FeedRange { From = after, To = newest };
        // The reader is ahead: the database was replaced by a backup.
        if (after > newest || newest - after > Most) return new FeedRange { From = after, To = newest, IsReset = true };

        var entries = await db.Feed.AsNoTracking().Where(e => e.Sequence > after && e.Sequence <= newest).OrderBy(e => e.Sequence).ToListAsync(ct);
        // Feed numbers have no gaps: missing entries have been deleted because of their age.
        if (entries.Count < newest - after) return new FeedRange { From = after, To = newest, IsReset = true };
        try
        {
            return await ReadRecordsAsync(db, entries, after, newest, isWatched, ct);
        }
        catch (Exception e) when (!engine.IsTransient(e))
        {
            FeedPusher.LogUnreadable(log, after, newest, tenant.Value, e.GetType().Name);
            return new FeedRange { From = after, To = newest, IsReset = true };
        }
    }

    private static async Task<FeedRange> ReadRecordsAsync(
        BalcaoDb db, List<FeedEntry> entries, long after, long newest, Func<ConversationId, bool> isWatched, CancellationToken ct)
    {
        var changed = await ChangedMessagesAsync(db, [.. Ids(entries, ChangedRecord.Message).Select(id => new MessageId(id))], ct);
        var messages = await WatchedAsync(db, changed, isWatched, ct);
        var chats = await ChatItems.LoadAsync(db, await TouchedChatsAsync(
            db, [.. Ids(entries, ChangedRecord.Chat).Select(id => new ChatId(id)).Union(changed.Select(m => m.ChatId).OfType<ChatId>())], ct), ct);
        var tickets = await ChangedTicketsAsync(db, [.. Ids(entries, ChangedRecord.Ticket).Select(id => new TicketId(id))], ct);
        return new FeedRange
        {
            From = after,
            To = newest,
            Since = entries[0].At,
            AccessChanged = Ids(entries, ChangedRecord.Access).Select(id => new AgentId(id)).ToHashSet(),
            Chats = chats,
            Messages = messages,
            Numbers = await NumberItems.LoadAsync(db, [.. Ids(entries, ChangedRecord.Number).Select(id => new ChannelId(id))], entries[^1].At, ct),
            Audiences = await AudiencesAsync(db, [.. chats.Select(c => c.ConversationId).Concat(messages.Select(m => m.ConversationId)).Concat(tickets.Select(t => t.ConversationId)).Distinct()], ct),
            Tickets = tickets,
            PlanRequests = [.. Ids(entries, ChangedRecord.PlanRequest).Select(id => new PlanRequestId(id))],
        };
    }

    private static async Task<IReadOnlyList<(TicketId Id, ConversationId ConversationId)>> ChangedTicketsAsync(BalcaoDb db, IReadOnlyCollection<TicketId> ids, CancellationToken ct) =>
        ids.Count == 0 ? []
        : [.. (await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.ConversationId }).ToListAsync(ct)).Select(t => (t.Id, t.ConversationId))];

    private readonly record struct ChangedMessage(MessageId Id, ConversationId ConversationId, ChatId? ChatId);

    private static async Task<IReadOnlyList<ChangedMessage>> ChangedMessagesAsync(BalcaoDb db, IReadOnlyCollection<MessageId> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await db.Messages.AsNoTracking().Where(m => ids.Contains(m.Id))
            .OrderBy(m => m.Id).Select(m => new ChangedMessage(m.Id, m.ConversationId, m.ChatId)).ToListAsync(ct);

    /// <summary>
    /// Checks again after each reading: a screen that began to watch in the meantime may have read its thread before the
    /// state of this slice. A screen that begins later reads a state that is at least as new.
    /// </summary>
    private static async Task<IReadOnlyList<MessageItem>> WatchedAsync(
        BalcaoDb db, IReadOnlyList<ChangedMessage> changed, Func<ConversationId, bool> isWatched, CancellationToken ct)
    {
        var read = new Dictionary<MessageId, MessageItem>();
        var left = changed;
        while (left.Where(m => isWatched(m.ConversationId)).Select(m => m.Id).ToHashSet() is { Count: > 0 } wanted)
        {
            foreach (var message in await MessageItems.LoadAsync(db, wanted, ct)) read[message.Id] = message;
            left = [.. left.Where(m => !wanted.Contains(m.Id))];
        }
        return [.. changed.Where(m => read.ContainsKey(m.Id)).Select(m => read[m.Id])];
    }

    /// <summary>
    /// The changed chats and the other chats of their tickets: each shows the ticket's state, which any of them may
    /// change.
    /// </summary>
    private static async Task<IReadOnlyCollection<ChatId>> TouchedChatsAsync(BalcaoDb db, IReadOnlyCollection<ChatId> changed, CancellationToken ct) =>
        changed.Count == 0 ? [] : await (
            from chat in db.Chats.AsNoTracking().Where(c => changed.Contains(c.Id))
            join sibling in db.Chats on new { chat.TenantId, chat.ConversationId, chat.TicketId } equals new { sibling.TenantId, sibling.ConversationId, sibling.TicketId }
            select sibling.Id).Distinct().ToListAsync(ct);

    private static IEnumerable<Guid> Ids(List<FeedEntry> entries, ChangedRecord record) =>
        entries.Where(e => e.Record == record).Select(e => e.RecordId).Distinct();

    private static async Task<ILookup<ConversationId, ContactAudience>> AudiencesAsync(BalcaoDb db, IReadOnlyCollection<ConversationId> ids, CancellationToken ct)
    {
        var rows = ids.Count == 0 ? [] : await (
            from conversation in db.Conversations.AsNoTracking().Where(c => ids.Contains(c.Id))
            join audience in Visibility.Audiences(db).AsNoTracking() on new { conversation.TenantId, conversation.ContactId } equals new { audience.TenantId, audience.ContactId }
            select new { conversation.Id, Audience = audience }).ToListAsync(ct);
        return rows.ToLookup(row => row.Id, row => row.Audience);
    }

    /// <summary>The part that the person may see and the screen wants, in the person's language.</summary>
    public Changes For(Viewer viewer, CultureInfo culture, Func<ConversationId, bool> watches)
    {
        // The person's groups or role changed, so what the screen shows may differ in everything from what the person may see now.
        if (IsReset || AccessChanged.Contains(viewer.AgentId)) return Reset(From, To);
        return new Changes(
            From, To, false,
            [.. Chats.Where(chat => Sees(viewer, chat))],
            [.. Messages.Where(message => watches(message.ConversationId) && SeesHistory(viewer, message.ConversationId)).Select(message => In(culture, message))],
            [.. Chats.Where(chat => !Sees(viewer, chat) && SeesHistory(viewer, chat.ConversationId)).Select(chat => chat.Id)],
            Numbers)
        {
            Tickets = [.. Tickets.Where(ticket => SeesHistory(viewer, ticket.ConversationId)).Select(ticket => ticket.Id)],
            PlanRequests = Visibility.SeesAll(viewer.Access.Role) ? PlanRequests : [],
        };
    }

    public static Changes Reset(long from, long to) => new(from, to, true, [], [], [], []);

    public static Changes Nothing(long at) => new(at, at, false, [], [], [], []);

    private static bool Sees(Viewer viewer, ChatItem chat) => viewer.Access.SeesChat(chat.Id, chat.Group.Id);

    private bool SeesHistory(Viewer viewer, ConversationId conversation) => viewer.Access.SeesHistoryOf(Audiences[conversation]);

    private static MessageItem In(CultureInfo culture, MessageItem message) => message.Failure is not { } failure
        ? message
        : message with { Failure = failure with { Reason = RefusalTexts.In(culture, failure.Code) } };
}
