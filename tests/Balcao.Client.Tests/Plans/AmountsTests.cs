using Balcao.Client.Plans;
using Balcao.Client.Tests.World;

namespace Balcao.Client.Tests.Plans;

public sealed class AmountsTests
{
    [Theory]
    [InlineData("pt-BR", 1234.5, "BRL", "R$ 1.234,50")]
    [InlineData("pt-BR", 0.125, "BRL", "R$ 0,125")]
    [InlineData("pt-BR", 0.0001, "BRL", "R$ 0,0001")]
    [InlineData("en", 1234.5, "BRL", "R$1,234.50")]
    [InlineData("en", 1234.5, "ARS", "ARS 1,234.50")]
    public void Money_is_written_as_the_reader_s_culture_writes_it(string language, double amount, string currency, string written)
    {
        using var reader = Language.Of(language);
        Assert.Equal(written, Amounts.Money((decimal)amount, currency).Replace('\u00A0', ' '));
    }

    [Theory]
    [InlineData(0.7999, "79%")]
    [InlineData(0.8, "80%")]
    [InlineData(0.99999, "99%")]
    [InlineData(1.2, "120%")]
    public void A_share_is_rounded_down(double share, string written) => Assert.Equal(written, Amounts.Share((decimal)share).Replace("\u00A0", "", StringComparison.Ordinal));

    [Fact]
    public void Months_follow_each_other_over_the_turn_of_the_year()
    {
        Assert.Equal(["2026-12", "2027-01", "2027-02"], Months.After("2026-11", 3));
        Assert.Equal(["2027-01", "2026-12"], Months.Back("2027-01", 2));
        Assert.Equal("dezembro de 2026", Months.NameOf("2026-12"));
        Assert.Equal("garbage", Months.NameOf("garbage"));
    }
}
