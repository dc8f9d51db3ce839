using Balcao.Contract;
using Balcao.Platform;

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
