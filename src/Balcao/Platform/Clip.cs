namespace Balcao.Platform;

/// <summary>
/// Shortens texts from outside to the width of a column, never inside a character: PostgreSQL refuses half a surrogate
/// pair.
/// </summary>
public static class Clip
{
    public static string To(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
