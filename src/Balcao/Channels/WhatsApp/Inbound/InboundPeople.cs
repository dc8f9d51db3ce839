using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.WhatsApp;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Finds the contact an update is about. The business-scoped id is WhatsApp's own name for a person, a phone may pass
/// on to somebody else: where the two contradict each other, the id decides.
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
        // Their phone was somebody else's before, unless that one came to it only after this was written.
        if (byPhone is not null && byPhone != contact && byPhone.CreatedAt <= at) TakePhone(world, contact, byPhone, who.Phone!);
        AddIdentity(world, contact, IdentityKind.Phone, who.Phone);
        AddIdentity(world, contact, IdentityKind.UserId, who.UserId);
        return contact;
    }

    /// <summary>How the newest message says that the contact is called and reached.</summary>
    public static void Refresh(InboundWorld world, Contact contact, InboundIdentity who)
    {
        if (world.FindContact(contact.TenantId, IdentityKind.Phone, who.Phone) == contact) contact.Phone = who.Digits;
        if (who.UserId is not null) contact.UserId = who.UserId;
        if (who.Username is not null) contact.Username = who.Username;
        if (!string.IsNullOrWhiteSpace(who.Name)) contact.Name = who.DisplayName;
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
    /// Two contacts, one known by the phone and one by the user id that a payload of <paramref name="at"/> names together.
    /// Not one where each has a user id of its own, nor where the phone's became known only after that.
    /// </summary>
    public static bool AreOne(Contact byPhone, Contact byUserId, DateTimeOffset at) =>
        (byPhone.UserId is null || byUserId.UserId is null || byPhone.UserId == byUserId.UserId) && byPhone.CreatedAt <= at;
}

/// <summary>
/// An update says that two contacts are one which the batch itself made or changed: their rows are not there to be
/// moved yet. The batch is halved, until the updates that made them have been committed.
/// </summary>
internal sealed class MergeFirstException() : Exception("Two contacts of one batch are one.");
