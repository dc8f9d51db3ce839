using System.Globalization;
using System.Text;

namespace Balcao.Platform.Search;

/// <summary>
/// Makes search words of a text: lower case, without accents, letters and digits only. Search input is converted in the same
/// way, so that it is never query syntax, and "PEDIDO", "pedido" and "pédido" are the same word.
/// </summary>
public static class SearchText
{
    /// <summary>Longer words are cut: nobody types more of a word in a search.</summary>
    private const int LongestWord = 40;

    private const int MostWordsOfAQuery = 8;

    private const int SnippetLength = 160;

    private const int SnippetLead = 50;

    /// <summary>In characters.</summary>
    private const int LongestPiece = 512;

    /// <summary>The words of texts as an engine indexes them, each after the mark.</summary>
    /// <param name="mark">Made by <see cref="SearchPrefix"/>.</param>
    public static string Row(string mark, params IEnumerable<string?> texts) =>
        string.Join(' ', texts.OfType<string>().SelectMany(Words).Distinct().Select(word => mark + word));

    /// <summary>The words that must all be found, each as the beginning of a word.</summary>
    public static IReadOnlyList<string> Query(string? typed) => [.. Words(typed ?? "").Distinct().Take(MostWordsOfAQuery)];

    /// <summary>
    /// Every ending of a phone's digits with at least three digits, so that a fragment from the middle is the beginning
    /// of one of them.
    /// </summary>
    public static IEnumerable<string> Endings(string? phone) =>
        phone is null ? [] : Enumerable.Range(0, Math.Max(0, phone.Length - 2)).Select(start => phone[start..]);

    /// <summary>The part of the text around the first match.</summary>
    public static string Snippet(string text, IReadOnlyList<string> words)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= SnippetLength) return line;
        var found = WordStarts(line).FirstOrDefault(start => BeginsAt(line, start, words));
        var from = Math.Clamp(found - SnippetLead, 0, line.Length - SnippetLength);
        if (from > 0 && char.IsLowSurrogate(line[from])) from--;
        var to = Math.Min(line.Length, from + SnippetLength);
        if (to < line.Length && char.IsHighSurrogate(line[to - 1])) to--;
        return $"{(from > 0 ? "…" : "")}{line[from..to].Trim()}{(to < line.Length ? "…" : "")}";
    }

    private static IEnumerable<int> WordStarts(string line) =>
        Enumerable.Range(0, line.Length).Where(i => char.IsLetterOrDigit(line[i]) && (i == 0 || !char.IsLetterOrDigit(line[i - 1])));

    /// <summary>Reads only the one word, because a customer may send thousands of words of one letter.</summary>
    private static bool BeginsAt(string line, int start, IReadOnlyList<string> words)
    {
        var end = start + 1;
        while (end < line.Length && end - start < LongestWord * 2 && !char.IsPunctuation(line[end]) && !char.IsSeparator(line[end])) end++;
        if (char.IsHighSurrogate(line[end - 1])) end--;
        return Words(line[start..end]).FirstOrDefault() is { } first && words.Any(word => first.StartsWith(word, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var c in Decomposed(text))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark) continue;
            if (char.IsLetterOrDigit(c))
            {
                if (word.Length < LongestWord) word.Append(char.ToLowerInvariant(c));
                continue;
            }
            if (word.Length == 0) continue;
            yield return word.ToString();
            word.Clear();
        }
        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>
    /// In pieces: to sort a run of combining marks takes a time that grows with the square of its length. The order of the marks makes
    /// no difference here, because they are left out.
    /// </summary>
    private static IEnumerable<char> Decomposed(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var to = Math.Min(from + LongestPiece, text.Length);
            if (to < text.Length && char.IsHighSurrogate(text[to - 1])) to--;
            foreach (var c in Unicode.Normalize(text[from..to], NormalizationForm.FormKD)) yield return c;
            from = to;
        }
    }
}
