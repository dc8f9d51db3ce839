using System.Collections.Concurrent;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>A number that updates are for, with the facts that decide about its messages.</summary>
internal sealed record ServedNumber(ChannelFacts Facts, string PhoneNumberId, string WabaId, string Display)
{
    public TenantId TenantId => Facts.TenantId;

    public ChannelId Id => Facts.Id;

    public ChatGroupId? GroupId => Facts.GroupId;

    /// <summary>False if the update will be held: no group serves the number yet.</summary>
    public bool Decides(WebhookUpdate update) => GroupId is not null || !StoreMessage.NeedsGroup(update);
}

/// <summary>
/// A cache, per node, of the numbers of recent messages, by WhatsApp's id, so that a batch need not read them. A batch checks
/// that the cached facts are still current. Numbers that no tenant has are not cached.
/// </summary>
internal sealed class ServedNumbers
{
    private readonly ConcurrentDictionary<string, ServedNumber> _known = new(StringComparer.Ordinal);

    public ServedNumber? Find(string phoneNumberId) => _known.GetValueOrDefault(phoneNumberId);

    public void Keep(ServedNumber number) => _known[number.PhoneNumberId] = number;

    public void Drop(ServedNumber number) => _known.TryRemove(number.PhoneNumberId, out _);
}
