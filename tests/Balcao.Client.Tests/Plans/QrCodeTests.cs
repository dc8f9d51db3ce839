using System.Text;
using Balcao.Client.Plans;
using QRCoder;

namespace Balcao.Client.Tests.Plans;

public sealed class QrCodeTests
{
    /// <summary>In every version, with every mask that the other implementation chooses for it.</summary>
    [Fact]
    public void A_code_is_that_of_another_implementation()
    {
        using var generator = new QRCodeGenerator();
        var versions = new HashSet<int>();
        for (var length = 1; length <= 412; length++)
        {
            var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 + length * 3) % 26)));
            using var expected = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
            // Whose border of four modules is part of it. The mask is in the three bits after the two of the error correction.
            bool Expected(int x, int y) => expected.ModuleMatrix[y + 4][x + 4];
            var mask = ((Expected(2, 8) ? 4 : 0) | (Expected(3, 8) ? 2 : 0) | (Expected(4, 8) ? 1 : 0)) ^ 0b101;

            var drawn = QrModules.Of(Encoding.ASCII.GetBytes(text), mask)!;

            Assert.Equal(expected.ModuleMatrix.Count, drawn.Size + 8);
            versions.Add(drawn.Size);
            for (var y = 0; y < drawn.Size; y++)
                for (var x = 0; x < drawn.Size; x++) Assert.True(Expected(x, y) == drawn[x, y], $"{length} bytes: {x}, {y}");
        }
        Assert.Equal(15, versions.Count);
    }

    [Fact]
    public void A_text_that_is_too_long_has_none() => Assert.Null(QrCode.Of(new string('a', 413)));

    [Fact]
    public void The_path_has_the_border_that_readers_need()
    {
        var code = QrCode.Of("https://wa.me/551140000500")!;
        Assert.Equal(25 + 2 * 4, code.Size); // version 2
        Assert.StartsWith("M4 4h7v1h-7z", code.Path, StringComparison.Ordinal); // the first corner mark
    }
}
