using Balcao.Client.Conversations;

namespace Balcao.Client.Tests.Conversations;

public sealed class MapLinkTests
{
    [Theory]
    [InlineData("-23.5614, -46.6559", -23.5614, -46.6559)]
    [InlineData("(-23.5614;-46.6559)", -23.5614, -46.6559)]
    [InlineData("https://www.google.com/maps?q=-23.5614,-46.6559", -23.5614, -46.6559)]
    [InlineData("https://www.google.com/maps/place/MASP/@-23.55,-46.65,17z/data=!3m1!4b1!4m6!3m5!8m2!3d-23.5614!4d-46.6559", -23.5614, -46.6559)]
    [InlineData("https://www.google.com/maps/@-23.5614,-46.6559,17z", -23.5614, -46.6559)]
    [InlineData("https://maps.apple.com/?ll=-23.5614%2C-46.6559&q=Loja", -23.5614, -46.6559)]
    [InlineData("https://waze.com/ul?ll=-23.5614%2C-46.6559&navigate=yes", -23.5614, -46.6559)]
    [InlineData("https://www.openstreetmap.org/?mlat=-23.5614&mlon=-46.6559#map=17", -23.5614, -46.6559)]
    public void Coordinates_are_read_from_pasted_text_and_map_links(string pasted, double latitude, double longitude) =>
        Assert.Equal((latitude, longitude), MapLink.Read(pasted));

    [Theory]
    [InlineData("")]
    [InlineData("https://maps.app.goo.gl/abc123")]
    [InlineData("91.5, 20")]
    [InlineData("Rua Augusta, 1500")]
    public void Text_without_valid_coordinates_gives_no_place(string pasted) => Assert.Null(MapLink.Read(pasted));
}
