using Balcao.Contacts;
using Balcao.Contract;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Finds contacts that are one person according to an update, before anything of the batch is decided.</summary>
internal static class ContactsToMerge
{
    /// <summary>The first two contacts that are one person according to one of the updates.</summary>
    public static (Contact One, Contact Other)? First(InboundWorld world, IEnumerable<WebhookUpdate> updates, DateTimeOffset now)
    {
        foreach (var update in updates)
        {
            if (update.Message is { } message && (world.NumberOf(update) is not { } number || !number.Decides(update)
                || !string.IsNullOrEmpty(message.GroupId) || world.FindMessage(number, message.Id) is not null)) continue;
            foreach (var tenant in world.NumbersOf(update).Select(n => n.TenantId).Distinct())
                if (OfUpdate(world, tenant, update, now) is { } pair) return pair;
        }
        return null;
    }

    private static (Contact, Contact)? OfUpdate(InboundWorld world, TenantId tenant, WebhookUpdate update, DateTimeOffset now)
    {
        var who = InboundIdentity.Of(update);
        var (byPhone, byUserId) = (world.FindContact(tenant, IdentityKind.Phone, who.Phone), world.FindContact(tenant, IdentityKind.UserId, who.UserId));
        if (update.Message?.System is { } notice) return OfNotice(world, tenant, who, notice, update.Message.Timestamp ?? now);
        if (update.Change is UserIdChange changed)
            return Pair(world.FindContact(tenant, IdentityKind.UserId, changed.PreviousUserId), byUserId);
        return byPhone is not null && byUserId is not null && InboundPeople.AreOne(byPhone, byUserId, update.Message?.Timestamp ?? now)
            ? Pair(byPhone, byUserId) : null;
    }

    private static (Contact, Contact)? OfNotice(InboundWorld world, TenantId tenant, InboundIdentity who, SystemNotice notice, DateTimeOffset at)
    {
        if (IdentityNotice.Subject(world, tenant, who, notice, at) is not { } contact) return null;
        if (Pair(contact, world.FindContact(tenant, IdentityKind.UserId, notice.UserId)) is { } sameId) return sameId;
        if (IdentityNotice.KindOf(notice) is not NoticeKind.NumberChanged) return null;
        var there = world.FindContact(tenant, IdentityKind.Phone, PhoneNumberFolding.Fold(notice.NewWaId));
        return there is not null && IdentityNotice.AreOneByNumber(contact, there) ? Pair(contact, there) : null;
    }

    private static (Contact, Contact)? Pair(Contact? one, Contact? other) => one is null || other is null || one == other ? null : (one, other);
}
