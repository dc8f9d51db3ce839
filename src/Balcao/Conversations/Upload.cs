using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>A file uploaded for a message that is not written yet.</summary>
public sealed class Upload : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required UploadId Id { get; init; }

    public required AgentId AgentId { get; init; }

    public required MessageKind Kind { get; init; }

    public required string MimeType { get; init; }

    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public required long Size { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
