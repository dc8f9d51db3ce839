using Balcao.Client.Conversations;
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

    private static string Without(string text) => string.Concat(text.Where(c => !"*_~`".Contains(c)));

    private static string Show(TextRun run)
    {
        var style = (run.Bold ? "b" : "") + (run.Italic ? "i" : "") + (run.Strike ? "s" : "") + (run.Mono ? "m" : "") + (run.Link is null ? "" : "l");
        return style.Length == 0 ? run.Text : $"{style}:{run.Text}";
    }
}
