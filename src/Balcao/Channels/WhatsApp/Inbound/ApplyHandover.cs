using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.ServiceHours;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>
/// Another app gave up or took the control of a conversation: a line in the thread. A conversation that was passed on gets a
/// waiting chat, outside service hours a ticket, because the customer expects a person now and may write nothing more. Nothing is
/// charged.
/// </summary>
internal static class ApplyHandover
{
    /// <summary>The role of Meta's business agent (Meta, Messaging handovers webhook, Aug 2026).</summary>
    private const string AiAgent = "ai_agent";

    public static JournalOutcome Into(InboundWorld world, InboundItem item, HandoverChange handover)
    {
        var update = item.Update;
        NoticeKind? kind = handover.Type switch
        {
            HandoverChange.ControlPassed => NoticeKind.ControlPassed,
            HandoverChange.ControlTaken => NoticeKind.ControlTaken,
            _ => null,
        };
        var who = InboundIdentity.Of(update);
        if (kind is null || !who.IsKnown || world.NumberOf(update) is not { } number) return JournalOutcome.Kept;
        var key = NoticeLine.KeyOf(update);
        if (world.FindMessage(number, key) is not null) return JournalOutcome.Repeated;

        var at = handover.Timestamp ?? item.ReceivedAt;
        var contact = InboundPeople.FindOrAdd(world, number.TenantId, who, at);
        var conversation = InboundPeople.FindOrAddConversation(world, number, contact, at);
        var text = string.Join("\n\n", new[] { handover.Reason, handover.Summary }.Where(part => !string.IsNullOrWhiteSpace(part)));
        var said = new ReceivedContent(MessageKind.System, text.Length > 0 ? text : null);
        if (kind is NoticeKind.ControlPassed && handover.NewOwnerRole is not AiAgent && number.GroupId is not null)
            Wait(world, number, world.StateOf(conversation), said.Subject(contact.Name), at, item.TimingOf(at, world.Now));
        NoticeLine.Add(world, conversation, at, new NoticeItem(kind.Value, null, null), said.Text, key);
        return JournalOutcome.Applied;
    }

    private static void Wait(InboundWorld world, ServedNumber number, ConversationState state, string subject, DateTimeOffset at, MessageTiming timing)
    {
        var wasSilent = state.OpenChat is { IsSilent: true };
        ChatForMessage.FindOrOpen(world, number.Facts, state, subject, at, timing, world.Now);
        ChatForMessage.AnnounceTicket(world.Feed, state);
        if (wasSilent && state.OpenChat is { IsSilent: false }) world.Rings.Add(number.TenantId);
    }
}
