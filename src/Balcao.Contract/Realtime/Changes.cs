namespace Balcao.Contract;

/// <summary>
/// What changed in the tenant after <see cref="From"/> up to and including <see cref="To"/>, as far as the reader may
/// see it. Every record is complete and current, and replaces the record with the same id. An empty range is sent too,
/// so that changes that the reader may not see do not look like a gap.
/// </summary>
/// <param name="IsReset">
/// True: the reader is too far behind. It must drop all data, read the lists again, and continue after <see cref="To"/>.
/// </param>
/// <param name="Messages">Of all conversations; on a connection that watches conversations, only of those.</param>
/// <param name="HiddenChats">Chats that the reader may no longer see.</param>
public sealed record Changes(
    long From,
    long To,
    bool IsReset,
    IReadOnlyList<ChatItem> Chats,
    IReadOnlyList<MessageItem> Messages,
    IReadOnlyList<ChatId> HiddenChats,
    IReadOnlyList<NumberItem> Numbers)
{
    /// <summary>Tickets that changed, without their content: a screen that shows one reads it again.</summary>
    public IReadOnlyList<TicketId> Tickets { get; init; } = [];

    /// <summary>Requests to the operators that changed, without their content; only for administrators.</summary>
    public IReadOnlyList<PlanRequestId> PlanRequests { get; init; } = [];
}

/// <summary>What a browser connected to <c>/hub</c> may call.</summary>
public interface IFeedServer
{
    /// <summary>
    /// The maximum of watched conversations. With more, the connection receives the messages of all conversations again.
    /// </summary>
    const int MostWatched = 500;

    /// <summary>
    /// Adds conversations to those whose messages the connection receives. Before the first call it receives all messages
    /// that the person may see. A client that reads a conversation after this call has returned misses no message of it.
    /// </summary>
    Task Watch(ConversationId[] conversations);
}

/// <summary>What the server calls on a browser connected to <c>/hub</c>.</summary>
public interface IFeedClient
{
    Task Changed(Changes changes);

    /// <summary>The person's own presence changed, on another connection or because a lease expired.</summary>
    Task PresenceChanged(Presence presence);

    /// <summary>The person's sign-in ended, or their role or groups changed: read <c>/api/me</c> again.</summary>
    Task AccessChanged();

    /// <summary>
    /// Newer connections of the same person took this one's place, because there are too many, and it is ended now. A client connects
    /// again only if the person asks for it: it would take the place of another one.
    /// </summary>
    Task Replaced();
}
