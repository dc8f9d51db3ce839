using Balcao.Client.Plans;
using Balcao.Client.Tests.World;
using Balcao.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Balcao.Client.Tests.Plans;

/// <summary>Credits, money and months in the reader's language.</summary>
public sealed class AmountsTests
{
    [Theory, Rule("C1")]
    [InlineData("pt-BR", "1234.5", "BRL", "R$ 1.234,50")]
    [InlineData("pt-BR", "0.125", "BRL", "R$ 0,125")]
    [InlineData("pt-BR", "0.0525", "BRL", "R$ 0,0525")]
    [InlineData("pt-BR", "0", "USD", "US$ 0,00")]
    [InlineData("pt-BR", "1500", "PYG", "PYG 1.500")]
    [InlineData("en", "1234.5", "BRL", "R$1,234.50")]
    [InlineData("en", "1234.5", "EUR", "€1,234.50")]
    [InlineData("en", "1234.5", "ARS", "ARS 1,234.50")] // a code is not written against the number
    public void Money_has_the_reader_s_separators_and_keeps_prices_below_the_smallest_unit(string language, string amount, string currency, string written)
    {
        using var reader = Language.Of(language);
        Assert.Equal(written, Amounts.Money(Of(amount), currency).Replace('\u00A0', ' '));
    }

    [Fact]
    public void An_amount_is_not_broken_between_its_currency_and_its_figures() => Assert.DoesNotContain(' ', Amounts.Money(1234.5m, "BRL"));

    [Theory]
    [InlineData(0.7999, "79%")]
    [InlineData(0.8, "80%")]
    [InlineData(0.99999, "99%")]
    [InlineData(1.2, "120%")]
    public void A_share_is_rounded_down(double share, string written) => Assert.Equal(written, Amounts.Share((decimal)share).Replace("\u00A0", "", StringComparison.Ordinal));

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
    public void Months_are_counted_over_the_turn_of_the_year()
    {
        Assert.Equal("2027-01", Months.After("2026-11", 2));
        Assert.Equal(["2026-11", "2026-12", "2027-01"], Months.From("2026-11", 3));
        Assert.Equal(["2027-01", "2026-12"], Months.Back("2027-01", 2));
        Assert.True(Months.IsAfter("2027-01", "2026-12"));
        Assert.Equal((true, false, false), (Months.Is("2026-11"), Months.Is("2026-13"), Months.Is(null)));
    }

    [Fact]
    public void A_month_is_named_in_words_and_one_that_cannot_be_read_is_shown_as_it_is() =>
        Assert.Equal(("dezembro de 2026", "garbage"), (Months.NameOf("2026-12"), Months.NameOf("garbage")));

    [Theory, Rule("C4")]
    [InlineData("America/Sao_Paulo", "2026-11")]
    [InlineData("Asia/Tokyo", "2026-12")]
    public void The_current_month_is_that_of_the_time_zone(string zone, string month) =>
        Assert.Equal(month, Months.Current(new FakeTimeProvider(new DateTimeOffset(2026, 11, 30, 20, 0, 0, TimeSpan.Zero)), zone));

    private static decimal Of(string amount) => decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture);
}
