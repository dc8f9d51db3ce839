using Balcao.Client.Contacts;

namespace Balcao.Client.Tests.Contacts;

public sealed class PhonesTests
{
    [Theory]
    [InlineData("+5511987654321", "+55 11 98765-4321")]
    [InlineData("551130304040", "+55 11 3030-4040")]
    [InlineData("+14155550100", "+14155550100")]
    [InlineData(null, null)]
    public void Phones_are_written_as_people_write_them(string? given, string? expected) => Assert.Equal(expected, Phones.Show(given));
}
