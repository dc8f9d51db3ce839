using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>
/// Who else than messages uses stored files: <see cref="UploadsSweep"/> keeps their content. A module above that has files of its own
/// implements it.
/// </summary>
public interface IFileUse
{
    /// <summary>Those of the contents that are in use. The unit of work is for all tenants.</summary>
    Task<IReadOnlyList<FileInUse>> FindAsync(BalcaoDb db, IReadOnlyCollection<TenantId> tenants, IReadOnlyCollection<string> hashes, CancellationToken ct);
}

public sealed record FileInUse(TenantId TenantId, string Sha256);
