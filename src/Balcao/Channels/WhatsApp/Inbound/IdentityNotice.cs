using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// A customer changed number or user id; WhatsApp reports it by a system message or by a field of its own. The old phone no
/// longer identifies the contact: whoever writes from it next is another person. A line is added to the thread; no chat opens,
/// nothing is charged.
/// </summary>
internal static class IdentityNotice
{
    public static JournalOutcome OfMessage(InboundWorld world, WebhookUpdate update, ServedNumber number, DateTimeOffset at)
    {
        var (message, notice, who) = (update.Message!, update.Message!.System ?? new SystemNotice(), InboundIdentity.Of(update));
        if (Subject(world, number.TenantId, who, notice, at) is not { } contact) return JournalOutcome.Kept;
        var (kind, before) = (KindOf(notice), contact.Phone);
        if (kind is NoticeKind.UserIdChanged && IsTheirs(world, contact, notice.UserId)) return JournalOutcome.Repeated;
        if (kind is NoticeKind.NumberChanged) MovePhone(world, contact, who.Phone, notice.NewWaId);
        if (kind is not NoticeKind.Other) TakeUserId(world, contact, notice.UserId);

        var after = kind is NoticeKind.NumberChanged ? contact.Phone : null;
        Note(world, number, contact, at, message.Id, kind is NoticeKind.Other ? notice.Body : null,
            new NoticeItem(kind, after is null ? null : Text(before), Text(after)));
        return JournalOutcome.Applied;
    }

    public static JournalOutcome OfField(InboundWorld world, WebhookUpdate update, UserIdChange change, DateTimeOffset at)
    {
        var outcome = JournalOutcome.Kept;
        foreach (var numbers in world.NumbersOf(update).GroupBy(n => n.TenantId))
        {
            var who = InboundIdentity.Of(update);
            var contact = world.FindContact(numbers.Key, IdentityKind.UserId, change.PreviousUserId)
                ?? world.FindContact(numbers.Key, IdentityKind.UserId, who.UserId)
                ?? world.FindContact(numbers.Key, IdentityKind.Phone, who.Phone);
            if (contact is null) continue;
            outcome = JournalOutcome.Repeated;
            if (IsTheirs(world, contact, who.UserId)) continue;
            TakeUserId(world, contact, who.UserId);
            outcome = JournalOutcome.Applied;
            foreach (var number in numbers)
                if (world.FindConversation(number, contact.Id) is not null)
                    Note(world, number, contact, at, null, null, new NoticeItem(NoticeKind.UserIdChanged, null, null));
        }
        return outcome;
    }

    /// <summary>The contact the notice is about. Not a contact that got the old phone only after the change.</summary>
    public static Contact? Subject(InboundWorld world, TenantId tenant, InboundIdentity who, SystemNotice notice, DateTimeOffset at) =>
        world.FindContact(tenant, IdentityKind.UserId, notice.PreviousUserId)
        ?? world.FindContact(tenant, IdentityKind.UserId, who.UserId)
        ?? (world.FindContact(tenant, IdentityKind.Phone, who.Phone) is { } owner && owner.CreatedAt <= at ? owner : null)
        ?? world.FindContact(tenant, IdentityKind.UserId, notice.UserId);

    // Two contacts with different user ids are two persons: the new number belonged to somebody else before.
    public static bool AreOneByNumber(Contact mover, Contact there) => mover.UserId is null || there.UserId is null || mover.UserId == there.UserId;

    private static void MovePhone(InboundWorld world, Contact contact, string? old, string? to)
    {
        if (PhoneNumberFolding.Digits(to) is not { } digits || PhoneNumberFolding.Fold(digits) is not { } folded) return;
        if (old is not null && old != folded && world.FindIdentity(contact.TenantId, IdentityKind.Phone, old) is { } retired && retired.ContactId == contact.Id)
            world.Remove(retired);
        if (world.FindContact(contact.TenantId, IdentityKind.Phone, folded) is { } there && there != contact)
        {
            if (AreOneByNumber(contact, there)) throw new MergeFirstException();
            InboundPeople.TakePhone(world, contact, there, folded);
        }
        InboundPeople.AddIdentity(world, contact, IdentityKind.Phone, folded);
        contact.Phone = digits;
    }

    /// <summary>
    /// The former id stays an identity of the contact: WhatsApp never gives it to another person, and late updates may
    /// still carry it.
    /// </summary>
    private static void TakeUserId(InboundWorld world, Contact contact, string? userId)
    {
        if (string.IsNullOrEmpty(userId)) return;
        if (world.FindContact(contact.TenantId, IdentityKind.UserId, userId) is { } owner && owner != contact) throw new MergeFirstException();
        InboundPeople.AddIdentity(world, contact, IdentityKind.UserId, userId);
        contact.UserId = userId;
    }

    private static bool IsTheirs(InboundWorld world, Contact contact, string? userId) =>
        world.FindContact(contact.TenantId, IdentityKind.UserId, userId) == contact;

    private static void Note(InboundWorld world, ServedNumber number, Contact contact, DateTimeOffset at, string? wamid, string? text, NoticeItem notice) =>
        NoticeLine.Add(world, InboundPeople.FindOrAddConversation(world, number, contact, at), at, notice, text, wamid);

    public static NoticeKind KindOf(SystemNotice notice) => notice.Type switch
    {
        SystemNotice.NumberChanged or SystemNotice.OldNumberChanged => NoticeKind.NumberChanged,
        SystemNotice.UserIdChanged => NoticeKind.UserIdChanged,
        SystemNotice.IdentityChanged => NoticeKind.IdentityChanged,
        _ => NoticeKind.Other,
    };

    private static string? Text(string? digits) => digits is null ? null : PhoneText.Of(digits);
}
