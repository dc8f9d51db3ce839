using System.Globalization;
using System.Text.Json;

namespace Balcao.Client.ChatGroups;

/// <summary>What is typed into the form of a group.</summary>
public sealed class GroupForm
{
    public string Name { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public bool IsEnabled { get; set; } = true;

    public bool IsWhatsAppCompatible { get; set; } = true;

    public string QueueText { get; set; } = "";

    public string StartText { get; set; } = "";

    public string EndText { get; set; } = "";

    public string NobodyOnlineText { get; set; } = "";

    public string OutsideHoursText { get; set; } = "";

    public bool DistributesAutomatically { get; set; }

    /// <summary>As typed; empty: no limit.</summary>
    public string MostChatsPerAgent { get; set; } = "";

    public string GraceMinutes { get; set; } = Text(ChatGroupLimits.UsualGraceMinutes);

    public bool OffersServiceSelection { get; set; }

    /// <summary>As typed; empty: never.</summary>
    public string ClosesAfterIdleMinutes { get; set; } = "";

    public List<AgentId> Administrators { get; init; } = [];

    /// <summary>In the group's order.</summary>
    public List<AgentId> Attendants { get; init; } = [];

    public static GroupForm Of(ChatGroupItem group) => new()
    {
        Name = group.Name,
        DisplayName = group.DisplayName == group.Name ? "" : group.DisplayName,
        IsEnabled = group.IsEnabled,
        IsWhatsAppCompatible = group.IsWhatsAppCompatible,
        QueueText = group.QueueText ?? "",
        StartText = group.StartText ?? "",
        EndText = group.EndText ?? "",
        NobodyOnlineText = group.NobodyOnlineText ?? "",
        OutsideHoursText = group.OutsideHoursText ?? "",
        DistributesAutomatically = group.DistributesAutomatically,
        MostChatsPerAgent = Text(group.MostChatsPerAgent),
        GraceMinutes = Text(group.GraceMinutes),
        OffersServiceSelection = group.OffersServiceSelection,
        ClosesAfterIdleMinutes = Text(group.ClosesAfterIdleMinutes),
        Administrators = [.. group.Members.Where(m => m.IsAdministrator).Select(m => m.AgentId)],
        Attendants = [.. group.Members.Where(m => m.IsAttendant).Select(m => m.AgentId)],
    };

    /// <summary>The field whose number cannot be read, as the request names it; null: all can.</summary>
    public string? Unreadable =>
        !IsNumber(MostChatsPerAgent) ? "mostChatsPerAgent"
        : !IsNumber(GraceMinutes) ? "graceMinutes"
        : !IsNumber(ClosesAfterIdleMinutes) ? "closesAfterIdleMinutes"
        : null;

    /// <summary>Attendants first, in their order: it is the order in which chats are given out.</summary>
    public SaveChatGroupRequest ToRequest() => new()
    {
        Name = Name.Trim(),
        DisplayName = DisplayName.Trim(),
        IsEnabled = IsEnabled,
        IsWhatsAppCompatible = IsWhatsAppCompatible,
        QueueText = QueueText.Trim(),
        StartText = StartText.Trim(),
        EndText = EndText.Trim(),
        NobodyOnlineText = NobodyOnlineText.Trim(),
        OutsideHoursText = OutsideHoursText.Trim(),
        DistributesAutomatically = DistributesAutomatically,
        MostChatsPerAgent = Number(MostChatsPerAgent),
        GraceMinutes = Number(GraceMinutes),
        OffersServiceSelection = OffersServiceSelection,
        ClosesAfterIdleMinutes = Number(ClosesAfterIdleMinutes),
        Members =
        [
            .. Attendants.Select(id => new SaveChatGroupMember { AgentId = id, IsAttendant = true, IsAdministrator = Administrators.Contains(id) }),
            .. Administrators.Except(Attendants).Select(id => new SaveChatGroupMember { AgentId = id, IsAttendant = false, IsAdministrator = true }),
        ],
    };

    /// <summary>Equal for two forms if they say the same.</summary>
    public string Content =>
        JsonSerializer.Serialize(ToRequest(), ContractJson.Default.SaveChatGroupRequest) + $"|{MostChatsPerAgent}|{GraceMinutes}|{ClosesAfterIdleMinutes}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static bool IsNumber(string text) => string.IsNullOrWhiteSpace(text) || Number(text) is not null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
