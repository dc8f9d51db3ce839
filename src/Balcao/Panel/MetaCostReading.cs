using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Panel;

/// <summary>
/// Reads a number's month from the ledger, by its index of number and day, and each line's message, conversation and contact by their
/// keys: messages need no index of their own for it, and those of other months are not read. A message belongs to the month in which
/// it was first charged, whatever month it is delivered in.
/// </summary>
internal static class MetaCostReading
{
    public static async Task<MetaCostView> LoadAsync(
        BalcaoDb db, TenantId tenant, ChannelId number, ContractFacts contract, Month month, RateCard card, CancellationToken ct)
    {
        var (categories, costs) = (new SortedDictionary<string, Counts>(StringComparer.Ordinal), new Costs());
        var (pending, unknown, differences) = (0L, 0L, 0L);
        await foreach (var (_, message) in ReadAsync(db, tenant, number, contract, month, month.FirstDayNumber, ct))
        {
            if (MetaCost.DifferenceOf(message) is not null) differences++;
            var cost = MetaCost.Of(message, card);
            if (cost.Charge is MetaCharge.Failed) continue;
            if (cost.Charge is MetaCharge.Pending)
            {
                pending++;
                continue;
            }
            var category = message.Price.Category ?? "";
            if (!categories.TryGetValue(category, out var counts)) categories[category] = counts = new Counts();
            counts.All++;
            if (cost.Charge is MetaCharge.Free) counts.Free++;
            if (cost.Charge is MetaCharge.UnknownRate) (counts.Unknown, unknown) = (counts.Unknown + 1, unknown + 1);
            counts.Costs.Add(cost);
            costs.Add(cost);
        }
        return new MetaCostView(
            month.ToString(), !card.IsEmpty,
            [.. categories.Select(of => new MetaCostItem(of.Key, of.Value.All, of.Value.All - of.Value.Free, of.Value.Free, of.Value.Unknown, of.Value.Costs.ToMoney()))],
            costs.ToMoney(), pending, unknown, differences);
    }

    /// <summary>In the order of the ledger's days.</summary>
    /// <param name="behind">The last one of the page before: its day and message.</param>
    public static async Task<List<(int Day, MetaDifference Difference)>> DifferencesAsync(
        BalcaoDb db, TenantId tenant, ChannelId number, ContractFacts contract, Month month, Cursor? behind, int most, CancellationToken ct)
    {
        var found = new List<(int Day, MetaDifference Difference)>();
        var (from, last) = (Math.Max(month.FirstDayNumber, (int)(behind?.Position ?? 0)), behind?.Id);
        await foreach (var (line, message) in ReadAsync(db, tenant, number, contract, month, from, ct))
        {
            // No line is ever deleted: up to the last one of the page before, the lines of its day come again.
            if (last is { } seen && line.Day == from)
            {
                if (line.MessageId.Value == seen) last = null;
                continue;
            }
            last = null;
            if (MetaCost.DifferenceOf(message) is not { } kind) continue;
            found.Add((line.Day, new MetaDifference(kind, line.MessageId, line.ConversationId, line.At, line.ChargeType, message.Price.Category, message.Price.Type)));
            if (found.Count == most) break;
        }
        return found;
    }

    private static async IAsyncEnumerable<(Row Line, PricedMessage Message)> ReadAsync(
        BalcaoDb db, TenantId tenant, ChannelId number, ContractFacts contract, Month month, int fromDay, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var countries = new Dictionary<string, string?>();
        await foreach (var row in Rows(db, tenant, number, fromDay, month.LastDayNumber).AsAsyncEnumerable().WithCancellation(ct))
        {
            if (row.Phone is { } phone && !countries.ContainsKey(phone)) countries[phone] = PhoneText.CountryOf(phone);
            var day = contract.DayOf(row.DeliveredAt ?? row.ReadAt ?? row.SentAt ?? row.At);
            yield return (row, new PricedMessage(
                row.ChargeType, new MessagePrice(row.PricingModel, row.PricingType, row.PricingCategory, row.IsBillable), row.Delivery, row.FailedAt is not null,
                row.Phone is null ? null : countries[row.Phone], new DateOnly(day / 10_000, day / 100 % 100, day % 100)));
        }
    }

    // For operators, too: the tenant is named, and the filter of the open unit's tenants is left out.
    private static IQueryable<Row> Rows(BalcaoDb db, TenantId tenant, ChannelId number, int fromDay, int lastDay) =>
        from line in All<UsageEntry>(db)
        join message in All<Message>(db) on new { line.TenantId, Id = line.MessageId } equals new { message.TenantId, message.Id }
        join conversation in All<Conversation>(db) on new { message.TenantId, Id = message.ConversationId } equals new { conversation.TenantId, conversation.Id }
        join contact in All<Contact>(db) on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
        where line.TenantId == tenant && line.ChannelId == number && line.Day >= fromDay && line.Day <= lastDay && line.Step == 0 && line.ChargeType != ChargeType.Receive
        orderby line.Day, line.MessageId
        select new Row
        {
            Day = line.Day, ChargeType = line.ChargeType, MessageId = message.Id, ConversationId = message.ConversationId, At = message.At, SentAt = message.SentAt,
            DeliveredAt = message.DeliveredAt, ReadAt = message.ReadAt, FailedAt = message.FailedAt, Delivery = message.Delivery, PricingModel = message.PricingModel,
            PricingType = message.PricingType, PricingCategory = message.PricingCategory, IsBillable = message.IsBillable, Phone = contact.Phone,
        };

    private static IQueryable<T> All<T>(BalcaoDb db) where T : class, ITenantOwned => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking();

    private sealed record Row
    {
        public required int Day { get; init; }

        public required ChargeType ChargeType { get; init; }

        public required MessageId MessageId { get; init; }

        public required ConversationId ConversationId { get; init; }

        public required DateTimeOffset At { get; init; }

        public required DateTimeOffset? SentAt { get; init; }

        public required DateTimeOffset? DeliveredAt { get; init; }

        public required DateTimeOffset? ReadAt { get; init; }

        public required DateTimeOffset? FailedAt { get; init; }

        public required DeliveryStatus Delivery { get; init; }

        public required string? PricingModel { get; init; }

        public required string? PricingType { get; init; }

        public required string? PricingCategory { get; init; }

        public required bool? IsBillable { get; init; }

        public required string? Phone { get; init; }
    }

    private sealed class Counts
    {
        public long All { get; set; }

        public long Free { get; set; }

        public long Unknown { get; set; }

        public Costs Costs { get; } = new();
    }

    /// <summary>Sums of each currency.</summary>
    private sealed class Costs
    {
        private readonly SortedDictionary<string, long> _millionths = new(StringComparer.Ordinal);

        public void Add(MetaCost cost)
        {
            if (cost.Currency is { } currency) _millionths[currency] = checked(_millionths.GetValueOrDefault(currency) + cost.Millionths);
        }

        public IReadOnlyList<MetaMoney> ToMoney() => [.. _millionths.Select(sum => new MetaMoney(sum.Key, MetaRate.ToMoney(sum.Value)))];
    }
}
