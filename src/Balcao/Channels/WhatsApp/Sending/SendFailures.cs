using Balcao.WhatsApp.Client;

namespace Balcao.Channels.WhatsApp.Sending;

/// <summary>
/// Balcao's stable codes for why a message was not sent. Their sentences, with the next step, are in
/// <c>Platform/Refusals.resx</c>. Meta's own code is stored too.
/// </summary>
internal static class SendFailures
{
    public const string WindowClosed = "send.windowClosed";
    public const string Suspended = "send.suspended";
    public const string TokenExpired = "send.tokenExpired";
    public const string AccountLocked = "send.accountLocked";
    public const string NumberMisconfigured = "send.numberMisconfigured";
    public const string NumberRestricted = "send.numberRestricted";
    public const string RecipientUnavailable = "send.recipientUnavailable";
    public const string RecipientBlocked = "send.recipientBlocked";
    public const string RecipientNotAllowed = "send.recipientNotAllowed";
    public const string NoRecipient = "send.noRecipient";
    public const string IdentityChanged = "send.identityChanged";
    public const string NeedsPhone = "send.needsPhone";
    public const string OptedOut = "send.optedOut";
    public const string NotDeliveredByMeta = "send.notDeliveredByMeta";
    public const string MediaRejected = "send.mediaRejected";
    public const string FileMissing = "send.fileMissing";
    public const string TemplateRejected = "send.templateRejected";
    public const string Throttled = "send.throttled";
    public const string Unavailable = "send.unavailable";
    public const string Refused = "send.refused";

    /// <summary>For the code of a failed status: the message is not retried.</summary>
    public static string CodeFor(int? whatsAppCode) =>
        whatsAppCode is { } code ? CodeFor(GraphErrors.Classify(code), code) : Refused;

    public static string CodeFor(GraphErrorClass errorClass, int? whatsAppCode) => errorClass switch
    {
        GraphErrorClass.WindowClosed => WindowClosed,
        GraphErrorClass.Auth => TokenExpired,
        GraphErrorClass.AccountLocked => AccountLocked,
        GraphErrorClass.Hold => NumberRestricted,
        GraphErrorClass.Configuration when whatsAppCode is 131030 => RecipientNotAllowed,
        GraphErrorClass.Configuration or GraphErrorClass.Registration => NumberMisconfigured,
        GraphErrorClass.Permanent => whatsAppCode switch
        {
            131026 => RecipientUnavailable,
            130403 => RecipientBlocked,
            _ => Refused,
        },
        GraphErrorClass.NotDeliveredByMeta => NotDeliveredByMeta,
        GraphErrorClass.Suppressed => OptedOut,
        GraphErrorClass.MediaProblem => MediaRejected,
        GraphErrorClass.TemplateProblem or GraphErrorClass.TemplatePaused => TemplateRejected,
        GraphErrorClass.NeedsPhoneNumber => NeedsPhone,
        GraphErrorClass.IdentityChanged => IdentityChanged,
        GraphErrorClass.ThrottleNumber or GraphErrorClass.ThrottleRecipient => Throttled,
        GraphErrorClass.Retry or GraphErrorClass.Maintenance => Unavailable,
        _ => Refused,
    };
}
