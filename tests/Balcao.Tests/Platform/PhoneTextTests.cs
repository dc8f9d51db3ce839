using Balcao.Platform;

namespace Balcao.Tests.Platform;

[WithoutDatabase]
public sealed class PhoneTextTests
{
    [Theory]
    [InlineData("5511987654321", "+55 11 98765-4321")]
    [InlineData("551130304040", "+55 11 3030-4040")]
    [InlineData("551187654321", "+55 11 8765-4321")]
    [InlineData("14155550100", "+1 415-555-0100")]
    [InlineData("351912345678", "+351 912 345 678")]
    [InlineData("525512345678", "+52 55 1234 5678")]
    [InlineData("999", "+999")]
    [InlineData("", "+")]
    public void A_phone_is_written_as_in_its_country(string digits, string expected) => Assert.Equal(expected, PhoneText.Of(digits));
}
