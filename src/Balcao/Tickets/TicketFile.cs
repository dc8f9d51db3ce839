using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;

namespace Balcao.Tickets;

/// <summary>The file of a note. The file of an answer is its message's.</summary>
public sealed class TicketFile : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required TicketActionId ActionId { get; init; }

    public required string MimeType { get; init; }

    public required string FileName { get; init; }

    /// <summary>The key of the stored content.</summary>
    public required string Sha256 { get; init; }

    public required long Size { get; init; }

    /// <summary>From then on the file belongs to the note, and the caller deletes the upload.</summary>
    public static TicketFile Of(TicketActionId note, Upload upload) => new()
    {
        TenantId = upload.TenantId, ActionId = note, MimeType = upload.MimeType, FileName = upload.FileName, Sha256 = upload.Sha256, Size = upload.Size,
    };

    public TicketFileItem ToItem(TicketId ticket) => new($"/api/tickets/{ticket}/actions/{ActionId}/file", MimeType, FileName, Size);
}

internal sealed class TicketFileUse : IFileUse
{
    public IQueryable<FileInUse> Of(BalcaoDb db) => db.TicketFiles.Select(f => new FileInUse { TenantId = f.TenantId, Sha256 = f.Sha256, Size = f.Size });
}
