using System.Globalization;
using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Balcao.Tickets;

/// <summary>A filter as the database is asked for it, always within what the reader may see.</summary>
internal sealed class TicketQuery
{
    /// <summary>How many contacts a search by name takes into account: the newest ones.</summary>
    private const int MostContacts = 100;

    /// <summary>A cursor by urgency has the protocol in its lower bits; with the urgency above them it still is a valid position.</summary>
    private const int ProtocolBits = 44;

    private const string Open = "open", Mine = "me", NoOne = "none";

    private static readonly TicketStatus[] OpenStatuses = [TicketStatus.New, TicketStatus.InAttendance, TicketStatus.Waiting];

    private TicketStatus[] _statuses = [];
    private string? _owner;
    private AgentId? _ownerId;
    private ChatGroupId? _group;
    private TicketUrgency? _urgency;
    private ContactId? _contact;
    private TicketCategoryId? _category;
    private ChannelId? _origin;
    private LocalDate? _from;
    private LocalDate? _to;
    private DateTimeZone? _zone;
    private TicketFieldId? _field;
    private string? _value;
    private string? _tag;
    private string? _text;

    public TicketOrder Order { get; private set; }

    /// <summary>Empty texts count as absent, so that a form's query string can be passed on as it is.</summary>
    public static bool TryRead(TicketFilter filter, out TicketQuery query, out Refusal? wrong)
    {
        query = new TicketQuery { _tag = Given(filter.Tag) is { } tag ? EditTicket.NameOf(tag) : null, _text = Given(filter.Q) };
        wrong =
            !query.ReadStatuses(Given(filter.Status)) ? InputRefusals.Invalid("status")
            : !query.ReadOwner(Given(filter.Owner)) ? InputRefusals.Invalid("owner")
            : !TryId(filter.Group, out query._group) ? InputRefusals.Invalid("group")
            : !TryId(filter.Contact, out query._contact) ? InputRefusals.Invalid("contact")
            : !TryId(filter.Category, out query._category) ? InputRefusals.Invalid("category")
            : !TryId(filter.Origin, out query._origin) ? InputRefusals.Invalid("origin")
            : !TryDay(filter.From, out query._from) ? InputRefusals.Invalid("from")
            : !TryDay(filter.To, out query._to) ? InputRefusals.Invalid("to")
            : Given(filter.Zone) is { } zone && (query._zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)) is null ? InputRefusals.Invalid("zone")
            : !query.ReadField(Given(filter.Field)) ? InputRefusals.Invalid("field")
            : !TryName(filter.Urgency, out query._urgency) ? InputRefusals.Invalid("urgency")
            : !TryName<TicketOrder>(filter.Order, out var order) ? InputRefusals.Invalid("order")
            : query.Set(order ?? TicketOrder.Newest);
        return wrong is null;
    }

    private Refusal? Set(TicketOrder order)
    {
        Order = order;
        return null;
    }

    private bool ReadStatuses(string? typed)
    {
        if (typed is null) return true;
        if (typed.Equals(Open, StringComparison.OrdinalIgnoreCase))
        {
            _statuses = OpenStatuses;
            return true;
        }
        var names = typed.Split(',', StringSplitOptions.TrimEntries);
        if (!names.All(name => TryName<TicketStatus>(name, out var status) && status is not null)) return false;
        _statuses = [.. names.Select(name => Enum.Parse<TicketStatus>(name, ignoreCase: true)).Distinct()];
        return true;
    }

    private bool ReadOwner(string? typed)
    {
        _owner = typed;
        return typed is null or Mine or NoOne || TryId(typed, out _ownerId);
    }

    private bool ReadField(string? typed)
    {
        if (typed is null) return true;
        var colon = typed.IndexOf(':', StringComparison.Ordinal);
        _value = colon < 0 ? null : Given(typed[(colon + 1)..]);
        return _value is not null && TryId(typed[..colon], out _field) && _field is not null;
    }

    private static bool TryDay(string? typed, out LocalDate? day)
    {
        day = null;
        if (Given(typed) is not { } text) return true;
        if (!LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var read) || read.Year is < 1970 or > 9000) return false;
        day = read;
        return true;
    }

    private static string? Given(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static bool TryId<TId>(string? typed, out TId? id) where TId : struct, IId<TId>
    {
        id = null;
        if (Given(typed) is not { } text) return true;
        if (!Guid.TryParse(text, out var value)) return false;
        id = TId.Of(value);
        return true;
    }

    /// <summary>By name alone: numbers, which Enum.TryParse takes too, are no names.</summary>
    private static bool TryName<T>(string? typed, out T? value) where T : struct, Enum
    {
        value = null;
        if (Given(typed) is not { } text) return true;
        if (!Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)) return false;
        value = Enum.Parse<T>(text, ignoreCase: true);
        return true;
    }

    /// <summary>The tickets the filter selects, of those that the agent may see.</summary>
    public async Task<IQueryable<Ticket>> OfAsync(BalcaoDb db, CurrentAgent agent, SearchIndex search, CancellationToken ct)
    {
        var tickets = db.Tickets.AsNoTracking().VisibleTo(agent, db);
        // The same condition as the filter of the index of open tickets: SQLite uses the index for no other.
        var areOpen = _statuses.Length > 0 && _statuses.All(OpenStatuses.Contains);
        if (areOpen) tickets = tickets.Open;
        if (_statuses.Length > 0 && !(areOpen && _statuses.Length == OpenStatuses.Length)) tickets = tickets.Where(t => _statuses.Contains(t.Status));
        if (_owner is NoOne) tickets = tickets.Where(t => t.OwnerId == null);
        else if (_owner is not null) tickets = OwnedBy(tickets, _ownerId ?? agent.Id);
        if (_group is { } group) tickets = tickets.Where(t => t.GroupId == group);
        if (_urgency is { } urgency) tickets = tickets.Where(t => t.Urgency == urgency);
        if (_contact is { } contact)
        {
            // The contact's conversations are few, and tickets have an index by conversation.
            var conversations = db.Conversations.Where(c => c.ContactId == contact).Select(c => c.Id);
            tickets = tickets.Where(t => t.ContactId == contact && conversations.Contains(t.ConversationId));
        }
        if (_category is { } category)
        {
            var below = (await db.CategoryTreeAsync(ct)).Below(category).Select(id => (TicketCategoryId?)id).ToList();
            tickets = tickets.Where(t => below.Contains(t.CategoryId));
        }
        if (_origin is { } origin)
        {
            var ofChannel = db.Conversations.Where(c => c.ChannelId == origin);
            tickets = tickets.Where(t => ofChannel.Any(c => c.Id == t.ConversationId));
        }
        if (_from is not null || _to is not null) tickets = OpenedIn(tickets, await ZoneAsync(db, agent, ct));
        if (_field is { } field) tickets = await WithValueAsync(db, tickets, field, ct);
        var tags = db.TicketTags;
        if (_tag is { } tag) tickets = tickets.Where(t => tags.Any(one => one.TicketId == t.Id && one.Tag == tag));
        return _text is null ? tickets : await WithTextAsync(db, tickets, agent, search, _text, ct);
    }

    /// <summary>The zone asked for; otherwise the tenant's.</summary>
    public async Task<DateTimeZone> ZoneAsync(BalcaoDb db, CurrentAgent agent, CancellationToken ct) => _zone
        ?? DateTimeZoneProviders.Tzdb.GetZoneOrNull(await db.Tenants.Where(t => t.Id == agent.TenantId).Select(t => t.TimeZone).SingleAsync(ct))
        ?? DateTimeZone.Utc;

    private IQueryable<Ticket> OpenedIn(IQueryable<Ticket> tickets, DateTimeZone zone)
    {
        if (_from is { } first)
        {
            var start = zone.AtStartOfDay(first).ToDateTimeOffset();
            tickets = tickets.Where(t => t.OpenedAt >= start);
        }
        if (_to is { } last)
        {
            var end = zone.AtStartOfDay(last.PlusDays(1)).ToDateTimeOffset();
            tickets = tickets.Where(t => t.OpenedAt < end);
        }
        return tickets;
    }

    private async Task<IQueryable<Ticket>> WithValueAsync(BalcaoDb db, IQueryable<Ticket> tickets, TicketFieldId field, CancellationToken ct)
    {
        var value = (await db.TicketFields.AsNoTracking().SingleOrDefaultAsync(f => f.Id == field, ct))?.Read(_value!);
        if (value is null) return tickets.Where(_ => false);
        var values = db.TicketFieldValues.Where(v => v.FieldId == field && v.Value == value);
        return tickets.Where(t => values.Any(v => v.TicketId == t.Id));
    }

    private static IQueryable<Ticket> OwnedBy(IQueryable<Ticket> tickets, AgentId owner) => tickets.Where(t => t.OwnerId == owner);

    private static async Task<IQueryable<Ticket>> WithTextAsync(
        BalcaoDb db, IQueryable<Ticket> tickets, CurrentAgent agent, SearchIndex search, string text, CancellationToken ct)
    {
        var isNumber = long.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var protocol);
        if (isNumber && text[0] == '#') return tickets.Where(t => t.Protocol == protocol);
        var words = SearchText.Query(text);
        if (words.Count == 0) return tickets.Where(_ => false);

        var visible = db.Contacts.AsNoTracking().VisibleTo(agent, db);
        var found = await search.FindAsync<ContactWords, ContactId>(db, words, SearchPlace.EndOf(0), MostContacts, Visibility.SeesAll(agent.Role), page =>
        {
            ContactId[] ids = [.. page.Select(w => w.ContactId)];
            return visible.Where(c => ids.Contains(c.Id)).OrderByDescending(c => c.Id).Select(c => c.Id);
        }, ct);
        var contacts = found.Items.ToList();
        // Words have letters and digits alone, nothing that LIKE would interpret.
        var bySubject = words.Aggregate(tickets, (all, word) => all.Where(t => EF.Functions.Like(t.SubjectWords, "% " + word + "%")));
        return tickets.Where(t => (isNumber && t.Protocol == protocol) || contacts.Contains(t.ContactId) || bySubject.Any(s => s.Id == t.Id));
    }

    public sealed record Place(TicketId Id, long Protocol, DateTimeOffset ChangedAt, TicketUrgency Urgency);

    public Cursor CursorAt(Place place) => Order switch
    {
        TicketOrder.Changed or TicketOrder.Unchanged => Cursor.At((byte)Order, place.ChangedAt, place.Id.Value),
        TicketOrder.Urgent => new Cursor((byte)Order, ((long)place.Urgency << ProtocolBits) + place.Protocol, place.Id.Value),
        _ => new Cursor((byte)Order, place.Protocol, place.Id.Value),
    };

    /// <summary>Protocols are in the order of opening.</summary>
    public IQueryable<Place> Places(IQueryable<Ticket> tickets, Cursor? behind) => Order switch
    {
        TicketOrder.Newest => Select(Before(tickets, behind?.Position).OrderByDescending(t => t.Protocol)),
        TicketOrder.Oldest => Select((behind is { Position: var last } ? tickets.Where(t => t.Protocol > last) : tickets).OrderBy(t => t.Protocol)),
        TicketOrder.Changed => Select(ChangedBefore(tickets, behind).OrderByDescending(t => t.LastActionAt ?? t.OpenedAt).ThenByDescending(t => t.Id)),
        TicketOrder.Unchanged => Select(ChangedAfter(tickets, behind).OrderBy(t => t.LastActionAt ?? t.OpenedAt).ThenBy(t => t.Id)),
        _ => Select(LessUrgent(tickets, behind)
            .OrderByDescending(t => t.Urgency == TicketUrgency.Urgent ? 3 : t.Urgency == TicketUrgency.High ? 2 : t.Urgency == TicketUrgency.Normal ? 1 : 0)
            .ThenByDescending(t => t.Protocol)),
    };

    private static IQueryable<Ticket> Before(IQueryable<Ticket> tickets, long? protocol) => protocol is { } last ? tickets.Where(t => t.Protocol < last) : tickets;

    private static IQueryable<Ticket> ChangedBefore(IQueryable<Ticket> tickets, Cursor? behind)
    {
        if (behind is not { } cursor) return tickets;
        var (at, id) = (cursor.Instant, new TicketId(cursor.Id));
        return tickets.Where(t => (t.LastActionAt ?? t.OpenedAt) < at || ((t.LastActionAt ?? t.OpenedAt) == at && t.Id < id));
    }

    private static IQueryable<Ticket> ChangedAfter(IQueryable<Ticket> tickets, Cursor? behind)
    {
        if (behind is not { } cursor) return tickets;
        var (at, id) = (cursor.Instant, new TicketId(cursor.Id));
        return tickets.Where(t => (t.LastActionAt ?? t.OpenedAt) > at || ((t.LastActionAt ?? t.OpenedAt) == at && t.Id > id));
    }

    private static IQueryable<Ticket> LessUrgent(IQueryable<Ticket> tickets, Cursor? behind)
    {
        if (behind is not { Position: var position }) return tickets;
        var (urgency, protocol) = ((TicketUrgency)(position >> ProtocolBits), position & ((1L << ProtocolBits) - 1));
        List<TicketUrgency> below = [.. Enum.GetValues<TicketUrgency>().Where(other => other < urgency)];
        return tickets.Where(t => below.Contains(t.Urgency) || (t.Urgency == urgency && t.Protocol < protocol));
    }

    private static IQueryable<Place> Select(IQueryable<Ticket> ordered) =>
        ordered.Select(t => new Place(t.Id, t.Protocol, t.LastActionAt ?? t.OpenedAt, t.Urgency));
}
