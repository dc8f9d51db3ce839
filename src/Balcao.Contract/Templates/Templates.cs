namespace Balcao.Contract;

/// <summary>WhatsApp's status of a template. Only an approved template can be sent.</summary>
public enum TemplateStatus
{
    /// <summary>A status that this version does not know; see <see cref="TemplateItem.WhatsAppStatus"/>.</summary>
    Other,
    Approved,
    Pending,
    Rejected,
    Paused,
    Disabled,
    InAppeal,
    PendingDeletion,
}

/// <summary>The purpose of a template, which decides its price.</summary>
public enum TemplateCategory { Other, Marketing, Utility, Authentication }

/// <summary>WhatsApp's rating of how recipients recently reacted to the template.</summary>
public enum TemplateQuality { Unknown, High, Medium, Low }

/// <summary>A template (HSM) of a WABA, in one language.</summary>
/// <param name="WabaId">WhatsApp's id of the WABA that has the template; all numbers of the WABA may send it.</param>
/// <param name="Language">As WhatsApp writes it and as it must be sent: <c>pt_BR</c> is not <c>pt</c>.</param>
/// <param name="WhatsAppStatus">WhatsApp's own value, for instance <c>LIMIT_EXCEEDED</c>.</param>
/// <param name="RejectionReason">WhatsApp's reason, for instance <c>TAG_CONTENT_MISMATCH</c>; null if it gave none.</param>
/// <param name="Components">Header, body, footer and buttons as a JSON array in WhatsApp's format.</param>
public sealed record TemplateItem(
    TemplateId Id, string WabaId, string Name, string Language, TemplateCategory Category, TemplateStatus Status, string WhatsAppStatus,
    TemplateQuality Quality, string? RejectionReason, string Components);

/// <summary>How current the list of templates of a WABA is.</summary>
/// <param name="Numbers">The tenant's numbers of that WABA.</param>
/// <param name="IsRunning">True: the list is being read from WhatsApp, or will be soon.</param>
/// <param name="Failure">Why the last reading failed; it left the list unchanged.</param>
public sealed record TemplateSource(string WabaId, IReadOnlyList<NumberName> Numbers, DateTimeOffset? SyncedAt, bool IsRunning, TemplateFailure? Failure);

/// <param name="Code">A stable code, for instance <c>templates.tokenExpired</c>.</param>
/// <param name="Reason">The reason in the reader's language.</param>
public sealed record TemplateFailure(string Code, string Reason);

public sealed record TemplateList(IReadOnlyList<TemplateItem> Items, IReadOnlyList<TemplateSource> Sources);
