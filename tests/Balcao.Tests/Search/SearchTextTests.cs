using Balcao.Platform.Search;

namespace Balcao.Tests.Search;

[WithoutDatabase]
public sealed class SearchTextTests
{
    [Theory]
    [InlineData("São Paulo", "sao paulo")]
    [InlineData("  PEDIDO nº 4.512, já! ", "pedido no 4 512 ja")]
    [InlineData("coração\u0000 AND \"x\" OR -y*", "coracao and x or y")]
    [InlineData("+55 (11) 98765-4321", "55 11 98765 4321")]
    [InlineData("_a%b'c\\d&e|f:g", "a b c d e f g")]
    [InlineData("😀 !!!", "")]
    [InlineData(null, "")]
    public void Typed_text_becomes_normalized_words(string? typed, string words) => Assert.Equal(words, string.Join(' ', SearchText.Query(typed)));

    [Fact]
    public void Each_word_of_a_row_has_the_prefix_of_its_tenant_and_segment()
    {
        var mark = SearchPrefix.Of(LojaExemplo, segment: 26);

        Assert.Equal(LojaExemplo.Value.ToString("N")[^4..] + "001a", mark);
        Assert.Equal($"{mark}bom {mark}dia", SearchText.Row(mark, "Bom dia", null, "bom"));
        Assert.Equal("", SearchText.Row(mark, "😀"));
    }

    [Fact]
    public void A_segment_is_65536_entries_of_the_feed() =>
        Assert.Equal([0, 0, 1, 1, 2], ((long[])[0, 65_535, 65_536, 131_071, 131_072]).Select(SearchPrefix.SegmentAt));

    [Fact]
    public void A_phone_is_found_by_any_part_of_three_digits() =>
        Assert.Equal(["5511987", "511987", "11987", "1987", "987"], SearchText.Endings("5511987"));

    [Fact, Finding("S1")]
    public void A_snippet_is_made_though_words_are_looked_for_in_the_middle_of_an_emoji() =>
        Assert.StartsWith("a😀", SearchText.Snippet(string.Concat(Enumerable.Repeat("a😀", 60)), ["zzz"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("curto e inteiro", "inteiro", "curto e inteiro")]
    [InlineData("linha\n\ncom   espaços", "linha", "linha com espaços")]
    public void A_short_text_is_its_own_snippet(string text, string word, string snippet) => Assert.Equal(snippet, SearchText.Snippet(text, [word]));

    [Fact]
    public void A_snippet_shows_the_found_word_and_never_cuts_an_emoji()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 200)) + " o PÉDIDO chegou " + string.Concat(Enumerable.Repeat("😀", 200));

        var snippet = SearchText.Snippet(text, ["pedid"]);

        Assert.Contains("PÉDIDO", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 100, 170);
        Assert.True(snippet.StartsWith('…') && snippet.EndsWith('…'));
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(snippet)));
    }

    [Fact, Finding("S7")]
    public void Thousands_of_combining_marks_on_one_letter_are_left_out()
    {
        // Below and above the letter in turn: sorted as one run, each would pass all that came before it.
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 32_000));

        Assert.Equal(["ab", "c"], SearchText.Query($"a{marks}b c{marks}"));
    }

    [Fact, Finding("S7")]
    public void Long_texts_have_the_same_words_as_short_ones_wherever_they_are_divided()
    {
        for (var shift = 0; shift < 12; shift++)
        {
            var text = new string('.', shift) + string.Concat(Enumerable.Repeat("cora\u0063\u0327a\u0303o 😀ﬁm ", 200));

            Assert.Equal(["coracao", "fim"], SearchText.Query(text));
        }
    }

    [Theory, Finding("S7")]
    [InlineData("a ")]
    [InlineData("a.")]
    [InlineData("á😀")]
    [InlineData("ab-")]
    public void A_snippet_of_a_text_of_one_letter_words_shows_the_word_that_was_looked_for(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000)) + " pedido atrasado";

        Assert.Contains("pedido atrasado", SearchText.Snippet(text, ["pedid"]), StringComparison.Ordinal);
    }

    [Fact, Finding("S1", "S7")]
    public void A_long_word_that_ends_in_an_emoji_is_not_cut_inside_it()
    {
        for (var letters = 70; letters < 90; letters++)
            Assert.NotEmpty(SearchText.Snippet(new string('x', letters) + string.Concat(Enumerable.Repeat("😀", 200)), ["pedid"]));
    }
}
