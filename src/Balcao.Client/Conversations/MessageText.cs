using System.Buffers;

namespace Balcao.Client.Conversations;

/// <summary>Text of a message with one style. Styles are WhatsApp's: *bold*, _italic_, ~strike~, ```mono``` and `mono`.</summary>
public sealed record TextRun(string Text, bool Bold = false, bool Italic = false, bool Strike = false, bool Mono = false, string? Link = null);

/// <summary>
/// Parses WhatsApp's formatting marks and links. A mark without an end stays as it was typed. The work grows with the length
/// of the text and no faster: customers may send 65,536 characters of marks.
/// </summary>
public static class MessageText
{
    /// <summary>A browser takes seconds to draw tens of thousands of runs. Nobody writes that many: the rest is shown as it was typed.</summary>
    public const int MostRuns = 2_000;

    public static IReadOnlyList<TextRun> Read(string text)
    {
        var reading = new Reading(text);
        reading.Run();
        return reading.Runs;
    }

    /// <summary>Reads a text of which only the work is of interest.</summary>
    /// <returns>How many characters were looked at, each as often as it was.</returns>
    internal static long WorkOf(string text)
    {
        var reading = new Reading(text);
        reading.Run();
        return reading.Looks;
    }

    private enum Mark { Bold, Italic, Strike, Code, Block }

    /// <summary>What a mark encloses: where it ends, and how it goes on after it.</summary>
    private readonly record struct Enclosure(int End, TextRun StyleAfter);

    private sealed class Reading(string text)
    {
        private static readonly SearchValues<char> LinkEnds = SearchValues.Create(" \t\r\n<>\"");

        // Enclosures are kept here and not on the call stack, which a text of nested marks would exhaust.
        private readonly Stack<Enclosure> _open = new();
        private readonly Ends[] _ends = [new(), new(), new(), new(), new()];
        private TextRun _style = new("");
        private int _plainFrom;

        public List<TextRun> Runs { get; } = [];

        public long Looks { get; private set; }

        public void Run()
        {
            var i = 0;
            while (true)
            {
                var end = _open.TryPeek(out var inner) ? inner.End : text.Length;
                if (i >= end)
                {
                    Flush(end);
                    if (_open.Count == 0) return;
                    _style = _open.Pop().StyleAfter;
                    _plainFrom = i = end + 1;
                }
                else if (Runs.Count >= MostRuns)
                {
                    Runs.Add(new TextRun(text[_plainFrom..]));
                    return;
                }
                else if (LinkAt(i, end) is { } length)
                {
                    Flush(i);
                    var link = text.Substring(i, length);
                    Runs.Add(_style with { Text = link, Link = link.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? link : "https://" + link });
                    _plainFrom = i += length;
                }
                else if (MarkAt(i, end) is var (mark, closing))
                {
                    Flush(i);
                    i += LengthOf(mark);
                    _plainFrom = i;
                    if (mark is Mark.Code or Mark.Block)
                    {
                        Runs.Add(_style with { Text = text[i..closing], Mono = true });
                        _plainFrom = i = closing + LengthOf(mark);
                    }
                    else
                    {
                        _open.Push(new(closing, _style));
                        _style = mark switch
                        {
                            Mark.Bold => _style with { Bold = true },
                            Mark.Italic => _style with { Italic = true },
                            _ => _style with { Strike = true },
                        };
                    }
                }
                else
                {
                    i++;
                    Looks++;
                }
            }
        }

        private void Flush(int end)
        {
            if (end > _plainFrom) Runs.Add(_style with { Text = text[_plainFrom..end] });
        }

        // A mark opens at the start of a word and closes at the end of one, on the same line unless it is a code block.
        private (Mark Mark, int Closing)? MarkAt(int at, int end)
        {
            Mark? found = text[at] switch
            {
                '*' => Mark.Bold,
                '_' => Mark.Italic,
                '~' => Mark.Strike,
                '`' when StartsBlock(at) => Mark.Block,
                '`' => Mark.Code,
                _ => null,
            };
            if (found is not { } mark || (at > 0 && char.IsLetterOrDigit(text[at - 1]))) return null;
            var start = at + LengthOf(mark);
            if (start >= end || (mark is not Mark.Block && char.IsWhiteSpace(text[start])) || Is(mark, start)) return null;
            return EndOf(mark, start) is { } closing && closing < end ? (mark, closing) : null;
        }

        /// <summary>
        /// The first place from <paramref name="start"/> on where the mark closes. Asked from left to right, so what was found, and how
        /// far nothing was, is remembered: each character is looked at once for each mark.
        /// </summary>
        private int? EndOf(Mark mark, int start)
        {
            ref var known = ref _ends[(int)mark];
            if (known.LookedTo < start)
            {
                var at = start;
                while (at < text.Length && (mark is Mark.Block || text[at] != '\n') && !Closes(mark, at)) at++;
                Looks += at - start + 1;
                known = new(at, at < text.Length && Is(mark, at) ? at : null);
            }
            return known.Found;
        }

        private bool Closes(Mark mark, int at)
        {
            if (!Is(mark, at)) return false;
            if (mark is Mark.Code or Mark.Block) return true;
            return at > 0 && !char.IsWhiteSpace(text[at - 1]) && (at + 1 >= text.Length || !char.IsLetterOrDigit(text[at + 1]));
        }

        private bool Is(Mark mark, int at) => mark switch
        {
            Mark.Bold => text[at] == '*',
            Mark.Italic => text[at] == '_',
            Mark.Strike => text[at] == '~',
            Mark.Code => text[at] == '`',
            _ => StartsBlock(at),
        };

        private bool StartsBlock(int at) => text.AsSpan(at).StartsWith("```");

        private static int LengthOf(Mark mark) => mark is Mark.Block ? 3 : 1;

        private int? LinkAt(int at, int end)
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1])) return null;
            var rest = text.AsSpan(at, end - at);
            if (!rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                && !rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                && !rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) return null;
            var length = rest.IndexOfAny(LinkEnds);
            if (length < 0) length = rest.Length;
            Looks += length;
            // A sentence ends after a link, or a bracket around it; a bracket that opened in the link belongs to it.
            var (opened, closed) = (rest[..length].Count('('), rest[..length].Count(')'));
            while (length > 0 && ".,;:!?)*_~'".Contains(rest[length - 1]))
            {
                if (rest[length - 1] == ')' && closed-- <= opened) break;
                length--;
            }
            return length > 9 ? length : null;
        }

        /// <param name="LookedTo">Nothing before this place closes, from where it was last looked for.</param>
        /// <param name="Found">Null: nothing closes before a line ends at that place, or the text.</param>
        private readonly record struct Ends(int LookedTo, int? Found)
        {
            public Ends() : this(-1, null)
            {
            }
        }
    }
}
