using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Balcao.Tickets;

/// <summary>The lines of a file of tickets: its columns, and each ticket as a line. The tenant's own fields are the last columns.</summary>
internal sealed class TicketLines
{
    private readonly DateTimeZone _zone;
    private readonly CategoryTree _categories;
    private readonly IReadOnlyList<TicketField> _fields;
    private readonly Dictionary<ChannelId, string> _channels;

    private TicketLines(DateTimeZone zone, CategoryTree categories, IReadOnlyList<TicketField> fields, Dictionary<ChannelId, string> channels)
    {
        (_zone, _categories, _fields, _channels) = (zone, categories, fields, channels);
        string[] texts = ["Protocol", "Status", "WaitingReason", "Subject", "Contact", "Phone", "Origin", "Group", "Owner", "Urgency", "Category", "Tags"];
        string[] times = ["OpenedAt", "AttendedAt", "ResolvedAt", "ChangedAt"];
        Columns = [.. texts.Select(name => TicketWords.Of(name)), .. times.Select(name => $"{TicketWords.Of(name)} ({zone.Id})"), .. fields.Select(f => f.Name)];
    }

    public IReadOnlyList<string> Columns { get; }

    public static async Task<TicketLines> LoadAsync(BalcaoDb db, DateTimeZone zone, CancellationToken ct) => new(
        zone,
        await db.CategoryTreeAsync(ct),
        await db.TicketFields.AsNoTracking().Where(f => f.IsEnabled).OrderBy(f => f.Id).ToListAsync(ct),
        await db.Channels.AsNoTracking().ToDictionaryAsync(c => c.Id, c => c.Display, ct));

    /// <summary>In the order asked for. The caller checks who may see them.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<CsvCell>>> OfAsync(BalcaoDb db, IReadOnlyCollection<TicketId> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var rows = await db.Tickets.Where(t => ids.Contains(t.Id)).ToRows(db).ToDictionaryAsync(row => row.Ticket.Id, ct);
        var tags = (await db.TicketTags.AsNoTracking().Where(t => ids.Contains(t.TicketId)).OrderBy(t => t.Tag).ToListAsync(ct)).ToLookup(t => t.TicketId, t => t.Tag);
        var values = _fields.Count == 0 ? [] : await db.TicketFieldValues.AsNoTracking().Where(v => ids.Contains(v.TicketId)).ToDictionaryAsync(v => (v.TicketId, v.FieldId), v => v.Value, ct);
        return
        [
            .. from id in ids
               where rows.ContainsKey(id)
               let row = rows[id]
               let its = row.Ticket
               select (IReadOnlyList<CsvCell>)
               [
                   CsvCell.Of(its.Protocol), TicketWords.Of(its.Status), its.WaitingReason, its.Subject, row.Contact.Name, row.Contact.ToItem().PhoneText,
                   _channels.GetValueOrDefault(row.ChannelId), row.NameOfGroup, row.NameOfOwner, TicketWords.Of(its.Urgency),
                   its.CategoryId is { } category ? _categories.PathOf(category) : null, string.Join(", ", tags[id]),
                   CsvCell.Of(its.OpenedAt, _zone), CsvCell.Of(its.AttendedAt, _zone), CsvCell.Of(its.ResolvedAt, _zone), CsvCell.Of(its.LastActionAt ?? its.OpenedAt, _zone),
                   .. _fields.Select(field => CellOf(field, values.GetValueOrDefault((id, field.Id)))),
               ],
        ];
    }

    /// <summary>Numbers are stored in one notation, and the file has them as its language writes them.</summary>
    private static CsvCell CellOf(TicketField field, string? value) =>
        field.Kind is TicketFieldKind.Number && decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? CsvCell.Of(number) : value;
}
