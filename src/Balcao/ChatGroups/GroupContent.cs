using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>The data an administrator enters for a group: checked first, then applied.</summary>
internal static class GroupContent
{
    public static SaveChatGroupRequest Example { get; } = new()
    {
        Name = "Atendimento",
        DisplayName = "Atendimento da loja",
        QueueText = "Olá, {contact.firstName|tudo bem}? Você é o número {queue.position} da fila.",
        DistributesAutomatically = true,
        MostChatsPerAgent = 5,
        Members = [new SaveChatGroupMember { AgentId = AgentId.Of(Guid.Parse("019cad34-8e80-7000-8000-000000000001")), IsAttendant = true }],
    };

    public static IReadOnlyList<Refusal> Refusals { get; } =
    [
        ChatGroupRefusals.NameTaken, ChatGroupRefusals.TextTooLong("queueText"), VariableRefusals.Unknown("queueText", "contact.shoeSize"),
        ChatGroupRefusals.OutOfRange("mostChatsPerAgent", 1, ChatGroupLimits.MostChats),
    ];

    /// <summary>Null if it may be saved. A group that exists is locked before (<see cref="GroupLock"/>).</summary>
    public static async Task<Refusal?> CheckAsync(BalcaoDb db, ChatGroupId id, SaveChatGroupRequest request, CancellationToken ct)
    {
        if (InputRefusals.Check("name", request.Name, ChatGroupLimits.LongestName) is { } refusal) return refusal;
        if (request.DisplayName is { Length: > ChatGroupLimits.LongestName }) return InputRefusals.TooLong("displayName", ChatGroupLimits.LongestName);
        if (GroupTexts.Check(request) is { } refused) return refused;
        if (request.Members is null) return InputRefusals.Required("members");
        if (request.Members.Any(m => !m.IsAttendant && !m.IsAdministrator)) return InputRefusals.Invalid("members");

        AgentId[] wanted = [.. request.Members.Select(m => m.AgentId).Distinct()];
        var known = await db.Agents.CountAsync(a => wanted.Contains(a.Id), ct);
        if (wanted.Length != request.Members.Count || known != wanted.Length) return InputRefusals.Invalid("members");

        var name = request.Name.Trim();
        if (await db.ChatGroups.AnyAsync(g => g.Name == name && g.Id != id, ct)) return ChatGroupRefusals.NameTaken;
        return await CheckNumbersAsync(db, id, request, ct);
    }

    private static async Task<Refusal?> CheckNumbersAsync(BalcaoDb db, ChatGroupId id, SaveChatGroupRequest request, CancellationToken ct)
    {
        if (request.IsEnabled is not false && request.IsWhatsAppCompatible is not false) return null;
        return await db.NumbersServedByAsync(id, ct) is { Count: > 0 } numbers
            ? ChatGroupRefusals.ServesNumbers(numbers).About(request.IsEnabled is false ? "isEnabled" : "isWhatsAppCompatible")
            : null;
    }

    /// <summary>
    /// Agents whose role in the group changes get an AccessChanged entry, so that their screens read their permissions
    /// again.
    /// </summary>
    public static async Task<GroupChange> ApplyAsync(BalcaoDb db, Feed feed, ChatGroup group, SaveChatGroupRequest request, CancellationToken ct)
    {
        await ApplyTextsAsync(db, feed, group, request, ct);
        var rules = RulesOf(group);
        group.IsEnabled = request.IsEnabled ?? group.IsEnabled;
        group.IsWhatsAppCompatible = request.IsWhatsAppCompatible ?? group.IsWhatsAppCompatible;
        group.DistributesAutomatically = request.DistributesAutomatically;
        group.MostChatsPerAgent = request.MostChatsPerAgent;
        group.GraceMinutes = request.GraceMinutes ?? ChatGroupLimits.UsualGraceMinutes;
        group.OffersServiceSelection = request.OffersServiceSelection;
        group.ClosesAfterIdleMinutes = request.ClosesAfterIdleMinutes;
        var (haveMembersChanged, left) = await ApplyMembersAsync(db, feed, group, request.Members, ct);
        return new GroupChange(haveMembersChanged, rules != RulesOf(group), left);
    }

    /// <returns>Whether there were members; they get an AccessChanged entry.</returns>
    public static async Task<bool> RemoveMembersAsync(BalcaoDb db, Feed feed, ChatGroup group, CancellationToken ct) =>
        (await ApplyMembersAsync(db, feed, group, [], ct)).HaveChanged;

    private static (bool, bool, int?, int) RulesOf(ChatGroup group) =>
        (group.IsEnabled, group.DistributesAutomatically, group.MostChatsPerAgent, group.GraceMinutes);

    private static async Task ApplyTextsAsync(BalcaoDb db, Feed feed, ChatGroup group, SaveChatGroupRequest request, CancellationToken ct)
    {
        var name = request.Name.Trim();
        if (group.Name != name)
        {
            foreach (var number in await db.NumberLinks.Where(l => l.GroupId == group.Id).Select(l => l.ChannelId).ToListAsync(ct))
                feed.NumberChanged(group.TenantId, number);
        }
        group.Name = name;
        group.DisplayName = string.IsNullOrWhiteSpace(request.DisplayName) ? name : request.DisplayName.Trim();
        (group.QueueText, group.StartText, group.EndText) = (Stored(request.QueueText), Stored(request.StartText), Stored(request.EndText));
        (group.NobodyOnlineText, group.OutsideHoursText) = (Stored(request.NobodyOnlineText), Stored(request.OutsideHoursText));
    }

    private static string? Stored(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <returns>Whether members or their order changed, and who left; the rows of those are locked (<see cref="AgentLock"/>).</returns>
    private static async Task<(bool HaveChanged, IReadOnlyList<AgentId> Left)> ApplyMembersAsync(
        BalcaoDb db, Feed feed, ChatGroup group, IReadOnlyList<SaveChatGroupMember> members, CancellationToken ct)
    {
        var before = await db.ChatGroupMemberships.Where(m => m.GroupId == group.Id).ToDictionaryAsync(m => m.AgentId, ct);
        var haveChanged = false;
        foreach (var (place, wanted) in members.Index())
        {
            var isNew = !before.Remove(wanted.AgentId, out var member);
            if (isNew) db.Add(member = new ChatGroupMembership { TenantId = group.TenantId, GroupId = group.Id, AgentId = wanted.AgentId });
            if (isNew || (member!.IsAttendant, member.IsAdministrator) != (wanted.IsAttendant, wanted.IsAdministrator))
                feed.AccessChanged(group.TenantId, wanted.AgentId);
            haveChanged |= isNew || (member!.IsAttendant, member.IsAdministrator, member.Place) != (wanted.IsAttendant, wanted.IsAdministrator, place);
            (member!.IsAttendant, member.IsAdministrator, member.Place) = (wanted.IsAttendant, wanted.IsAdministrator, place);
        }
        // In one order: two groups that lose the same agents at once must not wait for each other.
        AgentId[] left = [.. before.Keys.OrderBy(id => id.Value)];
        foreach (var agent in left)
        {
            await db.LockAsync(agent, ct);
            db.Remove(before[agent]);
            feed.AccessChanged(group.TenantId, agent);
        }
        return (haveChanged || left.Length > 0, left);
    }
}

/// <param name="HaveMembersChanged">Or their order.</param>
/// <param name="HaveRulesChanged">What decides who gets the next chat.</param>
/// <param name="Left">Who left; their rows are locked (<see cref="AgentLock"/>).</param>
internal sealed record GroupChange(bool HaveMembersChanged, bool HaveRulesChanged, IReadOnlyList<AgentId> Left);
