using Balcao.Contract;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>The person an update is about, in the forms by which contacts are found.</summary>
/// <param name="Phone">Folded digits, the key for matching; null for a customer who hides the phone.</param>
/// <param name="Digits">The phone as WhatsApp wrote it; messages are sent to this.</param>
/// <param name="UserId">The business-scoped user id.</param>
internal sealed record InboundIdentity(string? Phone, string? Digits, string? UserId, string? Username, string? Name)
{
    private static readonly InboundIdentity Nobody = new(null, null, null, null, null);

    public bool IsKnown => Phone is not null || UserId is not null;

    public string DisplayName => Clip.To(
        !string.IsNullOrWhiteSpace(Name) ? Name.Trim()
        : !string.IsNullOrWhiteSpace(Username) ? "@" + Username
        : Digits is not null ? "+" + Digits
        : UserId!, 256);

    /// <summary>The customer: the sender, or the recipient of a message that the business sent.</summary>
    public static InboundIdentity Of(WebhookUpdate update) => update switch
    {
        { IsFromBusiness: true, Message: { } sent } => From(sent.To ?? update.Contact?.WaId, sent.ToUserId, update.Contact),
        { Message: { } message } => From(message.From ?? update.Contact?.WaId, message.FromUserId, update.Contact),
        { History: { } chunk } => From(chunk.ThreadId, chunk.UserId, null) with { Username = Clipped(chunk.Username, 64) },
        { Change: UserPreferenceChange preference } => From(preference.WaId, preference.UserId, update.Contact),
        { Change: UserIdChange changed } => From(changed.WaId, changed.CurrentUserId, update.Contact),
        { Change: HandoverChange handover } => From(handover.Phone, handover.UserId, null),
        { Change: PhoneAppContactChange entry } => From(entry.PhoneNumber, entry.UserId, null) with
        {
            Username = Clipped(entry.Username, 64), Name = string.IsNullOrWhiteSpace(entry.FullName) ? entry.FirstName : entry.FullName,
        },
        _ => Nobody,
    };

    /// <summary>Every form by which the update's customer may be stored: all of them are loaded.</summary>
    public static IEnumerable<(IdentityKind Kind, string Value)> FormsOf(WebhookUpdate update)
    {
        var who = Of(update);
        if (who.Phone is not null) yield return (IdentityKind.Phone, who.Phone);
        if (who.UserId is not null) yield return (IdentityKind.UserId, who.UserId);
        if (update.Message?.System is { } notice)
        {
            if (PhoneNumberFolding.Fold(notice.NewWaId) is { } phone) yield return (IdentityKind.Phone, phone);
            if (notice.UserId is { Length: > 0 } current) yield return (IdentityKind.UserId, current);
            if (notice.PreviousUserId is { Length: > 0 } previous) yield return (IdentityKind.UserId, previous);
        }
        if (update.Change is UserIdChange { PreviousUserId: { Length: > 0 } before }) yield return (IdentityKind.UserId, before);
    }

    private static InboundIdentity From(string? phone, string? userId, WebhookContact? contact)
    {
        var digits = PhoneNumberFolding.Digits(phone);
        // The phone's field may hold a business-scoped id instead (Meta, usernames, 2026).
        userId ??= contact?.UserId ?? (digits is null ? phone : null);
        return new InboundIdentity(
            PhoneNumberFolding.Fold(digits), digits, string.IsNullOrEmpty(userId) ? null : userId, Clipped(contact?.Username, 64), contact?.ProfileName);
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Clipped(string? text, int most) => text is null ? null : Clip.To(text, most);
}
