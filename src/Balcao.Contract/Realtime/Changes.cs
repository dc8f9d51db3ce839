namespace Balcao.Contract;

/// <summary>
/// What changed in the tenant after <see cref="From"/> up to and including <see cref="To"/>, as far as the reader may see it.
/// Every record is whole and as new as the reading: put it in place of the one with the same id. A range with nothing
/// in it is sent too, so that a change that was filtered out never looks like a gap.
/// </summary>
/// <param name="IsReset">True: too far behind, forget everything and read the lists again; <see cref="To"/> is where to go on.</param>
/// <param name="Messages">Of every conversation; on a connection that watches, of those it watches.</param>
/// <param name="HiddenChats">Chats the reader no longer sees.</param>
public sealed record Changes(
    long From,
    long To,
    bool IsReset,
    IReadOnlyList<ChatItem> Chats,
    IReadOnlyList<MessageItem> Messages,
    IReadOnlyList<ChatId> HiddenChats,
    IReadOnlyList<NumberItem> Numbers);

/// <summary>What a browser connected to <c>/hub</c> may call.</summary>
public interface IFeedServer
{
    /// <summary>More conversations than this on one connection are not told apart: it hears of all again.</summary>
    const int MostWatched = 500;

    /// <summary>
    /// Conversations whose messages are wanted, added to those named before. Until the first call a connection hears of all
    /// messages that the person may see, from then on of these. Who reads a conversation after the answer misses none of it.
    /// </summary>
    Task Watch(ConversationId[] conversations);
}

/// <summary>What the server calls on a browser connected to <c>/hub</c>.</summary>
public interface IFeedClient
{
    Task Changed(Changes changes);

    /// <summary>Another connection or a lease's end changed the person's own presence.</summary>
    Task PresenceChanged(Presence presence);

    /// <summary>Sign-in, role or groups were taken away or changed: read <c>/api/me</c> again.</summary>
    Task AccessChanged();
}
