using Balcao.Conversations;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>Translates WhatsApp's message for the core: its content, and which message of the conversation it answers.</summary>
internal static class InboundReading
{
    private const int LongestWamid = 512;

    public static ReceivedMessage Of(InboundWorld world, ServedNumber number, Conversation conversation, InboundMessage message, DateTimeOffset at)
    {
        var quoted = world.FindMessage(number, message.Context?.MessageId);
        return new ReceivedMessage(InboundContent.Of(message), at)
        {
            Wamid = message.Id,
            QuotedWamid = (message.Context?.MessageId ?? ChangeMessage.OriginalOf(message)) is { Length: <= LongestWamid } wamid ? wamid : null,
            QuotedId = quoted?.ConversationId == conversation.Id ? quoted.Id : null,
        };
    }
}
