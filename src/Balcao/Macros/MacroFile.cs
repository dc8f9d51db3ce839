using Balcao.Contract;
using Balcao.Platform.Storage;

namespace Balcao.Macros;

/// <summary>A file that is sent with a macro. It was an upload before, and is one again once the macro no longer has it.</summary>
public sealed class MacroFile : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required MacroFileId Id { get; init; }

    public required MacroId MacroId { get; init; }

    /// <summary>Files are sent in this order.</summary>
    public required int Place { get; set; }

    public required MessageKind Kind { get; init; }

    public required string MimeType { get; init; }

    public required string FileName { get; init; }

    public required string Sha256 { get; init; }

    public required long Size { get; init; }
}
