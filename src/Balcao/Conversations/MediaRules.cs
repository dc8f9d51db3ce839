using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Sound;

namespace Balcao.Conversations;

/// <summary>Which files the channel accepts, and what type bytes really have. The channel implements it.</summary>
public interface IMediaRules
{
    /// <summary>The largest size of a file of any kind, in bytes.</summary>
    long Largest { get; }

    /// <summary>Decides as what kind a file may be sent, or why it may not.</summary>
    /// <param name="declaredType">The type that the sender's browser declares; may be empty.</param>
    /// <param name="head">The first bytes.</param>
    /// <param name="sendAs">Null: by its own type.</param>
    MediaVerdict Judge(string fileName, string? declaredType, ReadOnlySpan<byte> head, long size, SendAs? sendAs);

    /// <summary>The MIME type by the bytes alone; null if not recognised.</summary>
    string? TypeOf(ReadOnlySpan<byte> head);

    /// <summary>The extension, with its dot.</summary>
    string ExtensionOf(string mimeType);
}

/// <param name="FileName">With the extension that belongs to the type.</param>
/// <param name="Refusal">Null if the file may be sent.</param>
public sealed record MediaVerdict(MessageKind Kind, string MimeType, string FileName, Refusal? Refusal = null);

public static class MediaRefusals
{
    public static Refusal TooLarge(long most) => new("media.tooLarge", StatusCodes.Status413PayloadTooLarge, "file", most / 1024 >= 1024 ? $"{most / (1024 * 1024)} MB" : $"{most / 1024} KB");

    /// <summary>The tenant keeps as many bytes as it may; see <see cref="StoredBytes"/>.</summary>
    public static Refusal StorageFull(int megabytes) => new("media.storageFull", StatusCodes.Status409Conflict, "file", megabytes);

    public static Refusal NotMultipart => new("http.415", StatusCodes.Status415UnsupportedMediaType);

    public static Refusal Empty => new("media.empty", StatusCodes.Status400BadRequest, "file");

    /// <summary>WhatsApp does not accept such files.</summary>
    public static Refusal Unsupported => new("media.unsupported", StatusCodes.Status415UnsupportedMediaType, "file");

    /// <summary>Name, declared type and bytes disagree; WhatsApp would accept the file and fail the message later (131053).</summary>
    public static Refusal Mismatch => new("media.mismatch", StatusCodes.Status400BadRequest, "file");

    /// <summary>The recording cannot be converted to a voice note.</summary>
    public static Refusal VoiceUnreadable => new("media.voiceUnreadable", StatusCodes.Status415UnsupportedMediaType, "file");

    public static Refusal VoiceTooLong => new("media.voiceTooLong", StatusCodes.Status413PayloadTooLarge, "file", VoiceNote.Longest.TotalMinutes);

    public static Refusal UploadNotFound => new("media.uploadNotFound", StatusCodes.Status404NotFound, "uploadId");

    public static Refusal NoCaption => new("media.noCaption", StatusCodes.Status400BadRequest, "text");

    public static Refusal NotFetchable => new("media.notFetchable", StatusCodes.Status409Conflict);
}
