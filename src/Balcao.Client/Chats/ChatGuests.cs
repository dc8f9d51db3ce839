namespace Balcao.Client.Chats;

public static class ChatGuests
{
    /// <summary>Whether the agent takes part in the chat beside the one who serves.</summary>
    public static bool HasGuest(this ChatItem? chat, AgentId? agent) => agent is not null && chat?.Guests?.Any(g => g.HasJoined && g.Agent.Id == agent) is true;
}
