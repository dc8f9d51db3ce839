using Balcao.Client.Operators;
using Balcao.Client.Tests.World;
using Balcao.Tests;

namespace Balcao.Client.Tests.Operators;

/// <summary>Credits, money and months in the reader's language.</summary>
public sealed class AmountsTests
{
    [Theory, Rule("C1")]
    [InlineData("1234.5", "BRL", "R$ 1.234,50")]
    [InlineData("0.0525", "BRL", "R$ 0,0525")]
    [InlineData("0", "USD", "US$ 0,00")]
    [InlineData("1500", "PYG", "PYG 1.500")]
    public void Money_has_the_reader_s_separators_and_keeps_prices_below_a_cent(string amount, string currency, string text) =>
        Assert.Equal(text, Plain(Amounts.Money(Of(amount), currency)));

    [Fact]
    public void A_currency_without_a_symbol_is_not_written_against_the_number()
    {
        using var english = Language.Of("en");
        Assert.Equal("ARS 1,234.50", Plain(Amounts.Money(1234.5m, "ARS")));
        Assert.Equal("€1,234.50", Plain(Amounts.Money(1234.5m, "EUR")));
    }

    [Theory]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("1234,5", "1234.5")]
    [InlineData(" 1 000 ", "1000")]
    [InlineData("0,005", "0.005")]
    [InlineData("1.5", null)] // neither fifteen nor one and a half
    [InlineData("1,2,3", null)]
    [InlineData("-1", null)]
    [InlineData("doze", null)]
    [InlineData("", null)]
    public void A_number_is_read_as_the_reader_writes_it_and_never_guessed(string typed, string? amount) =>
        Assert.Equal(amount is null ? null : Of(amount), Amounts.Read(typed));

    [Fact]
    public void What_is_put_into_a_field_is_read_from_it_unchanged() =>
        Assert.All((decimal[])[0, 1000, 12345.678m, 0.0525m], amount => Assert.Equal(amount, Amounts.Read(Amounts.Typed(amount))));

    [Fact]
    public void Credits_have_up_to_three_decimals() => Assert.Equal(("12.345,678", "1.000"), (Amounts.Credits(12345.678m), Amounts.Credits(1000.000m)));

    [Fact]
    public void Months_are_counted_over_the_turn_of_the_year_and_named_in_words()
    {
        Assert.Equal(["2026-11", "2026-12", "2027-01"], Months.From("2026-11", 3));
        Assert.Equal("dezembro de 2026", Months.Text("2026-12"));
        Assert.True(Months.IsAfter("2027-01", "2026-12"));
        Assert.Equal((true, false, false), (Months.Is("2026-11"), Months.Is("2026-13"), Months.Is(null)));
    }

    [Theory, Rule("C4")]
    [InlineData("America/Sao_Paulo", "2026-11")]
    [InlineData("Asia/Tokyo", "2026-12")]
    public void The_current_month_is_that_of_the_time_zone(string zone, string month) => Assert.Equal(
        month, Months.Current(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 20, 0, 0, TimeSpan.Zero)), zone));

    private static decimal Of(string amount) => decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);

    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
