using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Numbers;

/// <summary>
/// Where conversations are held: a WhatsApp number today. Conversations, messages, ledger lines and the outbox name the
/// channel alone; what only its kind has is in a table of that kind, under the same id (<see cref="Number"/>).
/// </summary>
public sealed class Channel : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required ChannelId Id { get; init; }

    /// <summary>The origin of every chat in it.</summary>
    public required ChatOrigin Origin { get; init; }
}
