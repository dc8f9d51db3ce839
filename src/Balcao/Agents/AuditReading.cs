using System.Runtime.CompilerServices;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tenancy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>The query of both lists of the audit trail and of their files.</summary>
public sealed record AuditQuery
{
    /// <summary>Entries by this person and about this person.</summary>
    [FromQuery(Name = "person")]
    public Guid? Person { get; init; }

    [FromQuery(Name = "kind")]
    public SecurityEventKind? Kind { get; init; }

    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>The first instant.</summary>
    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant after the period.</summary>
    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    internal IQueryable<SecurityEvent> Of(IQueryable<SecurityEvent> all)
    {
        if (Person is { } person) all = all.Where(e => e.ActorId == person || e.SubjectId == person);
        if (Kind is { } kind) all = all.Where(e => e.Kind == kind);
        if (Subject is { Length: > 0 } subject) all = all.Where(e => e.SubjectKind == subject);
        if (From is { } from) all = all.Where(e => e.At >= from);
        if (To is { } to) all = all.Where(e => e.At < to);
        return all;
    }
}

/// <summary>Reads the audit trail, newest first, with the names of people, tokens and tenants.</summary>
internal static class AuditReading
{
    private const int RowsPerRead = 200;

    /// <summary>Who is signed in only afterwards did it themselves: there was nobody signed in when it happened.</summary>
    private static readonly SecurityEventKind[] ByTheSubject = [SecurityEventKind.SignedIn, SecurityEventKind.PasswordLinkUsed, SecurityEventKind.OperatorCreated];

    /// <param name="db">The open unit of work. Its scope is the tenant, or everyone.</param>
    /// <param name="tenant">Null: the trail of the operators.</param>
    public static async Task<(IReadOnlyList<AuditItem> Items, Cursor? Next)> PageAsync(
        BalcaoDb db, TenantId? tenant, AuditQuery asked, Cursor? behind, int most, CancellationToken ct)
    {
        var matching = asked.Of(tenant is null ? OfOperators(db) : db.SecurityEvents.AsNoTracking());
        if (behind is { } place)
        {
            var (at, last) = (place.Instant, new SecurityEventId(place.Id));
            matching = matching.Where(e => e.At <= at && (e.At < at || e.Id < last));
        }
        var rows = await matching.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most + 1).ToListAsync(ct);
        Cursor? next = rows.Count > most ? Cursor.At(0, rows[most - 1].At, rows[most - 1].Id.Value) : null;
        rows = [.. rows.Take(most)];
        return (await NamedAsync(db, rows, forOperators: tenant is null, ct), next);
    }

    /// <summary>What operators did, for whatever tenant, and what concerns no tenant.</summary>
    private static IQueryable<SecurityEvent> OfOperators(BalcaoDb db)
    {
        var people = db.Persons;
        return db.SecurityEvents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            .Where(e => e.TenantId == null || people.Any(p => p.TenantId == null && p.Id == e.ActorId));
    }

    /// <summary>All pages, each in a short unit of work of its own: a slow reader of a file holds no transaction.</summary>
    public static async IAsyncEnumerable<AuditItem> AllAsync(UnitsOfWork units, TenantId? tenant, AuditQuery asked, [EnumeratorCancellation] CancellationToken ct)
    {
        var scope = tenant is { } one ? TenantScope.Of(one) : TenantScope.Everyone;
        Cursor? behind = null;
        do
        {
            var start = behind;
            var page = await units.ReadAsync(scope, open => PageAsync(open.Db, tenant, asked, start, RowsPerRead, ct), ct);
            foreach (var item in page.Items) yield return item;
            behind = page.Next;
        }
        while (behind is not null);
    }

    public static CsvExport ToFile(IAsyncEnumerable<AuditItem> items, string name) => new(name,
        ["at", "event", "actor", "actorIsOperator", "token", "subjectKind", "subject", "subjectId", "tenant", "address", "detail", "field", "before", "after"], LinesOf(items));

    /// <summary>A line for each changed field, so that values stay in columns of their own.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<CsvCell>> LinesOf(IAsyncEnumerable<AuditItem> items)
    {
        await foreach (var item in items)
        {
            foreach (var change in item.Changes.DefaultIfEmpty())
            {
                yield return
                [
                    CsvCell.Of(item.At), item.Kind.ToString(), item.Actor?.Name ?? item.Actor?.Id.ToString(), item.Actor is null ? null : item.Actor.IsOperator ? "true" : "false",
                    item.Actor?.TokenName, item.Subject?.Kind, item.Subject?.Name, item.Subject?.Id.ToString(), item.TenantName, item.Address, item.Detail,
                    change?.Field, change?.Before, change?.After,
                ];
            }
        }
    }

    private static async Task<IReadOnlyList<AuditItem>> NamedAsync(BalcaoDb db, List<SecurityEvent> rows, bool forOperators, CancellationToken ct)
    {
        Guid[] people = [.. rows.SelectMany(row => new[] { row.ActorId, row.SubjectId }).OfType<Guid>().Distinct()];
        AgentId[] agents = [.. people.Select(id => new AgentId(id))];
        var names = forOperators
            ? await db.Persons.Where(p => p.TenantId == null && people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.OperatorName!, ct)
            : await db.Agents.Where(a => agents.Contains(a.Id)).ToDictionaryAsync(a => a.Id.Value, a => a.Name, ct);
        ApiTokenId[] tokens = [.. rows.Select(row => row.TokenId).OfType<ApiTokenId>().Distinct()];
        var tokenNames = tokens.Length == 0 ? [] : await db.ApiTokens.Where(t => tokens.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        TenantId[] tenants = forOperators ? [.. rows.Select(row => row.TenantId).OfType<TenantId>().Distinct()] : [];
        var tenantNames = tenants.Length == 0 ? [] : await db.Tenants.Where(t => tenants.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, ct);
        return rows.ConvertAll(row => ToItem(row, names, tokenNames, tenantNames, forOperators));
    }

    private static AuditItem ToItem(
        SecurityEvent row, Dictionary<Guid, string> people, Dictionary<ApiTokenId, string> tokens, Dictionary<TenantId, string> tenants, bool forOperators)
    {
        var actorId = row.ActorId ?? (ByTheSubject.Contains(row.Kind) ? row.SubjectId : null);
        var actor = actorId is not { } id ? null : new AuditActor(
            new PersonId(id), people.GetValueOrDefault(id), IsOperator: people.ContainsKey(id) == forOperators, row.TokenId is { } token ? tokens.GetValueOrDefault(token) : null);
        var subject = row.SubjectId is not { } what ? null : new AuditSubject(row.SubjectKind, what, row.SubjectName ?? people.GetValueOrDefault(what));
        return new AuditItem(
            row.Id, row.At, row.Kind, actor, subject, row.Address, row.Detail, AuditChanges.FromText(row.Changes),
            row.TenantId is { } tenant ? tenants.GetValueOrDefault(tenant) : null);
    }
}
