using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.WhatsApp;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// What a customer's message causes: the contact and the conversation it belongs to, the chat it joins or opens
/// (<see cref="ChatForMessage"/>), its ledger line, the file to fetch. Sees and changes the batch's world alone.
/// </summary>
internal static class FileMessage
{
    public static JournalOutcome Into(InboundWorld world, WebhookUpdate update, DateTimeOffset receivedAt)
    {
        var message = update.Message!;
        if (world.NumberOf(update) is not { } number) return JournalOutcome.UnknownNumber;
        // A group's talk is never filed in the participant's own conversation.
        if (!string.IsNullOrEmpty(message.GroupId)) return JournalOutcome.Kept;
        var at = message.Timestamp ?? receivedAt;
        if (world.FindMessage(number, message.Id) is { } known) return Again(world, number, known, message, at);
        // Told afterwards, or ours although it came in as a customer's: files of the phone app's history do (Meta, coexistence, 2026).
        if (message.HistoryStatus is not null || IsFromUs(update)) return FileHistory.One(world, number, update, at);
        if (number.GroupId is not { } group) return Hold(world, update, number, at, receivedAt);
        if (message.Type is MessageTypes.System) return IdentityNotice.OfMessage(world, update, number, at);

        var who = InboundIdentity.Of(update);
        if (!who.IsKnown) throw new InvalidDataException("A message that names no sender.");
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        if (conversation.LastInboundAt is null || at >= conversation.LastInboundAt) InboundPeople.Refresh(world, contact, who);
        if (message.Reaction is { } reaction && React(world, number, conversation, reaction, at, isOurs: false)) return JournalOutcome.Applied;
        if (ChangeMessage.Apply(world, number, conversation, message, MessageDirection.Inbound, at) is { } changed) return changed;

        var content = InboundContent.Of(message);
        var chat = world.FindOpenChat(conversation);
        if (content.OpensChat)
        {
            var opened = ChatForMessage.Choose(
                chat, world.FindNewestTicket(conversation), conversation, group, content.Subject(contact.Name), at, world.Now);
            world.Add(opened, contact);
            chat = opened.Chat;
        }

        var filed = new Message
        {
            TenantId = number.TenantId, Id = MessageId.New(world.Now), ConversationId = conversation.Id, ChannelId = number.Id, ChatId = chat?.Id,
            Direction = MessageDirection.Inbound, Kind = content.Kind, At = at, StoredAt = world.Now, Text = content.Text, Wamid = message.Id,
            QuotedWamid = Referred(message), QuotedId = Quoted(world, number, conversation, message.Context?.MessageId),
            Content = content.ContentJson, RawType = content.RawType,
        };
        world.Add(filed);
        conversation.Received(filed);
        if (content.Media is { } file) AddFile(world, filed, file);
        if (content.IsCharged) world.Add(DefaultTariff.Charge(number.TenantId, number.Id, filed.Id, ChargeType.Receive, world.Now, at));
        ChangeMessage.Park(world, number, update, receivedAt);

        world.Feed.MessageChanged(filed.TenantId, filed.Id, contact.Id);
        if (chat is not null) world.Feed.ChatChanged(chat.TenantId, chat.Id, contact.Id);
        return JournalOutcome.Applied;
    }

    /// <summary>Known: nothing to do, unless it brings what was missing when it came first.</summary>
    private static JournalOutcome Again(InboundWorld world, ServedNumber number, Message known, InboundMessage message, DateTimeOffset at)
    {
        if (message.Type is MessageTypes.Edit or MessageTypes.Revoke) return ChangeMessage.Again(world, number, known, message, at);
        return FileHistory.Fill(world, known, message) ? JournalOutcome.Applied : JournalOutcome.Repeated;
    }

    private static bool IsFromUs(WebhookUpdate update) =>
        update.Message!.To is not null && PhoneNumberFolding.Fold(update.Message.From) is { } from && from == PhoneNumberFolding.Fold(update.DisplayPhoneNumber);

    /// <summary>Nobody serves the number yet: kept for as long as it takes, and delivered when a group is linked.</summary>
    private static JournalOutcome Hold(InboundWorld world, WebhookUpdate update, ServedNumber number, DateTimeOffset at, DateTimeOffset receivedAt)
    {
        if (world.IsHeld(number, update.Message!.Id)) return JournalOutcome.Repeated;
        world.Add(new HeldUpdate
        {
            TenantId = number.TenantId, Id = Uuid7.New(world.Now), ChannelId = number.Id, Wamid = update.Message.Id,
            At = at, ReceivedAt = receivedAt, Json = update.RawJson,
        });
        world.Feed.NumberChanged(number.TenantId, number.Id);
        return JournalOutcome.Held;
    }

    /// <summary>False where the message reacted to is none of this conversation's: then the reaction is shown by itself.</summary>
    public static bool React(InboundWorld world, ServedNumber number, Conversation conversation, ReactionPart reaction, DateTimeOffset at, bool isOurs)
    {
        if (world.FindMessage(number, reaction.MessageId) is not { } target || target.ConversationId != conversation.Id) return false;
        var emoji = Clip.To(reaction.Emoji ?? "", 64);
        if (world.FindReaction(target, isOurs) is { } earlier)
        {
            // An older one that comes late does not bring back what was taken away.
            if (at < earlier.At) return true;
            (earlier.Emoji, earlier.At) = (emoji, at);
            if (isOurs) earlier.AgentId = null; // given on the phone, by whoever holds it
        }
        else
        {
            world.Add(new MessageReaction { TenantId = target.TenantId, MessageId = target.Id, IsOurs = isOurs, Emoji = emoji, At = at });
        }
        world.Feed.MessageChanged(target.TenantId, target.Id, conversation.ContactId);
        return true;
    }

    /// <summary>The message it answers or changes.</summary>
    public static string? Referred(InboundMessage message) =>
        (message.Context?.MessageId ?? ChangeMessage.OriginalOf(message)) is { Length: <= 512 } wamid ? wamid : null;

    public static MessageId? Quoted(InboundWorld world, ServedNumber number, Conversation conversation, string? wamid) =>
        world.FindMessage(number, wamid) is { } quoted && quoted.ConversationId == conversation.Id ? quoted.Id : null;

    public static void AddFile(InboundWorld world, Message message, MediaPart file)
    {
        world.Add(new MessageMedia
        {
            TenantId = message.TenantId, MessageId = message.Id, State = MediaState.Pending, WhatsAppMediaId = file.Id,
            MimeType = Clip.To(file.MimeType ?? "application/octet-stream", 160), FileName = file.Filename is { } name ? Clip.To(name, 400) : null,
            Sha256 = Sha256Of(file.Sha256), IsAnimated = file.Animated,
        });
        world.Add(new Job
        {
            TenantId = message.TenantId, Id = Uuid7.New(world.Now), Kind = JobKinds.FetchMedia, SubjectId = message.Id.Value, DueAt = world.Now,
        });
    }

    /// <summary>Base64 in webhooks, hex in our rows; anything else is no hash to check by.</summary>
    private static string? Sha256Of(string? announced)
    {
        Span<byte> hash = stackalloc byte[32];
        if (announced is null) return null;
        if (Convert.TryFromBase64String(announced, hash, out var written) && written == hash.Length) return Convert.ToHexStringLower(hash);
        return announced.Length == 64 && announced.All(char.IsAsciiHexDigit) ? announced.ToLowerInvariant() : null;
    }
}
