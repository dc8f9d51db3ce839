using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>A reaction by the customer, or by us in the phone app. A message keeps one reaction per side.</summary>
internal static class ApplyReaction
{
    private const int LongestEmoji = 64;

    /// <summary>False if the message reacted to is not in this conversation: the caller then shows the reaction as a message.</summary>
    public static bool Into(InboundWorld world, ServedNumber number, Conversation conversation, ReactionPart reaction, DateTimeOffset at, bool isOurs)
    {
        if (world.FindMessage(number, reaction.MessageId) is not { } target || target.ConversationId != conversation.Id) return false;
        var emoji = Clip.To(reaction.Emoji ?? "", LongestEmoji);
        if (world.FindReaction(target, isOurs) is { } earlier)
        {
            // An older reaction that arrives late does not replace the newer one.
            if (at < earlier.At) return true;
            (earlier.Emoji, earlier.At) = (emoji, at);
            if (isOurs) earlier.AgentId = null; // given in the phone app, not by an agent
        }
        else
        {
            world.Add(new MessageReaction { TenantId = target.TenantId, MessageId = target.Id, IsOurs = isOurs, Emoji = emoji, At = at });
        }
        world.Feed.MessageChanged(target.TenantId, target.Id, conversation.ContactId);
        return true;
    }
}
