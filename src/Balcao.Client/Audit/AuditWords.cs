using System.Collections.Frozen;
using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Audit;

/// <summary>The audit trail's subjects, fields and values in the reader's language. What has no text yet is shown by its name in the API.</summary>
public static class AuditWords
{
    /// <summary>The kinds of subjects that the filter offers.</summary>
    public static IReadOnlyList<string> Subjects { get; } =
    [
        "agent", "apiToken", "category", "chatGroup", "field", "hours", "macro", "metaRate", "number", "planRequest", "savedView", "target", "tenant", "ticket",
    ];

    public static FrozenSet<string> Fields { get; } = FrozenSet.Create(
        "accessToken", "actions", "administrators", "attendants", "chatGroup", "choices", "closesAfterIdleMinutes", "currency", "dates", "displayName", "distributesAutomatically", "effectiveMonth", "email", "endText", "fieldKind", "files", "filter",
        "graceMinutes", "highTarget", "holidays", "isAlwaysOpen", "isEnabled", "isWhatsAppCompatible", "lowTarget", "message", "mostChats", "mostChatsPerAgent", "name", "nobodyOnlineText", "normalTarget", "offersServiceSelection",
        "outsideHoursText", "path", "phoneNumberId", "price", "queueText", "reason", "releasedNumber", "requestKind", "requestStatus", "role", "scopes", "secret", "startText", "text", "timeZone", "urgentTarget", "wabaId", "weekly", "wishedMonth", "wishedPlan");

    /// <summary>The event itself does not say of what.</summary>
    public static bool IsOfSettings(SecurityEventKind kind) =>
        kind is SecurityEventKind.SettingCreated or SecurityEventKind.SettingChanged or SecurityEventKind.SettingDeleted;

    public static string EventOf(AuditItem item, IStringLocalizer<Text> text) => IsOfSettings(item.Kind) && item.Subject?.Kind is { } kind
        ? $"{SubjectOf(kind, text)}: {text["AuditKind." + item.Kind].Value.ToLower(System.Globalization.CultureInfo.CurrentCulture)}"
        : text["AuditKind." + item.Kind];

    public static string SubjectOf(string kind, IStringLocalizer<Text> text) => Subjects.Contains(kind) ? text["AuditSubject." + kind] : kind;

    public static string FieldOf(string field, IStringLocalizer<Text> text) => Fields.Contains(field) ? text["AuditField." + field] : field;

    public static string ValueOf(string field, string value, IStringLocalizer<Text> text) => (field, value) switch
    {
        (_, "true") => text["Audit.Yes"],
        (_, "false") => text["Audit.No"],
        ("role", _) when Enum.TryParse<Role>(value, out var role) => text["Role." + role],
        ("scopes", _) => string.Join(", ", value.Split(' ').Select(scope => Permission.OfTenants.Contains(scope) ? text["Scope." + scope].Value : scope)),
        ("fieldKind", _) when Enum.TryParse<TicketFieldKind>(value, out var kind) => text["TicketFieldKind." + kind],
        ("weekly" or "dates", _) => AuditValues.OfHours(value, text),
        ("holidays", _) => AuditValues.OfHolidays(value, text),
        ("filter", _) => AuditValues.OfFilter(value, text),
        ("requestKind", _) when Enum.TryParse<PlanRequestKind>(value, out var kind) => text["AuditRequestKind." + kind],
        ("requestStatus", _) when Enum.TryParse<PlanRequestStatus>(value, out var status) => text["AuditRequestStatus." + status],
        ("actions", _) => Macros.MacroWords.OfAudited(value, text),
        _ => value,
    };
}
