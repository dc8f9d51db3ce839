namespace Balcao.Client.Plans;

/// <summary>
/// The modules of a QR code (ISO/IEC 18004) in byte mode with error correction M, which repairs 15 %. Written here, because the
/// packages for it bring drawing libraries of a megabyte into the browser.
/// </summary>
public sealed class QrModules
{
    // By version, from 1 on, for error correction M: check bytes of a block, and blocks (table 9 of the standard).
    private static ReadOnlySpan<byte> CheckBytes => [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];

    private static ReadOnlySpan<byte> Blocks => [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];

    private readonly int _version;
    private readonly bool[,] _isDark;
    private readonly bool[,] _isFixed;

    private QrModules(int version)
    {
        _version = version;
        Size = 17 + 4 * version;
        (_isDark, _isFixed) = (new bool[Size, Size], new bool[Size, Size]);
    }

    public int Size { get; }

    /// <summary>Whether the module is dark.</summary>
    public bool this[int x, int y] => _isDark[x, y];

    /// <param name="mask">0 to 7; null: the one that is easiest to read.</param>
    /// <returns>Null: too long, above 412 bytes.</returns>
    public static QrModules? Of(ReadOnlySpan<byte> content, int? mask = null)
    {
        var version = 1;
        while (version <= Blocks.Length && HeaderBits(version) + 8 * content.Length > 8 * DataBytes(version)) version++;
        if (version > Blocks.Length) return null;
        var all = WithCheckBytes(Encode(content, version), version);
        var masks = mask is { } one ? [one] : Enumerable.Range(0, 8);
        return masks.Select(m => Draw(all, version, m)).MinBy(drawn => drawn.Penalty());
    }

    private static int HeaderBits(int version) => 4 + (version < 10 ? 8 : 16);

    private static int DataBytes(int version) => AllBytes(version) - CheckBytes[version - 1] * Blocks[version - 1];

    /// <summary>All modules less those of fixed patterns, in bytes.</summary>
    private static int AllBytes(int version)
    {
        var modules = (16 * version + 128) * version + 64;
        if (version >= 2)
        {
            var aligned = version / 7 + 2;
            modules -= (25 * aligned - 10) * aligned - 55;
        }
        return (version >= 7 ? modules - 36 : modules) / 8;
    }

    private static byte[] Encode(ReadOnlySpan<byte> content, int version)
    {
        const int ByteMode = 0b0100;
        var data = new byte[DataBytes(version)];
        var at = 0;
        Append(ByteMode, 4);
        Append(content.Length, HeaderBits(version) - 4);
        foreach (var one in content) Append(one, 8);
        // The end is four zeros, or fewer; then the rest of the byte, and two bytes in turn.
        var used = Math.Min(at + 4, 8 * data.Length);
        for (var (i, isFirst) = ((used + 7) / 8, true); i < data.Length; i++, isFirst = !isFirst) data[i] = (byte)(isFirst ? 0xEC : 0x11);
        return data;

        void Append(int value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--, at++) data[at / 8] |= (byte)((value >> bit & 1) << (7 - at % 8));
        }
    }

    /// <summary>Cut into blocks with check bytes of their own; then the blocks take turns.</summary>
    private static byte[] WithCheckBytes(byte[] data, int version)
    {
        var (count, check, all) = (Blocks[version - 1], CheckBytes[version - 1], AllBytes(version));
        var (blocks, checks, at) = (new List<byte[]>(), new List<byte[]>(), 0);
        for (var i = 0; i < count; i++)
        {
            var length = all / count - check + (i < count - all % count ? 0 : 1);
            blocks.Add(data[at..(at + length)]);
            checks.Add(ReedSolomon.CheckBytesOf(blocks[i], check));
            at += length;
        }
        return [.. InTurn(blocks), .. InTurn(checks)];
    }

    private static IEnumerable<byte> InTurn(List<byte[]> blocks) =>
        Enumerable.Range(0, blocks.Max(block => block.Length)).SelectMany(i => blocks.Where(block => i < block.Length).Select(block => block[i]));

    private static QrModules Draw(byte[] all, int version, int mask)
    {
        var drawn = new QrModules(version);
        drawn.DrawPatterns();
        drawn.DrawFormat(mask);
        drawn.DrawVersion();
        drawn.DrawData(all, mask);
        return drawn;
    }

    private void Fix(int x, int y, bool isDark)
    {
        if (x < 0 || y < 0 || x >= Size || y >= Size) return;
        (_isDark[x, y], _isFixed[x, y]) = (isDark, true);
    }

    private void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Fix(6, i, i % 2 == 0);
            Fix(i, 6, i % 2 == 0);
        }
        Square(3, 3, 4, ring => ring is not (2 or 4));
        Square(Size - 4, 3, 4, ring => ring is not (2 or 4));
        Square(3, Size - 4, 4, ring => ring is not (2 or 4));
        var positions = AlignedAt();
        foreach (var x in positions)
            foreach (var y in positions)
                if ((x, y) != (6, 6) && (x, y) != (6, Size - 7) && (x, y) != (Size - 7, 6)) Square(x, y, 2, ring => ring != 1);
    }

    private void Square(int x, int y, int radius, Func<int, bool> isDark)
    {
        for (var dx = -radius; dx <= radius; dx++)
            for (var dy = -radius; dy <= radius; dy++) Fix(x + dx, y + dy, isDark(Math.Max(Math.Abs(dx), Math.Abs(dy))));
    }

    /// <summary>The centres of the alignment patterns, in both directions.</summary>
    private int[] AlignedAt()
    {
        if (_version == 1) return [];
        var count = _version / 7 + 2;
        var step = (_version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
        return [6, .. Enumerable.Range(0, count - 1).Select(i => Size - 7 - i * step)];
    }

    private void DrawFormat(int mask)
    {
        // M is 00; ten check bits, and a pattern so that it is never all light.
        var check = mask;
        for (var i = 0; i < 10; i++) check = (check << 1) ^ ((check >> 9) * 0x537);
        var bits = ((mask << 10) | check) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var isDark = (bits >> i & 1) == 1;
            var (x, y) = i switch { < 6 => (8, i), 6 => (8, 7), 7 => (8, 8), 8 => (7, 8), _ => (14 - i, 8) };
            Fix(x, y, isDark);
            if (i < 8) Fix(Size - 1 - i, 8, isDark);
            else Fix(8, Size - 15 + i, isDark);
        }
        Fix(8, Size - 8, true);
    }

    private void DrawVersion()
    {
        if (_version < 7) return;
        var check = _version;
        for (var i = 0; i < 12; i++) check = (check << 1) ^ ((check >> 11) * 0x1F25);
        var bits = (_version << 12) | check;
        for (var i = 0; i < 18; i++)
        {
            Fix(Size - 11 + i % 3, i / 3, (bits >> i & 1) == 1);
            Fix(i / 3, Size - 11 + i % 3, (bits >> i & 1) == 1);
        }
    }

    /// <summary>In pairs of columns from the right, up and down in turn.</summary>
    private void DrawData(byte[] all, int mask)
    {
        var at = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            var isUpward = (right + 1 & 2) == 0;
            for (var step = 0; step < Size; step++)
            {
                var y = isUpward ? Size - 1 - step : step;
                foreach (var x in (ReadOnlySpan<int>)[right, right - 1])
                {
                    if (_isFixed[x, y]) continue;
                    // What remains after the last byte is light.
                    var isDark = at < 8 * all.Length && (all[at / 8] >> (7 - at % 8) & 1) == 1;
                    at++;
                    _isDark[x, y] = isDark ^ IsInverted(mask, x, y);
                }
            }
        }
    }

    private static bool IsInverted(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2,
        1 => y % 2,
        2 => x % 3,
        3 => (x + y) % 3,
        4 => (x / 3 + y / 2) % 2,
        5 => x * y % 2 + x * y % 3,
        6 => (x * y % 2 + x * y % 3) % 2,
        _ => ((x + y) % 2 + x * y % 3) % 2,
    } == 0;

    /// <summary>How hard it is to read: long runs, squares of one colour, what looks like a corner mark, and too much of one colour.</summary>
    private int Penalty()
    {
        var (penalty, dark) = (0, 0);
        for (var line = 0; line < Size; line++) penalty += PenaltyOf(i => _isDark[i, line]) + PenaltyOf(i => _isDark[line, i]);
        for (var x = 0; x < Size; x++)
        {
            for (var y = 0; y < Size; y++)
            {
                if (_isDark[x, y]) dark++;
                if (x > 0 && y > 0 && _isDark[x, y] == _isDark[x - 1, y] && _isDark[x, y] == _isDark[x, y - 1] && _isDark[x, y] == _isDark[x - 1, y - 1]) penalty += 3;
            }
        }
        return penalty + Math.Abs(dark * 20 / (Size * Size) - 10) * 10;
    }

    private int PenaltyOf(Func<int, bool> isDark)
    {
        const int MarkThenLight = 0b10111010000, LightThenMark = 0b00001011101;
        var (penalty, run, last11) = (0, 0, 0);
        for (var i = 0; i < Size; i++)
        {
            run = i > 0 && isDark(i) == isDark(i - 1) ? run + 1 : 1;
            if (run == 5) penalty += 3;
            else if (run > 5) penalty++;
            last11 = (last11 << 1 | (isDark(i) ? 1 : 0)) & 0b111_1111_1111;
            if (i >= 10 && last11 is MarkThenLight or LightThenMark) penalty += 40;
        }
        return penalty;
    }
}
