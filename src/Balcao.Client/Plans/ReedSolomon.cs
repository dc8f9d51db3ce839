namespace Balcao.Client.Plans;

/// <summary>The check bytes of a QR code: Reed-Solomon over GF(256) with the polynomial 0x11D.</summary>
public static class ReedSolomon
{
    public static byte[] CheckBytesOf(ReadOnlySpan<byte> data, int count)
    {
        var generator = Generator(count);
        var rest = new byte[count];
        foreach (var one in data)
        {
            var factor = (byte)(one ^ rest[0]);
            rest.AsSpan(1).CopyTo(rest);
            rest[^1] = 0;
            for (var i = 0; i < count; i++) rest[i] ^= Multiply(generator[i], factor);
        }
        return rest;
    }

    /// <summary>The product of x - 2^i for i from 0 on, without its first coefficient, which is 1.</summary>
    private static byte[] Generator(int degree)
    {
        var product = new byte[degree];
        product[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
            {
                product[j] = Multiply(product[j], root);
                if (j + 1 < degree) product[j] ^= product[j + 1];
            }
            root = Multiply(root, 2);
        }
        return product;
    }

    private static byte Multiply(byte x, byte y)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--) product = (product << 1) ^ ((product >> 7) * 0x11D) ^ ((y >> bit & 1) * x);
        return (byte)product;
    }
}
