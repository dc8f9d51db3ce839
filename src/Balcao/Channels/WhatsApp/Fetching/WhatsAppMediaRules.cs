using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.WhatsApp.Media;

namespace Balcao.Channels.WhatsApp.Fetching;

/// <summary>Which files WhatsApp accepts. Types it does not display are sent as documents.</summary>
internal sealed class WhatsAppMediaRules : IMediaRules
{
    private const string Bytes = "application/octet-stream";

    public long Largest => MediaTypes.LimitOf(MediaKind.Document);

    public string? TypeOf(ReadOnlySpan<byte> head) => MediaSniffing.Sniff(head).MimeType;

    public string ExtensionOf(string mimeType) => MediaTypes.ExtensionOf(mimeType);

    public MediaVerdict Judge(string fileName, string? declaredType, ReadOnlySpan<byte> head, long size, SendAs? sendAs)
    {
        var found = MediaSniffing.Sniff(head);
        var type = TypeOf(fileName, declaredType, found);
        var kind = sendAs switch { SendAs.Document => MediaKind.Document, SendAs.Sticker => MediaKind.Sticker, _ => KindOf(type, found) };
        var name = Named(fileName, type);
        var verdict = new MediaVerdict(Message(kind), type, name);
        // Phones do not play WebM sound recorded by browsers, not even as a document, so it is refused here.
        if (sendAs is null && type is "audio/webm") return verdict with { Refusal = MediaRefusals.Unsupported };

        var faults = MediaTypes.Check(kind, name, type, head, size);
        Refusal? refusal = null;
        if (faults.Contains(MediaFault.Empty)) refusal = MediaRefusals.Empty;
        else if (faults.Contains(MediaFault.TypeNotAllowed)) refusal = MediaRefusals.Unsupported;
        else if (faults.Contains(MediaFault.BytesDisagree) || faults.Contains(MediaFault.ExtensionDisagrees)) refusal = MediaRefusals.Mismatch;
        else if (faults.Contains(MediaFault.TooLarge)) refusal = MediaRefusals.TooLarge(MediaTypes.LimitOf(kind, found.IsAnimated));
        return verdict with { Refusal = refusal };
    }

    /// <summary>The type that the sender declares, otherwise that of the name, otherwise that of the bytes.</summary>
    private static string TypeOf(string fileName, string? declaredType, SniffedMedia found)
    {
        var declared = MediaTypes.Normalize(declaredType);
        if (declared.Length is > 2 and < 160 && declared.Contains('/') && declared != Bytes && declared.All(c => c is > ' ' and < '\x7f')) return declared;
        return MediaTypes.OfFileName(fileName) ?? found.MimeType ?? Bytes;
    }

    private static MediaKind KindOf(string type, SniffedMedia found)
    {
        if (MediaTypes.AllowedFor(MediaKind.Image).Contains(type)) return MediaKind.Image;
        if (MediaTypes.AllowedFor(MediaKind.Video).Contains(type)) return MediaKind.Video;
        // Opus is the only sound in Ogg that WhatsApp plays, and it plays it as a voice note.
        if (type is "audio/ogg") return found is { IsOpus: false, MimeType: "audio/ogg" } ? MediaKind.Document : MediaKind.Voice;
        return MediaTypes.AllowedFor(MediaKind.Audio).Contains(type) ? MediaKind.Audio : MediaKind.Document;
    }

    /// <summary>Adds the type's extension to a name without one: WhatsApp and the customer's phone use the extension.</summary>
    private static string Named(string fileName, string type)
    {
        var name = fileName.Length > 0 ? fileName : "file";
        return Path.HasExtension(name) || MediaTypes.ExtensionOf(type) is ".bin" ? name : name + MediaTypes.ExtensionOf(type);
    }

    private static MessageKind Message(MediaKind kind) => kind switch
    {
        MediaKind.Image => MessageKind.Image,
        MediaKind.Video => MessageKind.Video,
        MediaKind.Audio => MessageKind.Audio,
        MediaKind.Voice => MessageKind.Voice,
        MediaKind.Sticker => MessageKind.Sticker,
        _ => MessageKind.Document,
    };
}
