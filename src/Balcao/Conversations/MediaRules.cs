using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Conversations;

/// <summary>What the channel takes as a file, and what bytes really are. The channel implements it.</summary>
public interface IMediaRules
{
    /// <summary>Bytes of the largest file of any kind.</summary>
    long Largest { get; }

    /// <summary>As what a file may be sent, or why it may not.</summary>
    /// <param name="declaredType">What the sender's browser says it is; may be empty.</param>
    /// <param name="head">Its beginning.</param>
    /// <param name="sendAs">Null: as what it is.</param>
    MediaVerdict Judge(string fileName, string? declaredType, ReadOnlySpan<byte> head, long size, SendAs? sendAs);

    /// <summary>MIME type by the bytes alone; null: not recognised.</summary>
    string? TypeOf(ReadOnlySpan<byte> head);

    /// <summary>With its dot.</summary>
    string ExtensionOf(string mimeType);
}

/// <param name="FileName">With the extension that the type needs.</param>
/// <param name="Refusal">Null: it may be sent.</param>
public sealed record MediaVerdict(MessageKind Kind, string MimeType, string FileName, Refusal? Refusal = null);

public static class MediaRefusals
{
    public static Refusal TooLarge(long most) => new("media.tooLarge", StatusCodes.Status413PayloadTooLarge, "file", most / 1024 >= 1024 ? $"{most / (1024 * 1024)} MB" : $"{most / 1024} KB");

    public static Refusal NotMultipart => new("http.415", StatusCodes.Status415UnsupportedMediaType);

    public static Refusal Empty => new("media.empty", StatusCodes.Status400BadRequest, "file");

    /// <summary>WhatsApp takes no such file.</summary>
    public static Refusal Unsupported => new("media.unsupported", StatusCodes.Status415UnsupportedMediaType, "file");

    /// <summary>Name, declared type and bytes disagree; WhatsApp would take it and fail the message later (131053).</summary>
    public static Refusal Mismatch => new("media.mismatch", StatusCodes.Status400BadRequest, "file");

    /// <summary>No recording that can be made a voice note.</summary>
    public static Refusal VoiceUnreadable => new("media.voiceUnreadable", StatusCodes.Status415UnsupportedMediaType, "file");

    public static Refusal UploadNotFound => new("media.uploadNotFound", StatusCodes.Status404NotFound, "uploadId");

    public static Refusal NoCaption => new("media.noCaption", StatusCodes.Status400BadRequest, "text");

    public static Refusal NotFetchable => new("media.notFetchable", StatusCodes.Status409Conflict);
}
