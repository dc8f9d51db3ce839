using Balcao.Client.Conversations;

namespace Balcao.Client.Tests.Conversations;

/// <summary>
/// WhatsApp's marks by the shortest program that reads them: for each mark it looks for the end anew, and what is enclosed is read
/// as a text of its own. Too slow for long texts, and the measure for <see cref="MessageText"/>. It knows no links.
/// </summary>
internal static class PlainReading
{
    /// <summary>The runs as "styles:text|text", as <see cref="MessageTextTests"/> shows them.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var runs = new List<TextRun>();
        Read(text, new TextRun(""), runs);
        return runs.Select(run => (run.Bold, run.Italic, run.Strike, run.Mono) is (false, false, false, false)
            ? $"{run.Text}|{run.Text}"
            : $"{(run.Bold ? "b" : "")}{(run.Italic ? "i" : "")}{(run.Strike ? "s" : "")}{(run.Mono ? "m" : "")}:{run.Text}|{run.Text}");
    }

    private static void Read(string text, TextRun style, List<TextRun> runs)
    {
        var plain = 0;
        for (var i = 0; i < text.Length;)
        {
            if (MarkAt(text, i) is not var (mark, end))
            {
                i++;
                continue;
            }
            Flush(i);
            var inner = text[(i + mark.Length)..end];
            if (mark[0] == '`') runs.Add(style with { Text = inner, Mono = true });
            else Read(inner, mark[0] switch
            {
                '*' => style with { Bold = true },
                '_' => style with { Italic = true },
                _ => style with { Strike = true },
            }, runs);
            plain = i = end + mark.Length;
        }
        Flush(text.Length);

        void Flush(int end)
        {
            if (end > plain) runs.Add(style with { Text = text[plain..end] });
        }
    }

    private static (string Mark, int End)? MarkAt(string text, int at)
    {
        var mark = text.AsSpan(at).StartsWith("```") ? "```" : text[at] is '`' or '*' or '_' or '~' ? text[at].ToString() : null;
        if (mark is null || (at > 0 && char.IsLetterOrDigit(text[at - 1]))) return null;
        var start = at + mark.Length;
        if (start >= text.Length || (mark != "```" && char.IsWhiteSpace(text[start]))) return null;
        for (var end = text.IndexOf(mark, start, StringComparison.Ordinal); end > 0; end = text.IndexOf(mark, end + 1, StringComparison.Ordinal))
        {
            if (end == start) return null;
            if (mark != "```" && text.AsSpan(start, end - start).Contains('\n')) return null;
            var after = end + mark.Length;
            if (mark[0] == '`' || (!char.IsWhiteSpace(text[end - 1]) && (after >= text.Length || !char.IsLetterOrDigit(text[after])))) return (mark, end);
        }
        return null;
    }
}
