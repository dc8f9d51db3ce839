using Balcao.Client.Chats;

namespace Balcao.Client.Conversations;

/// <summary>Why a message to the customer cannot be written now.</summary>
public enum Blocked { No, Waiting, HeldByAnother, Closed, WindowClosed, NoPermission, NumberSuspended }

/// <summary>What the composer may do with a chat.</summary>
/// <param name="MayNote">Notes need only a chat that is not closed: any agent may write one, also after the window ends.</param>
public readonly record struct ComposerState(Blocked Blocked, bool MayNote, bool MayTake)
{
    public bool MayWrite => Blocked == Blocked.No;

    public static ComposerState Of(ChatItem? chat, AgentId? me, bool mayServe, DateTimeOffset now, NumberItem? number = null)
    {
        if (chat is null || chat.Status == ChatStatus.Closed) return new(Blocked.Closed, false, false);
        if (!mayServe || me is null) return new(Blocked.NoPermission, false, false);
        if (chat.Status == ChatStatus.Waiting) return new(Blocked.Waiting, true, true);
        if (chat.Agent?.Id != me && !chat.HasGuest(me)) return new(Blocked.HeldByAnother, true, false);
        if (number is { Status: not NumberStatus.Active }) return new(Blocked.NumberSuspended, true, false);
        // The window is a rule of WhatsApp and does not apply to chats of the web widget.
        var open = chat.Origin != ChatOrigin.WhatsApp || CustomerServiceWindow.At(chat.WindowEndsAt, now).IsOpen;
        return new(open ? Blocked.No : Blocked.WindowClosed, true, false);
    }
}
