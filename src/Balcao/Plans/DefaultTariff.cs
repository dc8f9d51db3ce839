using Balcao.Contract;

namespace Balcao.Plans;

/// <summary>
/// What a message costs while its number has no contract of its own. Charged is every message of ours
/// (<c>OutgoingMessage</c>), and of a customer's what says something (<c>ReceivedContent.IsCharged</c>): no reaction, edit
/// or deletion. What left elsewhere, history and notes cost nothing (<c>RecordMessage</c>).
/// </summary>
public static class DefaultTariff
{
    public static Credits Of(ChargeType type) => type switch
    {
        ChargeType.Receive => Credits.One,
        ChargeType.Send => Credits.One,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The first line of a message: step 0.</summary>
    public static UsageEntry Charge(TenantId tenant, ChannelId number, MessageId message, ChargeType type, DateTimeOffset bookedAt, DateTimeOffset whatsAppAt) => new()
    {
        TenantId = tenant, ChannelId = number, MessageId = message, ChargeType = type, Step = 0,
        Credits = Of(type), BookedAt = bookedAt, WhatsAppAt = whatsAppAt,
    };
}
