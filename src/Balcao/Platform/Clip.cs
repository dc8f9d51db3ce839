namespace Balcao.Platform;

/// <summary>Foreign texts cut to what a column holds, never in the middle of a character: half an emoji is no text that PostgreSQL takes.</summary>
public static class Clip
{
    public static string To(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
