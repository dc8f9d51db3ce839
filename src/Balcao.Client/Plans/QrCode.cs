using System.Text;

namespace Balcao.Client.Plans;

/// <summary>A QR code as the path of an SVG: one unit is one module.</summary>
/// <param name="Path">The dark modules, a rectangle for each run in a row.</param>
/// <param name="Size">Width and height, with the light border that readers need.</param>
public sealed record QrCode(string Path, int Size)
{
    private const int Border = 4;

    /// <summary>Null: the text is too long for a code that is still easy to read.</summary>
    public static QrCode? Of(string text)
    {
        if (QrModules.Of(Encoding.UTF8.GetBytes(text)) is not { } modules) return null;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Size; y++)
        {
            for (var x = 0; x < modules.Size; x++)
            {
                if (!modules[x, y]) continue;
                var from = x;
                while (x < modules.Size && modules[x, y]) x++;
                path.Append('M').Append(from + Border).Append(' ').Append(y + Border).Append('h').Append(x - from).Append("v1h-").Append(x - from).Append('z');
            }
        }
        return new(path.ToString(), modules.Size + 2 * Border);
    }
}
