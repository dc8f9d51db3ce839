using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Templates;

/// <summary>A message text approved by WhatsApp, in one language: a copy of the account's template.</summary>
public sealed class Template : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TemplateId Id { get; init; }

    /// <summary>WhatsApp's id of the account; its numbers share the templates.</summary>
    public required string WabaId { get; init; }

    public required string Name { get; init; }

    /// <summary>In the API's spelling (<c>pt_BR</c>), which must match exactly when sending.</summary>
    public required string Language { get; init; }

    /// <summary>WhatsApp's id of the template; it changes if the template is deleted and created again with the same name.</summary>
    public string? WhatsAppId { get; set; }

    public TemplateCategory Category { get; set; }

    public TemplateStatus Status { get; set; }

    /// <summary>WhatsApp's own term, which may be newer than our list.</summary>
    public required string WhatsAppStatus { get; set; }

    public TemplateQuality Quality { get; set; }

    public string? RejectionReason { get; set; }

    public bool HasNamedParameters { get; set; }

    /// <summary>A JSON array as received from WhatsApp.</summary>
    public required string Components { get; set; }
}

/// <summary>When an account's templates were last read from WhatsApp, and the result.</summary>
public sealed class TemplateSync : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Since when a reading is requested or running; null if none is.</summary>
    public DateTimeOffset? RequestedAt { get; set; }

    public DateTimeOffset? SyncedAt { get; set; }

    /// <summary>Why the last reading failed, as a stable code.</summary>
    public string? FailureCode { get; set; }
}
