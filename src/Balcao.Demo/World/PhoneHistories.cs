using System.Collections.Immutable;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Balcao.Simulator;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;
using Microsoft.EntityFrameworkCore;
using MessageContent = Balcao.Simulator.Phones.MessageContent;

namespace Balcao.Demo.World;

/// <summary>
/// The simulator keeps its data only in memory, the server in the database. At each start this service restores the
/// messages on the phones that are shown and on those of customers with open chats, so that both sides show the same.
/// </summary>
internal sealed class PhoneHistories(IServiceProvider simulator, IServiceScopeFactory scopes, ContentStore files) : IHostedService
{
    /// <summary>Messages restored per conversation: as many as a phone shows without searching.</summary>
    private const int LatestMessages = 80;

    private readonly PhoneBook _phones = simulator.GetRequiredService<PhoneBook>();
    private readonly MediaStore _media = simulator.GetRequiredService<MediaStore>();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(TenantScope.Everyone, cancellationToken);
        foreach (var talk in await TalksAsync(db, cancellationToken)) await RestoreAsync(db, talk, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    private sealed record Talk(Conversation Conversation, Contact Contact, string PhoneNumberId);

    private async Task<IReadOnlyList<Talk>> TalksAsync(BalcaoDb db, CancellationToken ct)
    {
        var waIds = _phones.All.Select(phone => phone.WaId).OfType<string>().ToArray();
        var userIds = _phones.All.Select(phone => phone.UserId).ToArray();
        var chats = Everyones<Chat>(db).Where(c => c.Status != ChatStatus.Closed);
        var numbers = Shop.Numbers.Select(number => number.PhoneNumberId).ToArray();
        return await (
            from conversation in Everyones<Conversation>(db)
            join contact in Everyones<Contact>(db) on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            join number in Everyones<Number>(db) on new { conversation.TenantId, Id = conversation.ChannelId } equals new { number.TenantId, number.Id }
            where numbers.Contains(number.PhoneNumberId)
                && (waIds.Contains(contact.Phone) || userIds.Contains(contact.UserId)
                    || chats.Any(c => c.TenantId == conversation.TenantId && c.ConversationId == conversation.Id))
            select new Talk(conversation, contact, number.PhoneNumberId)).ToListAsync(ct);
    }

    private async Task RestoreAsync(BalcaoDb db, Talk talk, CancellationToken ct)
    {
        var (tenant, conversation) = (talk.Conversation.TenantId, talk.Conversation.Id);
        var latest = await Everyones<Message>(db)
            .Where(m => m.TenantId == tenant && m.ConversationId == conversation && m.Wamid != null)
            .OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(LatestMessages).ToListAsync(ct);
        var ids = latest.Select(m => m.Id).ToArray();
        var media = await Everyones<MessageMedia>(db).Where(m => m.TenantId == tenant && ids.Contains(m.MessageId)).ToDictionaryAsync(m => m.MessageId, ct);
        var reactions = await Everyones<MessageReaction>(db).Where(r => r.TenantId == tenant && ids.Contains(r.MessageId) && r.Emoji != "").ToListAsync(ct);

        var messages = ImmutableList.CreateBuilder<PhoneMessage>();
        foreach (var message in Enumerable.Reverse(latest))
            messages.Add(new PhoneMessage
            {
                Id = message.Wamid!,
                FromCustomer = message.Direction is MessageDirection.Inbound,
                At = message.At,
                Content = await ContentOfAsync(message, media.GetValueOrDefault(message.Id), talk.PhoneNumberId, ct),
                ReplyTo = message.QuotedWamid,
                IsEdited = message.EditedAt is not null,
                IsRevoked = message.RevokedAt is not null,
                Ticks = TicksOf(message),
                FailureCode = message.FailureWhatsAppCode,
                CustomerReaction = reactions.Find(r => r.MessageId == message.Id && !r.IsOurs)?.Emoji,
                BusinessReaction = reactions.Find(r => r.MessageId == message.Id && r.IsOurs)?.Emoji,
                CallbackData = message.Direction is MessageDirection.Outbound ? message.Id.ToString() : null,
            });

        var phone = FindOrCreate(talk.Contact);
        _phones.UpdateConversation(phone.Id, talk.PhoneNumberId, shown => shown with { Messages = messages.ToImmutable(), LastInboundAt = talk.Conversation.LastInboundAt });
    }

    private Phone FindOrCreate(Contact contact)
    {
        var known = contact.Phone is { } digits ? _phones.FindNumber(digits) : _phones.Find(contact.UserId!);
        return known
            ?? _phones.Create(new NewPhone { Name = contact.Name, WaId = contact.Phone, Username = contact.Username, UserId = contact.UserId })
            ?? throw new InvalidOperationException($"The phone of contact {contact.Id} has the id of another one.");
    }

    private async Task<MessageContent> ContentOfAsync(Message message, MessageMedia? media, string numberId, CancellationToken ct)
    {
        var more = Conversations.MessageContent.Read(message.Content);
        return new MessageContent
        {
            Type = message.Kind switch
            {
                MessageKind.Voice => "audio",
                MessageKind.ButtonReply => "button",
                MessageKind.ListReply => "interactive",
                _ => message.Kind.ToString().ToLowerInvariant(),
            },
            Text = message.Text,
            Media = media?.State is MediaState.Stored ? await FileOfAsync(message, media, numberId, ct) : null,
            Location = more?.Location is { } place ? new LocationPart(place.Latitude, place.Longitude, place.Name, place.Address) : null,
            Contacts = more?.Contacts is { } cards ? [.. cards.Select(card => new ContactPart(card.Name, card.Phones is [var phone, ..] ? phone : null))] : null,
            Chosen = more?.ReplyPayload is { } payload ? new ChoicePart(payload, message.Text ?? "") : null,
        };
    }

    private async Task<MediaPart?> FileOfAsync(Message message, MessageMedia media, string numberId, CancellationToken ct)
    {
        await using var stored = files.Open(message.TenantId, media.Sha256!);
        if (stored is null) return null;
        var bytes = new byte[stored.Length];
        await stored.ReadExactlyAsync(bytes, ct);
        var held = _media.Add(bytes, media.MimeType, media.FileName, numberId, inbound: message.Direction is MessageDirection.Inbound);
        return new MediaPart(held.Id, media.MimeType, bytes.Length, media.FileName, IsVoice: message.Kind is MessageKind.Voice);
    }

    private static Ticks TicksOf(Message message) => message switch
    {
        { FailedAt: not null, Delivery: < DeliveryStatus.Delivered } => Ticks.Failed,
        { Direction: MessageDirection.Inbound } => Ticks.Delivered,
        { Delivery: DeliveryStatus.Played } => Ticks.Played,
        { Delivery: DeliveryStatus.Read } => Ticks.Read,
        { Delivery: DeliveryStatus.Delivered } => Ticks.Delivered,
        _ => Ticks.Sent,
    };

    // The simulator has the phones of all companies, so this reads the rows of all tenants.
    private static IQueryable<T> Everyones<T>(BalcaoDb db) where T : class => db.Set<T>().IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
