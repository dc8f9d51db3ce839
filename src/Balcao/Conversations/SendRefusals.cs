using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Tenancy;
using NodaTime;

namespace Balcao.Conversations;

/// <summary>Why a message is not accepted for sending.</summary>
public static class SendRefusals
{
    public static Refusal NumberSuspended => new("number.suspended", StatusCodes.Status409Conflict);

    public static Refusal TenantSuspended => new("tenant.suspended", StatusCodes.Status409Conflict);

    public static Refusal WindowNeverOpened => new("window.neverOpened", StatusCodes.Status409Conflict);

    public static Refusal WindowClosed => new("window.closed", StatusCodes.Status409Conflict);

    public static Refusal QuoteNotHere => new("message.quoteNotHere", StatusCodes.Status400BadRequest, "replyTo");

    /// <summary>Deleted for everyone: it can no longer be quoted or reacted to.</summary>
    public static Refusal Revoked => new("message.revoked", StatusCodes.Status409Conflict);

    public static Refusal NotSentYet => new("message.notSentYet", StatusCodes.Status409Conflict);

    public static Refusal NotResendable => new("message.notResendable", StatusCodes.Status409Conflict);

    /// <summary>WhatsApp may still report its outcome.</summary>
    public static Refusal OutcomePending => new("message.outcomePending", StatusCodes.Status409Conflict);

    /// <summary>It was sent, or is being sent.</summary>
    public static Refusal NotCancellable => new("message.notCancellable", StatusCodes.Status409Conflict);

    public static Refusal SeveralContents => new("message.severalContents", StatusCodes.Status400BadRequest, "text");

    public static Refusal NoTextBeside => new("message.noTextBeside", StatusCodes.Status400BadRequest, "text");

    public static Refusal TooMany(string field, int most) => new("message.tooMany", StatusCodes.Status400BadRequest, field, field, most);

    public static Refusal SameTwice(string field) => new("message.sameTwice", StatusCodes.Status400BadRequest, field, field);

    public static Refusal Of(MessageFault fault) => fault.Code switch
    {
        "input.required" => InputRefusals.Required(fault.Field),
        "input.tooLong" => InputRefusals.TooLong(fault.Field, fault.Most!.Value),
        "message.severalContents" => SeveralContents,
        "message.noTextBeside" => NoTextBeside,
        "message.tooMany" => TooMany(fault.Field, fault.Most!.Value),
        "message.sameTwice" => SameTwice(fault.Field),
        _ => InputRefusals.Invalid(fault.Field),
    };

    public static Refusal TooOldToReact => new("message.tooOldToReact", StatusCodes.Status409Conflict);
}

/// <summary>Whether a free-form message may be sent: checked when it is written, and again when it is sent.</summary>
public static class SendRules
{
    public static Refusal? Check(Tenant tenant, Channel channel, Conversation conversation, DateTimeOffset now)
    {
        if (tenant.IsSuspended) return SendRefusals.TenantSuspended;
        if (channel.Status is not NumberStatus.Active) return SendRefusals.NumberSuspended;
        if (!channel.HasWindow) return null;
        if (conversation.WindowEndsAt is not { } endsAt) return SendRefusals.WindowNeverOpened;
        return conversation.CanReplyFreely(now) ? null : SendRefusals.WindowClosed.With(InZone(endsAt, tenant.TimeZone));
    }

    /// <summary>The failure code of a cancelled message: it has failed like others, so that it can be sent again.</summary>
    public const string Cancelled = "send.cancelled";

    /// <summary>The failure code of a message that was allowed when written but is not when sent.</summary>
    public static string FailureCode(Refusal refusal) => refusal.Code switch
    {
        "window.closed" or "window.neverOpened" => "send.windowClosed",
        _ => "send.suspended",
    };

    private static DateTimeOffset InZone(DateTimeOffset instant, string timeZone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is { } zone
            ? Instant.FromDateTimeOffset(instant).InZone(zone).ToDateTimeOffset()
            : instant;
}
