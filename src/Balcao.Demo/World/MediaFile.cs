using System.Security.Cryptography;
using Balcao.Contract;
using Balcao.Simulator.Media;

namespace Balcao.Demo.World;

/// <summary>A file that customers and agents of the demo send; the files were made for this project.</summary>
internal sealed class MediaFile(MessageKind kind, string fileName, string mimeType, Func<byte[]> read)
{
    private readonly Lazy<byte[]> _bytes = new(read);

    public static readonly MediaFile Fridge = Embedded(MessageKind.Image, "fridge.jpg", "geladeira.jpg", "image/jpeg");
    public static readonly MediaFile Sofa = Embedded(MessageKind.Image, "sofa.jpg", "sofa.jpg", "image/jpeg");
    public static readonly MediaFile Box = Embedded(MessageKind.Image, "box.jpg", "caixa.jpg", "image/jpeg");
    public static readonly MediaFile Shelf = Embedded(MessageKind.Image, "shelf.jpg", "estante.jpg", "image/jpeg");
    public static readonly MediaFile Manual = Embedded(MessageKind.Document, "manual.pdf", "Montagem da estante Araucária.pdf", "application/pdf");
    public static readonly MediaFile Receipt = OfSimulator(MessageKind.Document, "document", "comprovante-pix.pdf");
    public static readonly MediaFile Voice = OfSimulator(MessageKind.Voice, "voice", "audio.ogg");
    public static readonly MediaFile Sticker = OfSimulator(MessageKind.Sticker, "sticker", "figurinha.webp");

    public MessageKind Kind => kind;

    public string FileName => fileName;

    public string MimeType => mimeType;

    public byte[] Bytes => _bytes.Value;

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    private static MediaFile Embedded(MessageKind kind, string resource, string fileName, string mimeType) => new(kind, fileName, mimeType, () =>
    {
        using var stream = typeof(MediaFile).Assembly.GetManifestResourceStream("Files/" + resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    private static MediaFile OfSimulator(MessageKind kind, string type, string fileName) =>
        new(kind, fileName, Samples.For(type)!.MimeType, () => Samples.For(type)!.Bytes);
}
