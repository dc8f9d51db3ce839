using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;

namespace Balcao.ChatGroups;

/// <summary>
/// What a decision about a message needs to know about its channel. Nodes cache it between messages: code that changes one of
/// its sources calls <see cref="ChangedAsync"/>, and each batch checks that it uses the newest version.
/// </summary>
/// <param name="GroupId">The group that serves the channel; null if none does yet.</param>
/// <param name="Version"><see cref="Channel.FactsVersion"/> when the facts were read.</param>
public sealed record ChannelFacts(TenantId TenantId, ChannelId Id, ChatGroupId? GroupId, int Version)
{
    /// <summary>Without hours of its own a channel is always open, in the tenant's time zone.</summary>
    public Hours Hours { get; init; } = AlwaysOpen;

    /// <summary>The group's text for messages outside the hours; null: nothing is said.</summary>
    public string? OutsideHoursText { get; init; }

    /// <inheritdoc cref="Channel.HasWindow"/>
    public bool HasWindow { get; init; }

    /// <summary>Nothing is sent (rule P5).</summary>
    public bool IsSuspended { get; init; }

    /// <summary>Nothing is sent on any channel of the tenant.</summary>
    public bool IsTenantSuspended { get; init; }

    /// <summary>Decides what messages cost, and may forbid to send. Without one, each message costs a credit.</summary>
    public ContractFacts Contract { get; init; } = WithoutContract;

    /// <summary>The credits of the current month; null where no cap decides.</summary>
    public Credits? Used { get; init; }

    public ChannelNames Names { get; init; } = new("", "", "");

    private static Hours AlwaysOpen { get; } = Hours.AlwaysOpen("UTC");

    private static ContractFacts WithoutContract { get; } = ContractFacts.Default("UTC");

    public static Task ChangedAsync(BalcaoDb db, ChannelId channel, CancellationToken ct) =>
        db.Channels.Where(c => c.Id == channel).FactsChangedAsync(ct);

    /// <summary>The same for all channels that the group serves, after a change of its names or texts.</summary>
    public static Task OfGroupChangedAsync(BalcaoDb db, ChatGroupId group, CancellationToken ct)
    {
        var links = db.NumberLinks;
        return db.Channels.Where(c => links.Any(l => l.TenantId == c.TenantId && l.ChannelId == c.Id && l.GroupId == group)).FactsChangedAsync(ct);
    }
}

/// <summary>The names that texts to customers may contain.</summary>
/// <param name="Group">The group's name for customers.</param>
public sealed record ChannelNames(string Tenant, string Group, string Number);
