using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Contacts;

/// <summary>
/// An agent who was invited into a chat that another agent serves (rule A4). While they take part they see and write in it, whatever
/// their groups: <see cref="Visibility"/> reads this row, which therefore names the contact. The agent who gets the chat because its
/// owner leaves keeps the row, for the same reason.
/// </summary>
public sealed class ChatGuest : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChatId ChatId { get; init; }

    public required AgentId AgentId { get; init; }

    public required ContactId ContactId { get; init; }

    public required AgentId InvitedBy { get; init; }

    public required DateTimeOffset InvitedAt { get; init; }

    /// <summary>Null until they accept: an invitation alone shows nothing of the chat.</summary>
    public DateTimeOffset? JoinedAt { get; set; }
}
