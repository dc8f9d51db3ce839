using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.WhatsApp;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Finds the contact an update is about. A business-scoped id always belongs to one person; a phone may be given to somebody
/// else. Where the two contradict each other, the id decides.
/// </summary>
internal static class InboundPeople
{
    public static Contact FindOrAdd(InboundWorld world, TenantId tenant, InboundIdentity who, DateTimeOffset at)
    {
        var (byPhone, byUserId) = (world.FindContact(tenant, IdentityKind.Phone, who.Phone), world.FindContact(tenant, IdentityKind.UserId, who.UserId));
        var contact = byPhone is null || byUserId is null || byPhone == byUserId ? byPhone ?? byUserId
            : AreOne(byPhone, byUserId, at) ? throw new MergeFirstException()
            : byUserId;
        if (contact is null)
        {
            contact = new Contact
            {
                TenantId = tenant, Id = ContactId.New(world.Now), Name = who.DisplayName, Phone = who.Digits, UserId = who.UserId, Username = who.Username,
                CreatedAt = at < world.Now ? at : world.Now,
            };
            world.Add(contact);
        }
        if (at < contact.CreatedAt) contact.CreatedAt = at;
        // The phone belonged to another contact before, unless that contact got it only after this update was written.
        if (byPhone is not null && byPhone != contact && byPhone.CreatedAt <= at) TakePhone(world, contact, byPhone, who.Phone!);
        AddIdentity(world, contact, IdentityKind.Phone, who.Phone);
        AddIdentity(world, contact, IdentityKind.UserId, who.UserId);
        return contact;
    }

    /// <summary>Takes the contact's name, phone and ids from the newest message.</summary>
    public static void Refresh(InboundWorld world, Contact contact, InboundIdentity who)
    {
        if (world.FindContact(contact.TenantId, IdentityKind.Phone, who.Phone) == contact) contact.Phone = who.Digits;
        if (who.UserId is not null) contact.UserId = who.UserId;
        if (who.Username is not null) contact.Username = who.Username;
        if (!string.IsNullOrWhiteSpace(who.Name)) contact.Name = who.DisplayName;
    }

    /// <summary>Adds phone, user id and username where the contact has none; nothing that is known changes.</summary>
    public static void Complete(InboundWorld world, Contact contact, InboundIdentity who)
    {
        if (contact.Phone is null && world.FindContact(contact.TenantId, IdentityKind.Phone, who.Phone) == contact) contact.Phone = who.Digits;
        if (contact.UserId is null && world.FindContact(contact.TenantId, IdentityKind.UserId, who.UserId) == contact) contact.UserId = who.UserId;
        contact.Username ??= who.Username;
    }

    public static void AddIdentity(InboundWorld world, Contact contact, IdentityKind kind, string? value)
    {
        if (value is null || world.FindIdentity(contact.TenantId, kind, value) is not null) return;
        world.Add(new ContactIdentity { TenantId = contact.TenantId, Kind = kind, Value = value, ContactId = contact.Id });
    }

    public static void TakePhone(InboundWorld world, Contact contact, Contact former, string phone)
    {
        world.FindIdentity(contact.TenantId, IdentityKind.Phone, phone)!.ContactId = contact.Id;
        if (PhoneNumberFolding.Fold(former.Phone) == phone) former.Phone = null;
    }

    public static Conversation FindOrAddConversation(InboundWorld world, ServedNumber number, Contact contact, DateTimeOffset at)
    {
        if (world.FindConversation(number, contact.Id) is { } known) return known;
        var conversation = new Conversation
        {
            TenantId = number.TenantId, Id = ConversationId.New(world.Now), ChannelId = number.Id, ContactId = contact.Id, LastActivityAt = at,
        };
        world.Add(conversation);
        return conversation;
    }

    /// <summary>
    /// Whether two contacts, one found by the phone and one by the user id in a payload of <paramref name="at"/>, are one person.
    /// Not if each has a user id of its own, nor if the phone's contact was created only after that.
    /// </summary>
    public static bool AreOne(Contact byPhone, Contact byUserId, DateTimeOffset at) =>
        (byPhone.UserId is null || byUserId.UserId is null || byPhone.UserId == byUserId.UserId) && byPhone.CreatedAt <= at;
}

/// <summary>
/// Two contacts are one person according to an update, but this batch itself made or changed them, so that their rows cannot
/// be moved yet. The batch is halved until the updates that made them are committed.
/// </summary>
internal sealed class MergeFirstException() : Exception("Two contacts of one batch are one.");
