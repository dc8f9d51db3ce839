using Balcao.Client.Shell;
using Balcao.Tests;

namespace Balcao.Client.Tests.Shell;

[Finding("U9")]
public sealed class TypedTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Olá, Dona Lúcia!", "Olá, Dona Lúcia!")]
    [InlineData("um\r\ndois\ttrês", "um\r\ndois\ttrês")]
    [InlineData("👍🏽 👨‍👩‍👧", "👍🏽 👨‍👩‍👧")]
    [InlineData("مرحبا \u200Fב", "مرحبا \u200Fב")]
    [InlineData("𠮷野家", "𠮷野家")]
    public void What_people_write_stays_as_it_is(string pasted, string clean) => Assert.Equal(clean, TypedText.Clean(pasted));

    // Not as a theory: such characters survive neither an attribute nor a report.
    [Fact]
    public void What_no_server_takes_is_left_out()
    {
        (string Pasted, string Clean)[] cases =
        [
            ("a\0b", "ab"), ("\u0001\u001F\u007F\u0080\u009F", ""),
            ("a\uD83D", "a"), ("\uDC4Da", "a"), ("\uD83D\uD83D\uDC4D", "👍"),
            ("a\uFFFEb\uFFFFc\uFDD0d", "abcd"), ("x\U0001FFFEy", "xy"),
        ];
        Assert.Equal(cases.Select(c => c.Clean), cases.Select(c => TypedText.Clean(c.Pasted)));
    }

    [Theory]
    [InlineData("João Pedro", "joao", true)]
    [InlineData("Configurações", "CONFIGURACOES", true)]
    [InlineData("Encomendas", "", true)]
    [InlineData("Encomendas", "bolo", false)]
    [InlineData(null, "bolo", false)]
    public void A_filter_finds_a_part_whatever_its_case_and_accents(string? text, string part, bool isFound) => Assert.Equal(isFound, TypedText.Contains(text, part));
}
