using System.Buffers;

namespace Balcao.Client.Conversations;

/// <summary>Text of a message with one style. Styles are WhatsApp's: *bold*, _italic_, ~strike~, ```mono``` and `mono`.</summary>
public sealed record TextRun(string Text, bool Bold = false, bool Italic = false, bool Strike = false, bool Mono = false, string? Link = null);

/// <summary>Parses WhatsApp's formatting marks and links. A mark without an end stays as it was typed.</summary>
public static class MessageText
{
    private static readonly SearchValues<char> LinkEnds = SearchValues.Create(" \t\r\n<>\"");

    public static IReadOnlyList<TextRun> Read(string text)
    {
        var runs = new List<TextRun>();
        Read(text, new TextRun(""), runs);
        return runs;
    }

    private static void Read(string text, TextRun style, List<TextRun> runs)
    {
        var plain = 0;
        for (var i = 0; i < text.Length;)
        {
            if (LinkAt(text, i) is { } length)
            {
                Flush(i);
                var link = text.Substring(i, length);
                runs.Add(style with { Text = link, Link = link.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? link : "https://" + link });
                plain = i += length;
            }
            else if (MarkAt(text, i) is var (mark, end))
            {
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
            else
            {
                i++;
            }
        }
        Flush(text.Length);

        void Flush(int end)
        {
            if (end > plain) runs.Add(style with { Text = text[plain..end] });
        }
    }

    // A mark opens at the start of a word and closes at the end of one, on the same line unless it is a code block.
    private static (string Mark, int End)? MarkAt(string text, int at)
    {
        var mark = text[at] switch
        {
            '`' when text.AsSpan(at).StartsWith("```") => "```",
            '`' => "`",
            '*' or '_' or '~' => text[at].ToString(),
            _ => null,
        };
        if (mark is null || (at > 0 && char.IsLetterOrDigit(text[at - 1]))) return null;
        var start = at + mark.Length;
        if (start >= text.Length || (mark != "```" && char.IsWhiteSpace(text[start]))) return null;
        for (var end = text.IndexOf(mark, start, StringComparison.Ordinal); end > 0; end = text.IndexOf(mark, end + 1, StringComparison.Ordinal))
        {
            if (end == start) return null;
            if (mark != "```" && text.AsSpan(start, end - start).Contains('\n')) return null;
            var after = end + mark.Length;
            var closes = mark[0] == '`' || (!char.IsWhiteSpace(text[end - 1]) && (after >= text.Length || !char.IsLetterOrDigit(text[after])));
            if (closes) return (mark, end);
        }
        return null;
    }

    private static int? LinkAt(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (at > 0 && char.IsLetterOrDigit(text[at - 1])) return null;
        if (!rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return null;
        var length = rest.IndexOfAny(LinkEnds);
        if (length < 0) length = rest.Length;
        while (length > 0 && ".,;:!?)*_~'".Contains(rest[length - 1])) length--;
        return length > 9 ? length : null;
    }
}
