using System.Buffers.Binary;

namespace Balcao.Attack;

/// <summary>The 54 bytes before the pixels of a Windows bitmap of four bytes a pixel, and no pixels.</summary>
internal static class HollowBmp
{
    private const int HeaderLength = 54;

    public static byte[] Of(int width, int height)
    {
        var file = new byte[HeaderLength];
        "BM"u8.CopyTo(file);
        Write(file, 2, HeaderLength + (4 * width * height));
        Write(file, 10, HeaderLength);
        Write(file, 14, HeaderLength - 14);
        Write(file, 18, width);
        Write(file, 22, height);
        Write(file, 26, 1 | (32 << 16)); // planes, bits of a pixel
        return file;
    }

    private static void Write(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
}
