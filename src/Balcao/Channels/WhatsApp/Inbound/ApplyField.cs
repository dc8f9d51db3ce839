using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Applies the webhooks of all other fields: a number's health, a contact's consent or identity, who has control of a
/// conversation, an account's templates.
/// Any other field is only kept in the journal.
/// </summary>
internal static class ApplyField
{
    public static JournalOutcome Into(InboundWorld world, InboundItem item)
    {
        var (update, receivedAt) = (item.Update, item.ReceivedAt);
        if (update.PhoneNumberId is not null && world.NumberOf(update) is null) return JournalOutcome.UnknownNumber;
        return update switch
        {
            { Error: { } error } => Note(world, update, NumberNotices.Of(error), receivedAt),
            { Change: UserPreferenceChange preference } => Decide(world, update, preference, receivedAt),
            { Change: UserIdChange changed } => IdentityNotice.OfField(world, update, changed, changed.Timestamp ?? receivedAt),
            { Change: TemplateChange } => world.ReadTemplatesAgain(update) ? JournalOutcome.Applied : JournalOutcome.Kept,
            { Change: HandoverChange handover } => ApplyHandover.Into(world, item, handover),
            { Change: PhoneAppContactChange entry } => Know(world, update, entry, receivedAt),
            { Change: { } change } => Note(world, update, NumberNotices.Of(change), receivedAt),
            _ => JournalOutcome.Kept,
        };
    }

    /// <summary>Adds the notices to the numbers they are about.</summary>
    public static JournalOutcome Note(InboundWorld world, WebhookUpdate update, IReadOnlyList<NoticeOfNumber> notices, DateTimeOffset receivedAt)
    {
        var outcome = JournalOutcome.Kept;
        var digest = UpdateDigest.Of(update);
        foreach (var notice in notices)
            foreach (var number in world.NumbersOf(update).Where(n => IsAbout(notice, n)))
            {
                if (outcome is JournalOutcome.Kept) outcome = JournalOutcome.Repeated;
                if (world.IsNoted(number, digest, notice)) continue;
                world.Add(new NumberNotice
                {
                    TenantId = number.TenantId, Id = Uuid7.New(world.Now), ChannelId = number.Id, Digest = digest, Kind = notice.Kind, Topic = notice.Topic,
                    Severity = notice.Severity, Code = Clip.To(notice.Code, 80), Detail = notice.Detail is { } detail ? Clip.To(detail, 400) : null,
                    At = update.EntryTime ?? receivedAt, Until = notice.Until,
                });
                world.Feed.NumberChanged(number.TenantId, number.Id);
                outcome = JournalOutcome.Applied;
            }
        return outcome;
    }

    private static bool IsAbout(NoticeOfNumber notice, ServedNumber number) =>
        (notice.PhoneNumberId is null || notice.PhoneNumberId == number.PhoneNumberId)
        && (notice.Display is null || PhoneNumberFolding.Fold(notice.Display) == PhoneNumberFolding.Fold(number.Display));

    /// <summary>
    /// A customer stopped or resumed marketing messages in WhatsApp itself. A contact is added for one we did not know,
    /// because the decision counts.
    /// </summary>
    private static JournalOutcome Decide(InboundWorld world, WebhookUpdate update, UserPreferenceChange preference, DateTimeOffset receivedAt)
    {
        ConsentState? state = preference.Value switch
        {
            "stop" => ConsentState.Stopped,
            "resume" => ConsentState.Granted,
            _ => null,
        };
        var who = InboundIdentity.Of(update);
        if (state is null || preference.Category is not (null or "marketing_messages") || !who.IsKnown) return JournalOutcome.Kept;
        var (at, outcome) = (preference.Timestamp ?? receivedAt, JournalOutcome.Kept);
        foreach (var tenant in world.NumbersOf(update).Select(n => n.TenantId).Distinct())
        {
            var contact = InboundPeople.FindOrAdd(world, tenant, who, at);
            var changed = world.Decide((tenant, contact.Id), state.Value, at, ConsentSource.WhatsAppPreference);
            if (outcome is not JournalOutcome.Applied) outcome = changed ? JournalOutcome.Applied : JournalOutcome.Repeated;
        }
        return outcome;
    }

    /// <summary>
    /// Gives a contact that has no name yet the name from the phone app's address book. A name the customer gave is not
    /// replaced.
    /// </summary>
    private static JournalOutcome Know(InboundWorld world, WebhookUpdate update, PhoneAppContactChange entry, DateTimeOffset receivedAt)
    {
        var who = InboundIdentity.Of(update);
        // An entry removed from the address book does not remove the contact.
        if (entry.Action is "remove" || !who.IsKnown || string.IsNullOrWhiteSpace(who.Name)) return JournalOutcome.Kept;
        foreach (var tenant in world.NumbersOf(update).Select(n => n.TenantId).Distinct())
        {
            var contact = InboundPeople.FindOrAdd(world, tenant, who, entry.Timestamp ?? receivedAt);
            if (contact.IsUnnamed) contact.Name = who.DisplayName;
            InboundPeople.Complete(world, contact, who);
            world.Feed.ContactChanged(tenant, contact.Id);
        }
        return JournalOutcome.Applied;
    }
}
