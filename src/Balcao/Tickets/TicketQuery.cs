using System.Globalization;
using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tickets;

/// <summary>A filter as the database is asked for it, always within what the reader may see.</summary>
internal sealed class TicketQuery
{
    /// <summary>Contacts whose name begins with the words; of more than these the newest count.</summary>
    private const int MostContacts = 100;

    private const string Open = "open", Mine = "me", NoOne = "none";

    private IReadOnlyList<TicketStatus> _statuses = [];
    private string? _owner;
    private AgentId? _ownerId;
    private ChatGroupId? _group;
    private TicketUrgency? _urgency;
    private ContactId? _contact;
    private TicketCategoryId? _category;
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
            _statuses = [TicketStatus.New, TicketStatus.InAttendance, TicketStatus.Waiting];
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
        if (_statuses.Count > 0) tickets = tickets.Where(t => _statuses.Contains(t.Status));
        if (_owner is NoOne) tickets = tickets.Where(t => t.OwnerId == null);
        else if (_owner is not null) tickets = OwnedBy(tickets, _ownerId ?? agent.Id);
        if (_group is { } group) tickets = tickets.Where(t => t.GroupId == group);
        if (_urgency is { } urgency) tickets = tickets.Where(t => t.Urgency == urgency);
        if (_contact is { } contact) tickets = tickets.Where(t => t.ContactId == contact);
        if (_category is { } category)
        {
            var below = (await db.CategoryTreeAsync(ct)).Below(category).Select(id => (TicketCategoryId?)id).ToList();
            tickets = tickets.Where(t => below.Contains(t.CategoryId));
        }
        var tags = db.TicketTags;
        if (_tag is { } tag) tickets = tickets.Where(t => tags.Any(one => one.TicketId == t.Id && one.Tag == tag));
        return _text is null ? tickets : await WithTextAsync(db, tickets, agent, search, _text, ct);
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

    public sealed record Place(TicketId Id, long Protocol, DateTimeOffset ChangedAt);

    public Cursor CursorAt(Place place) => Order is TicketOrder.Changed
        ? Cursor.At((byte)Order, place.ChangedAt, place.Id.Value)
        : new Cursor((byte)Order, place.Protocol, place.Id.Value);

    /// <summary>Protocols are in the order of opening.</summary>
    public IQueryable<Place> Places(IQueryable<Ticket> tickets, Cursor? behind)
    {
        var last = behind?.Position ?? 0;
        if (Order is TicketOrder.Oldest) return Select(tickets.Where(t => t.Protocol > last).OrderBy(t => t.Protocol));
        if (Order is TicketOrder.Newest) return Select((behind is null ? tickets : tickets.Where(t => t.Protocol < last)).OrderByDescending(t => t.Protocol));
        if (behind is { } cursor)
        {
            var (at, id) = (cursor.Instant, new TicketId(cursor.Id));
            tickets = tickets.Where(t => (t.LastActionAt ?? t.OpenedAt) < at || ((t.LastActionAt ?? t.OpenedAt) == at && t.Id < id));
        }
        return Select(tickets.OrderByDescending(t => t.LastActionAt ?? t.OpenedAt).ThenByDescending(t => t.Id));
    }

    private static IQueryable<Place> Select(IQueryable<Ticket> ordered) =>
        ordered.Select(t => new Place(t.Id, t.Protocol, t.LastActionAt ?? t.OpenedAt));
}
