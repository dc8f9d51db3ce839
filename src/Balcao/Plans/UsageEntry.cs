using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Plans;

/// <summary>
/// One line of the ledger; never changed, never deleted. A send that finally fails is reversed by a second line, and charged
/// again by a third if it is delivered after that. Message, charge type and step make the line unique, so that repeated updates
/// add none. The commit adds each line to its day's total.
/// </summary>
public sealed class UsageEntry : ITenantOwned, IAddsToDayTotal
{
    public required TenantId TenantId { get; init; }

    public required MessageId MessageId { get; init; }

    public required ChargeType ChargeType { get; init; }

    /// <summary>0: charged. Odd: reversed. Even: charged again.</summary>
    public required int Step { get; init; }

    public required ChannelId ChannelId { get; init; }

    /// <summary>Of <see cref="BookedAt"/> in the contract's time zone, as <c>20261130</c>.</summary>
    public required int Day { get; init; }

    /// <summary>Negative on a reversal.</summary>
    public required Credits Credits { get; init; }

    /// <summary>By the server's clock, which decides the month.</summary>
    public required DateTimeOffset BookedAt { get; init; }

    /// <summary>WhatsApp's timestamp, for information.</summary>
    public required DateTimeOffset WhatsAppAt { get; init; }

    /// <summary>Even steps charge, odd steps reverse.</summary>
    public bool IsCharge => Step % 2 == 0;

    string IAddsToDayTotal.TotalName => ChargeType.ToString();

    int IAddsToDayTotal.TotalCount => IsCharge ? 1 : -1;

    long IAddsToDayTotal.TotalAmount => Credits.Thousandths;

    internal UsageEntry Next(int day, DateTimeOffset bookedAt, DateTimeOffset whatsAppAt) => new()
    {
        TenantId = TenantId, MessageId = MessageId, ChargeType = ChargeType, Step = Step + 1, ChannelId = ChannelId, Day = day,
        Credits = -Credits, BookedAt = bookedAt, WhatsAppAt = whatsAppAt,
    };
}
