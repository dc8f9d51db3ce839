using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.OptIns;
using Balcao.WhatsApp.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>What few batches need: loaded only if an update of the batch is about it.</summary>
internal sealed partial class InboundWorld
{
    private readonly Dictionary<(TenantId, MessageId), List<MessageVersion>> _versions = [];
    private readonly Dictionary<(TenantId, MessageId), List<MessageId>> _quoting = [];
    private readonly Dictionary<(TenantId, ContactId), MarketingConsent> _consents = [];
    private readonly HashSet<(TenantId, ChannelId, string Digest, NumberNoticeKind, string Topic)> _notices = [];

    /// <summary>The update's number, or, if it names none, every number of its account.</summary>
    public IReadOnlyCollection<ServedNumber> NumbersOf(WebhookUpdate update) =>
        update.PhoneNumberId is not null ? (NumberOf(update) is { } one ? [one] : [])
        : update.WabaId is { } waba ? [.. _numbers.Values.Where(n => n.WabaId == waba)] : [];

    public IReadOnlyCollection<MessageVersion> VersionsOf(Message message) => _versions.GetValueOrDefault((message.TenantId, message.Id)) ?? [];

    /// <summary>The messages that quote this one.</summary>
    public IReadOnlyCollection<MessageId> QuotingOf(Message message) => _quoting.GetValueOrDefault((message.TenantId, message.Id)) ?? [];

    public bool IsNoted(ServedNumber number, string digest, NoticeOfNumber notice) =>
        _notices.Contains((number.TenantId, number.Id, digest, notice.Kind, notice.Topic));

    /// <summary>Returns false if a newer decision is known.</summary>
    public bool Decide((TenantId Tenant, ContactId Id) contact, ConsentState state, DateTimeOffset at, ConsentSource source)
    {
        feed.ContactChanged(contact.Tenant, contact.Id);
        if (_consents.TryGetValue(contact, out var known)) return known.Decide(state, at, source);
        var consent = new MarketingConsent { TenantId = contact.Tenant, ContactId = contact.Id, State = state, At = at, Source = source };
        _consents[contact] = consent;
        _rows.Add(consent);
        return true;
    }

    public void Remove(ContactIdentity identity)
    {
        _identities.Remove((identity.TenantId, identity.Kind, identity.Value));
        _rows.Remove(identity);
    }

    private async Task LoadRareAsync(IReadOnlyCollection<WebhookUpdate> updates, TenantId[] tenants, ChannelId[] numbers, CancellationToken ct)
    {
        var edited = updates.Select(u => u.Message?.Edit?.OriginalMessageId).OfType<string>().ToHashSet();
        var changed = edited.Count == 0 ? [] : _byId.Values.Where(m => m.Wamid is not null && edited.Contains(m.Wamid)).ToArray();
        if (changed.Length > 0)
        {
            var (ids, conversations) = (changed.Select(m => m.Id).ToArray(), changed.Select(m => m.ConversationId).Distinct().ToArray());
            foreach (var version in await Everyones<MessageVersion>().AsNoTracking().Where(v => tenants.Contains(v.TenantId) && ids.Contains(v.MessageId)).ToListAsync(ct))
                Remember(version);
            foreach (var quote in await Everyones<Message>().AsNoTracking()
                .Where(m => tenants.Contains(m.TenantId) && conversations.Contains(m.ConversationId) && m.QuotedId != null && ids.Contains(m.QuotedId.Value))
                .Select(m => new { m.TenantId, m.Id, Quoted = m.QuotedId!.Value }).ToListAsync(ct))
            {
                if (!_quoting.TryGetValue((quote.TenantId, quote.Quoted), out var quoting)) _quoting[(quote.TenantId, quote.Quoted)] = quoting = [];
                quoting.Add(quote.Id);
            }
        }

        if (updates.Any(u => u.Change is UserPreferenceChange || ApplyStatus.SaysStopped(u.Status)))
        {
            var people = _contacts.Values.Select(c => c.Id).Union(_conversations.Values.Select(c => c.ContactId)).ToArray();
            foreach (var consent in await Everyones<MarketingConsent>().AsNoTracking().Where(c => tenants.Contains(c.TenantId) && people.Contains(c.ContactId)).ToListAsync(ct))
            {
                _rows.Loaded(consent);
                _consents[(consent.TenantId, consent.ContactId)] = consent;
            }
        }

        var digests = updates.Where(u => u.Kind is WebhookUpdateKind.Field or WebhookUpdateKind.Error or WebhookUpdateKind.History)
            .Select(UpdateDigest.Of).Distinct().ToArray();
        if (digests.Length > 0)
            foreach (var notice in await Everyones<NumberNotice>().AsNoTracking()
                .Where(n => tenants.Contains(n.TenantId) && numbers.Contains(n.ChannelId) && digests.Contains(n.Digest))
                .Select(n => new { n.TenantId, n.ChannelId, n.Digest, n.Kind, n.Topic }).ToListAsync(ct))
                _notices.Add((notice.TenantId, notice.ChannelId, notice.Digest, notice.Kind, notice.Topic));
    }

    private void Remember(MessageVersion version)
    {
        if (!_versions.TryGetValue((version.TenantId, version.MessageId), out var versions)) _versions[(version.TenantId, version.MessageId)] = versions = [];
        versions.Add(version);
    }
}
