using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Templates;

/// <summary>A message approved beforehand by WhatsApp, in one language: a copy of what the account has there.</summary>
public sealed class Template : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TemplateId Id { get; init; }

    /// <summary>WhatsApp's id of the account; its numbers share the templates.</summary>
    public required string WabaId { get; init; }

    public required string Name { get; init; }

    /// <summary>In the API's spelling (<c>pt_BR</c>), which must match exactly when sending.</summary>
    public required string Language { get; init; }

    /// <summary>WhatsApp's id of it; another one after it was deleted and made anew under the same name.</summary>
    public string? WhatsAppId { get; set; }

    public TemplateCategory Category { get; set; }

    public TemplateStatus Status { get; set; }

    /// <summary>WhatsApp's own word, which may be newer than ours.</summary>
    public required string WhatsAppStatus { get; set; }

    public TemplateQuality Quality { get; set; }

    public string? RejectionReason { get; set; }

    public bool HasNamedParameters { get; set; }

    /// <summary>A JSON array as WhatsApp gave it.</summary>
    public required string Components { get; set; }
}

/// <summary>When an account's templates were last read from WhatsApp, and how that went.</summary>
public sealed class TemplateSync : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required string WabaId { get; init; }

    /// <summary>Since when a reading is due or under way; null: none.</summary>
    public DateTimeOffset? RequestedAt { get; set; }

    public DateTimeOffset? SyncedAt { get; set; }

    /// <summary>Why the last reading failed, as a stable code.</summary>
    public string? FailureCode { get; set; }
}
