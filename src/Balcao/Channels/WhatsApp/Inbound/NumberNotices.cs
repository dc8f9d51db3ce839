using System.Globalization;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.WhatsApp.Webhooks;

namespace Balcao.Channels.WhatsApp.Inbound;

/// <summary>What WhatsApp reports about a number or its account, in Balcao's terms.</summary>
/// <param name="Display">Only the number with this display form; null: all numbers of the account.</param>
/// <param name="PhoneNumberId">Only the number with this id of WhatsApp's.</param>
internal sealed record NoticeOfNumber(
    NumberNoticeKind Kind, NoticeSeverity Severity, string Code, string? Detail, string? Display = null, string? PhoneNumberId = null)
{
    /// <summary>As <see cref="Numbers.NumberNotice.Topic"/>: a notice ends only earlier ones of its topic.</summary>
    public string Topic { get; init; } = "";

    public DateTimeOffset? Until { get; init; }
}

internal static class NumberNotices
{
    /// <summary>Empty for a field that is not about a number's health.</summary>
    public static IReadOnlyList<NoticeOfNumber> Of(FieldChange? change) => change switch
    {
        PhoneNumberQualityChange quality => OfQuality(quality),
        BusinessCapabilityChange { MaxDailyConversations: { } limit } => [new(NumberNoticeKind.Limit, NoticeSeverity.Info, Tier(limit), null)],
        PhoneNumberNameChange name =>
        [
            new(NumberNoticeKind.Name, name.Decision is "REJECTED" ? NoticeSeverity.Warning : NoticeSeverity.Info, name.Decision ?? Unnamed,
                Join(name.RequestedName, name.RejectionReason is "NONE" ? null : name.RejectionReason), name.DisplayPhoneNumber),
        ],
        BusinessUsernameChange username => [new(NumberNoticeKind.Username, NoticeSeverity.Info, username.Status ?? Unnamed, username.Username, username.DisplayPhoneNumber)],
        SecurityChange security => [new(NumberNoticeKind.Security, NoticeSeverity.Warning, security.Event ?? Unnamed, null, security.DisplayPhoneNumber)],
        AccountReviewChange review =>
            [new(NumberNoticeKind.Review, review.Decision is "REJECTED" ? NoticeSeverity.Critical : NoticeSeverity.Info, review.Decision ?? Unnamed, null)],
        AccountChange { Event: "ACCOUNT_RESTRICTION", Restrictions: [_, ..] restrictions } account => [.. restrictions.Select(r => OfRestriction(account, r))],
        AccountChange account =>
        [
            new(NumberNoticeKind.Account, SeverityOf(account), account.Event ?? Unnamed,
                Join(account.BanState, account.BanDate, account.ViolationType, account.Country), account.PhoneNumber) { Topic = TopicOf(account) },
        ],
        AccountAlert alert =>
        [
            new(NumberNoticeKind.Alert, SeverityOf(alert.Severity), alert.Type ?? Unnamed, Join(alert.Status, alert.Description),
                PhoneNumberId: alert.EntityType is "PHONE_NUMBER" ? alert.EntityId : null) { Topic = TopicOf(alert) },
        ],
        _ => [],
    };

    public static IReadOnlyList<NoticeOfNumber> Of(WebhookError error) =>
        [new(NumberNoticeKind.Error, NoticeSeverity.Warning, CodeOf(error), error.Details ?? error.Message ?? error.Title)];

    /// <summary>The business did not share its history, or WhatsApp could not send it.</summary>
    public static IReadOnlyList<NoticeOfNumber> OfDeclinedHistory(IReadOnlyList<WebhookError> errors) =>
        [.. errors.Take(1).Select(e => new NoticeOfNumber(NumberNoticeKind.History, NoticeSeverity.Info, CodeOf(e), e.Details ?? e.Message ?? e.Title))];

    private const string Unnamed = "UNKNOWN", Standing = "standing";

    private static List<NoticeOfNumber> OfQuality(PhoneNumberQualityChange quality)
    {
        List<NoticeOfNumber> notices = [];
        if (quality.Event is { } told)
            notices.Add(new(NumberNoticeKind.Quality, told is "FLAGGED" or "DOWNGRADE" ? NoticeSeverity.Warning : NoticeSeverity.Info, told, null, quality.DisplayPhoneNumber)
            {
                Topic = told switch { "FLAGGED" or "UNFLAGGED" => "flag", "UPGRADE" or "DOWNGRADE" => "limit", _ => Topic(told) },
            });
        if ((quality.MaxDailyConversations ?? quality.CurrentLimit) is { } limit)
            notices.Add(new(NumberNoticeKind.Limit, NoticeSeverity.Info, Tier(limit), quality.OldLimit is { } old ? Tier(old) : null, quality.DisplayPhoneNumber));
        return notices;
    }

    /// <summary>Restrictions of several types hold at the same time, each until it expires or the account is reinstated.</summary>
    private static NoticeOfNumber OfRestriction(AccountChange account, AccountRestriction restriction) => new(
        NumberNoticeKind.Account, SeverityOf(account), account.Event!,
        Join(restriction.Type, restriction.ExpiresAt is null ? restriction.Expiration : null, account.Country), account.PhoneNumber)
    {
        Topic = Topic($"{Standing}.restriction.{restriction.Type ?? Unnamed}"), Until = restriction.ExpiresAt,
    };

    /// <summary>
    /// Meta reports everything about an account by one field. News without consequence must not hide a ban, and a reinstated account
    /// is free of bans, restrictions and violations (Meta, account_update webhook, Dec 2025).
    /// </summary>
    private static string TopicOf(AccountChange account) => account.Event switch
    {
        "DISABLED_UPDATE" => account.BanState is "REINSTATE" ? Standing : Standing + ".ban",
        "ACCOUNT_RESTRICTION" => Standing + ".restriction." + Unnamed,
        "ACCOUNT_VIOLATION" => Standing + ".violation",
        "ACCOUNT_DELETED" or "ACCOUNT_OFFBOARDED" or "ACCOUNT_RECONNECTED" or "PARTNER_ADDED" or "PARTNER_REMOVED"
            or "PARTNER_APP_INSTALLED" or "PARTNER_APP_UNINSTALLED" => "access",
        var other => Topic(other ?? Unnamed),
    };

    private static string TopicOf(AccountAlert alert) => alert.Type switch
    {
        "OBA_APPROVED" or "OBA_REJECTED" => "oba",
        { } type when type.StartsWith("INCREASED_CAPABILITIES_", StringComparison.Ordinal) => "capabilities",
        var other => Topic(other ?? Unnamed),
    };

    /// <summary>As wide as the column.</summary>
    private static string Topic(string name) => Clip.To(name, 80);

    /// <summary>Meta documents this as a number but sends words, or the reverse (Dec 2025): returns the newer word.</summary>
    internal static string Tier(string limit) => limit.Trim().ToUpperInvariant() switch
    {
        "-1" or "TIER_NOT_LIMITED" or "UNLIMITED" => "TIER_UNLIMITED",
        var word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 1 and < 1e9
            ? number >= 1000 && number % 1000 == 0
                ? string.Create(CultureInfo.InvariantCulture, $"TIER_{number / 1000:0}K")
                : string.Create(CultureInfo.InvariantCulture, $"TIER_{number:0}")
            : word,
    };

    private static NoticeSeverity SeverityOf(AccountChange account) => account.Event switch
    {
        "DISABLED_UPDATE" => account.BanState is "REINSTATE" ? NoticeSeverity.Info : NoticeSeverity.Critical,
        "ACCOUNT_DELETED" or "ACCOUNT_RESTRICTION" or "ACCOUNT_OFFBOARDED" => NoticeSeverity.Critical,
        "ACCOUNT_VIOLATION" or "PARTNER_REMOVED" or "PARTNER_APP_UNINSTALLED" => NoticeSeverity.Warning,
        _ => NoticeSeverity.Info,
    };

    private static NoticeSeverity SeverityOf(string? severity) => severity switch
    {
        "CRITICAL" => NoticeSeverity.Critical,
        "WARNING" => NoticeSeverity.Warning,
        _ => NoticeSeverity.Info,
    };

    private static string CodeOf(WebhookError error) => error.Code?.ToString(CultureInfo.InvariantCulture) ?? Unnamed;

    private static string? Join(params IEnumerable<string?> parts) =>
        string.Join(" · ", parts.Where(p => !string.IsNullOrWhiteSpace(p))) is { Length: > 0 } joined ? joined : null;
}
