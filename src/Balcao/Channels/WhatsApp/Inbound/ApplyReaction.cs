using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>A reaction, by the customer or by whoever holds the phone: one of each side is kept at a message.</summary>
internal static class ApplyReaction
{
    private const int LongestEmoji = 64;

    /// <summary>False where the message reacted to is none of this conversation's: then the reaction is shown by itself.</summary>
    public static bool Into(InboundWorld world, ServedNumber number, Conversation conversation, ReactionPart reaction, DateTimeOffset at, bool isOurs)
    {
        if (world.FindMessage(number, reaction.MessageId) is not { } target || target.ConversationId != conversation.Id) return false;
        var emoji = Clip.To(reaction.Emoji ?? "", LongestEmoji);
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
}
