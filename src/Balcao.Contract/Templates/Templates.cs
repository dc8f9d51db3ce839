namespace Balcao.Contract;

/// <summary>WhatsApp's word on a template. Only an approved one can be sent.</summary>
public enum TemplateStatus
{
    /// <summary>A word WhatsApp has added since; see <see cref="TemplateItem.WhatsAppStatus"/>.</summary>
    Other,
    Approved,
    Pending,
    Rejected,
    Paused,
    Disabled,
    InAppeal,
    PendingDeletion,
}

/// <summary>What a template is for, which decides what it costs.</summary>
public enum TemplateCategory { Other, Marketing, Utility, Authentication }

/// <summary>How people have received it lately.</summary>
public enum TemplateQuality { Unknown, High, Medium, Low }

/// <summary>A template (HSM) of an account, in one language.</summary>
/// <param name="WabaId">WhatsApp's id of the account that has it; all of the account's numbers may send it.</param>
/// <param name="Language">As WhatsApp writes it, which is how it must be sent: <c>pt_BR</c> is not <c>pt</c>.</param>
/// <param name="WhatsAppStatus">WhatsApp's own word, for instance <c>LIMIT_EXCEEDED</c>.</param>
/// <param name="RejectionReason">WhatsApp's word for why, for instance <c>TAG_CONTENT_MISMATCH</c>; null when it gave none.</param>
/// <param name="Components">Header, body, footer and buttons as a JSON array in WhatsApp's own form.</param>
public sealed record TemplateItem(
    TemplateId Id, string WabaId, string Name, string Language, TemplateCategory Category, TemplateStatus Status, string WhatsAppStatus,
    TemplateQuality Quality, string? RejectionReason, string Components);

/// <summary>How fresh an account's list is.</summary>
/// <param name="Numbers">The tenant's numbers of that account.</param>
/// <param name="IsRunning">It is being read from WhatsApp at this moment, or is about to be.</param>
/// <param name="Failure">Why the last reading failed; the list is as it was before.</param>
public sealed record TemplateSource(string WabaId, IReadOnlyList<NumberName> Numbers, DateTimeOffset? SyncedAt, bool IsRunning, TemplateFailure? Failure);

/// <param name="Code">A stable code, for instance <c>templates.tokenExpired</c>.</param>
/// <param name="Reason">The same in words, in the reader's language.</param>
public sealed record TemplateFailure(string Code, string Reason);

public sealed record TemplateList(IReadOnlyList<TemplateItem> Items, IReadOnlyList<TemplateSource> Sources);
