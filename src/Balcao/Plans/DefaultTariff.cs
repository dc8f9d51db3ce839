using Balcao.Contract;

namespace Balcao.Plans;

/// <summary>
/// What a message costs if its number has no contract of its own. Charged are all messages of ours (<c>OutgoingMessage</c>), and
/// a customer's messages except reactions, edits and deletions (<c>ReceivedContent.IsCharged</c>). Messages sent elsewhere,
/// history and notes are free (<c>RecordMessage</c>).
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
