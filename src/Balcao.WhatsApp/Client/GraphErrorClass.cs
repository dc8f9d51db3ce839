namespace Balcao.WhatsApp.Client;

/// <summary>How the sender must handle an error code.</summary>
public enum GraphErrorClass
{
    /// <summary>The code is not in the table: do not retry, show it.</summary>
    Unknown,
    /// <summary>
    /// Token invalid or expired, or a permission is missing: stop sending on the number, raise an alarm, keep the
    /// queue.
    /// </summary>
    Auth,
    /// <summary>A temporary error on Meta's side: try again with back-off.</summary>
    Retry,
    /// <summary>Maintenance or throughput upgrade: try again in a minute.</summary>
    Maintenance,
    /// <summary>The rate limit of the number or account is exceeded: try again, slower.</summary>
    ThrottleNumber,
    /// <summary>The rate limit for this recipient is exceeded: only messages to this recipient wait, 4^n seconds.</summary>
    ThrottleRecipient,
    /// <summary>Spam restriction or messaging limit: hold campaigns, raise an alarm.</summary>
    Hold,
    /// <summary>The setup is wrong (object, display name, payment, registration): alert an administrator.</summary>
    Configuration,
    /// <summary>The same request can never succeed: do not retry.</summary>
    Permanent,
    /// <summary>The 24-hour window is closed: offer a template.</summary>
    WindowClosed,
    /// <summary>Meta chose not to deliver a marketing message: no retry within 24 hours.</summary>
    NotDeliveredByMeta,
    /// <summary>The customer stopped marketing messages: do not send them any.</summary>
    Suppressed,
    /// <summary>The file could not be fetched or uploaded, or its bytes do not match its declared type.</summary>
    MediaProblem,
    /// <summary>Account locked, policy block or forbidden country: stop sending, raise an alarm.</summary>
    AccountLocked,
    /// <summary>The template or its parameters are invalid: show the field.</summary>
    TemplateProblem,
    /// <summary>Template paused or disabled: hold until it is unpaused.</summary>
    TemplatePaused,
    /// <summary>The flow is blocked or throttled: stop sending it.</summary>
    FlowProblem,
    /// <summary>The business-scoped id is not accepted for this message: fall back to the phone number.</summary>
    NeedsPhoneNumber,
    /// <summary>Marketing templates are disabled on the Cloud API: use the Marketing Messages API.</summary>
    NeedsMarketingApi,
    /// <summary>A message to us is unavailable at Meta: show a placeholder.</summary>
    MessageUnavailable,
    /// <summary>The recipient's identity key changed: verify it again.</summary>
    IdentityChanged,
    /// <summary>Registration or two-step PIN: show it to the administrator.</summary>
    Registration,
    /// <summary>
    /// Payments, calling, flows management, blocking, usernames, history: handled by the feature that made the call.
    /// </summary>
    FeatureSpecific,
}
