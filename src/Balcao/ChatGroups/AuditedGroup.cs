using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.ChatGroups;

/// <summary>The fields of a chat group for the audit trail.</summary>
public sealed record AuditedGroup(
    string Name, string DisplayName, bool IsEnabled, bool IsWhatsAppCompatible, bool OffersServiceSelection, int? ClosesAfterIdleMinutes, string? QueueText,
    string? StartText, string? EndText, string? NobodyOnlineText, string? OutsideHoursText, bool DistributesAutomatically, int? MostChatsPerAgent, int GraceMinutes)
{
    public static AuditedGroup Of(ChatGroup group) => new(
        group.Name, group.DisplayName, group.IsEnabled, group.IsWhatsAppCompatible, group.OffersServiceSelection, group.ClosesAfterIdleMinutes, group.QueueText,
        group.StartText, group.EndText, group.NobodyOnlineText, group.OutsideHoursText, group.DistributesAutomatically, group.MostChatsPerAgent, group.GraceMinutes);
}

/// <summary>The members of a chat group for the audit trail, attendants in their order.</summary>
public sealed record AuditedMembers(IReadOnlyList<string> Attendants, IReadOnlyList<string> Administrators)
{
    public static AuditedMembers Of(ChatGroupItem group) => new(
        [.. group.Members.Where(m => m.IsAttendant).Select(m => m.Name)], [.. group.Members.Where(m => m.IsAdministrator).Select(m => m.Name)]);

    public static AuditedMembers None { get; } = new([], []);

    /// <summary>The entry in the audit trail: who sees the group's chats is a security event.</summary>
    public static AuditEntry Entry(ChatGroup group) => new() { Kind = SecurityEventKind.GroupMembersChanged, Name = group.Name };
}

/// <summary>The group that serves a number, for the audit trail.</summary>
public sealed record AuditedLink(string? ChatGroup)
{
    public static async Task<AuditedLink> LoadAsync(BalcaoDb db, ChannelId id, CancellationToken ct) => new(await (
        from link in db.NumberLinks
        join chatGroup in db.ChatGroups on new { link.TenantId, Id = link.GroupId } equals new { chatGroup.TenantId, chatGroup.Id }
        where link.ChannelId == id
        select chatGroup.Name).SingleOrDefaultAsync(ct));
}
