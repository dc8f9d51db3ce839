using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>A kind of case, in the tenant's tree.</summary>
public sealed class TicketCategory : ITenantOwned, IVersioned
{
    public const int LongestName = 60;

    /// <summary>With the disabled ones. Nobody chooses from more.</summary>
    public const int Most = 300;

    public const int Deepest = 5;

    public required TenantId TenantId { get; init; }

    public required TicketCategoryId Id { get; init; }

    public TicketCategoryId? ParentId { get; set; }

    public required string Name { get; set; }

    public bool IsEnabled { get; set; } = true;

    public int Version { get; set; }
}

/// <summary>All categories of a tenant, which are few.</summary>
public sealed class CategoryTree(IReadOnlyList<TicketCategory> all)
{
    private readonly Dictionary<TicketCategoryId, TicketCategory> _byId = all.ToDictionary(c => c.Id);

    public TicketCategory? Find(TicketCategoryId id) => _byId.GetValueOrDefault(id);

    /// <summary>The category and those above it, from the top. What is stored is never a circle; if it were, the walk would still end.</summary>
    public IReadOnlyList<TicketCategory> WayTo(TicketCategoryId id)
    {
        var way = new List<TicketCategory>();
        for (var at = Find(id); at is not null && way.Count <= TicketCategory.Most; at = at.ParentId is { } parent ? Find(parent) : null) way.Add(at);
        way.Reverse();
        return way;
    }

    public string PathOf(TicketCategoryId id) => string.Join(" › ", WayTo(id).Select(c => c.Name));

    /// <summary>The category and everything below it.</summary>
    public IReadOnlyList<TicketCategoryId> Below(TicketCategoryId id) => [.. all.Select(c => c.Id).Where(other => WayTo(other).Any(c => c.Id == id))];

    public IReadOnlyList<TicketCategoryItem> Items() =>
    [
        .. all.Select(c => new TicketCategoryItem(c.Id, c.ParentId, c.Name, PathOf(c.Id), c.IsEnabled) { Version = c.Version }).OrderBy(c => c.Path, StringComparer.Ordinal),
    ];

    /// <summary>Whether the category may have this parent: neither itself nor a category below it, and not so deep that it or one below it exceeds the limit.</summary>
    public bool MayHang(TicketCategoryId id, TicketCategoryId parent)
    {
        var way = WayTo(parent);
        if (way.Count == 0 || way.Any(c => c.Id == id)) return false;
        var own = Find(id) is null ? 1 : Below(id).Max(below => WayTo(below).Count) - WayTo(id).Count + 1;
        return way.Count + own <= TicketCategory.Deepest;
    }
}
