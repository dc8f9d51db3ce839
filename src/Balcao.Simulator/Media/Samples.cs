namespace Balcao.Simulator.Media;

/// <summary>A file to send with one click.</summary>
public sealed record Sample(string FileName, string MimeType, byte[] Bytes);

/// <summary>
/// The files embedded in the assembly: a photo, a voice note, a receipt and a sticker, all made for this project.
/// </summary>
public static class Samples
{
    static readonly Lazy<Sample> Picture = Load("picture.jpg", "foto.jpg", "image/jpeg");
    static readonly Lazy<Sample> Voice = Load("voice.ogg", "voz.ogg", "audio/ogg; codecs=opus");
    static readonly Lazy<Sample> Receipt = Load("receipt.pdf", "comprovante.pdf", "application/pdf");
    static readonly Lazy<Sample> Sticker = Load("sticker.webp", "figurinha.webp", "image/webp");

    /// <summary>Null for a type without a sample (video).</summary>
    public static Sample? For(string messageType) => messageType switch
    {
        "image" => Picture.Value,
        "audio" or "voice" => Voice.Value,
        "document" => Receipt.Value,
        "sticker" => Sticker.Value,
        _ => null,
    };

    static Lazy<Sample> Load(string resource, string fileName, string mimeType) => new(() =>
    {
        using var stream = typeof(Samples).Assembly.GetManifestResourceStream("Samples/" + resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Sample(fileName, mimeType, bytes);
    });
}
