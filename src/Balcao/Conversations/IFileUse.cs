using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Conversations;

/// <summary>
/// What uses stored files besides messages and uploads: <see cref="UploadsSweep"/> keeps their content, and <see cref="StoredBytes"/>
/// counts it. A module above that has files of its own implements it.
/// </summary>
public interface IFileUse
{
    IQueryable<FileInUse> Of(BalcaoDb db);
}

/// <summary>With initializers, so that the database filters and counts by its members.</summary>
public sealed record FileInUse
{
    public required TenantId TenantId { get; init; }

    public required string Sha256 { get; init; }

    public required long Size { get; init; }
}
