using Balcao.Client.Conversations;
using Balcao.Tests;
using CsCheck;

namespace Balcao.Client.Tests.Conversations;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("tudo *bem* aí", "tudo |b:bem| aí")]
    [InlineData("_itálico_ e ~riscado~", "i:itálico| e |s:riscado")]
    [InlineData("*_os dois_*", "bi:os dois")]
    [InlineData("2*3*4 = 24", "2*3*4 = 24")]
    [InlineData("*aberto sem fim", "*aberto sem fim")]
    [InlineData("arquivo_de_teste.pdf", "arquivo_de_teste.pdf")]
    [InlineData("```linha 1\nlinha 2```", "m:linha 1\nlinha 2")]
    [InlineData("veja https://padaria.exemplo/bolos.", "veja |l:https://padaria.exemplo/bolos|.")]
    [InlineData("em www.padaria.exemplo hoje", "em |l:www.padaria.exemplo| hoje")]
    [InlineData("* não é negrito *", "* não é negrito *")]
    public void Formatting_marks_are_interpreted_as_in_WhatsApp(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', MessageText.Read(text).Select(Show)));

    [Fact]
    public void A_link_without_a_scheme_leads_to_https() =>
        Assert.Equal("https://www.padaria.exemplo", MessageText.Read("www.padaria.exemplo")[0].Link);

    [Fact]
    public void Only_http_and_https_become_links() =>
        Assert.All(MessageText.Read("javascript:alert(1) data:text/html,x ftp://x.y"), run => Assert.Null(run.Link));

    [Fact]
    public void Only_formatting_marks_are_removed_from_a_text() =>
        Gen.Char["ab *_~`\n.wh:/"].Array[0, 40].Select(letters => new string(letters)).Sample(text =>
        {
            var shown = string.Concat(MessageText.Read(text).Select(r => r.Text));
            Assert.Equal(Without(text), Without(shown));
        });

    [Theory, Finding("U60")]
    [InlineData("(veja https://pt.exemplo/wiki/Fado_(desambiguação))", "(veja |l:https://pt.exemplo/wiki/Fado_(desambiguação)|)")]
    [InlineData("https://pt.exemplo/a_(b)_(c).", "l:https://pt.exemplo/a_(b)_(c)|.")]
    [InlineData("(www.padaria.exemplo)", "(|l:www.padaria.exemplo|)")]
    [InlineData("https://pt.exemplo/sorriso:)", "l:https://pt.exemplo/sorriso|:)")]
    public void A_bracket_that_opens_in_a_link_belongs_to_it(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', MessageText.Read(text).Select(Show)));

    [Theory, Finding("S7")]
    [InlineData("*a ")]
    [InlineData("_")]
    [InlineData("*_~")]
    [InlineData("*a _b ~c ")]
    [InlineData("`")]
    [InlineData("``")]
    [InlineData("```a ")]
    [InlineData("*`_ a\n")]
    [InlineData("~a ~b~ ")]
    [InlineData(" *a* _b_")]
    [InlineData("https://a.b ")]
    [InlineData("(www.")]
    [InlineData("(https://")]
    [InlineData("www.)))))*")]
    [InlineData("*https://x.exemplo/a*b ")]
    public void The_work_grows_with_the_length_of_the_text_and_no_faster(string piece)
    {
        foreach (var length in (int[])[1_000, 8_000, LongestText])
        {
            var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
            Assert.InRange(MessageText.WorkOf(text), 0, MostLooks(text));
        }
    }

    [Fact, Finding("S7")]
    public void Marks_nested_as_deep_as_a_text_allows_are_read()
    {
        string[] marks = ["*", "_", "~"];
        var opened = string.Concat(Enumerable.Range(0, LongestText / 2 - 1).Select(i => marks[i % 3]));
        var text = opened + "a" + new string([.. opened.Reverse()]);

        Assert.InRange(MessageText.WorkOf(text), 0, MostLooks(text));
        Assert.Contains("a", string.Concat(MessageText.Read(text).Select(run => run.Text)), StringComparison.Ordinal);
    }

    [Fact, Finding("S7")]
    public void Random_marks_take_no_more_work_than_written_ones() =>
        Gen.Char["ab *_~`\n.w(h:/)"].Array[0, 3_000].Select(letters => new string(letters))
            .Sample(text => Assert.InRange(MessageText.WorkOf(text), 0, MostLooks(text)));

    [Fact, Finding("S7")]
    public void Enclosures_are_found_as_by_looking_for_each_end_alone() =>
        Gen.Char["ab *_~`\n"].Array[0, 60].Select(letters => new string(letters))
            .Sample(text => Assert.Equal(PlainReading.Of(text), MessageText.Read(text).Select(run => (Show(run) + "|" + run.Text))));

    [Fact, Finding("S7")]
    public void More_runs_than_a_browser_draws_at_once_end_in_plain_text()
    {
        var text = string.Concat(Enumerable.Repeat("*a* ", LongestText / 4));

        var runs = MessageText.Read(text);

        Assert.InRange(runs.Count, MessageText.MostRuns, MessageText.MostRuns + 2);
        Assert.EndsWith("*a* *a* ", runs[^1].Text, StringComparison.Ordinal);
        Assert.Equal((false, true), (runs[^1].Bold, runs[0].Bold));
    }

    /// <summary>In characters; WhatsApp delivers no longer one.</summary>
    private const int LongestText = 65_536;

    /// <summary>Each character once for the text, once for each of five marks, and once for links; the ends of what is looked through besides.</summary>
    private static long MostLooks(string text) => 12L * (text.Length + 1);

    private static string Without(string text) => string.Concat(text.Where(c => !"*_~`".Contains(c)));

    private static string Show(TextRun run)
    {
        var style = (run.Bold ? "b" : "") + (run.Italic ? "i" : "") + (run.Strike ? "s" : "") + (run.Mono ? "m" : "") + (run.Link is null ? "" : "l");
        return style.Length == 0 ? run.Text : $"{style}:{run.Text}";
    }
}
