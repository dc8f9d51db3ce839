using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Bunit;

namespace Balcao.Client.Tests.Conversations;

public sealed class WindowCountdownTests
{
    [Fact]
    public async Task The_window_counts_down_warns_in_its_last_hour_and_closes()
    {
        await using var screen = await Screen.OpenAsync();
        var countdown = screen.Render<WindowCountdown>(with => with.Add(c => c.EndsAt, A.Now.AddHours(2)));
        Assert.Equal("Janela: 2 h 00", countdown.Find(".window").TextContent.Trim());

        screen.Desk.Time.Advance(TimeSpan.FromMinutes(75));
        countdown.WaitForAssertion(() => Assert.Equal("Janela fecha em 45 min", countdown.Find(".window.ending").TextContent.Trim()));

        screen.Desk.Time.Advance(TimeSpan.FromMinutes(45));
        countdown.WaitForAssertion(() => Assert.Equal("Janela fechada", countdown.Find(".window.closed").TextContent.Trim()));
    }

    [Theory]
    [InlineData(3601, true, false)]
    [InlineData(3600, true, true)]
    [InlineData(1, true, true)]
    [InlineData(0, false, false)]
    public void A_window_is_open_until_its_very_end(int secondsLeft, bool open, bool ending)
    {
        var window = CustomerServiceWindow.At(A.Now.AddSeconds(secondsLeft), A.Now);
        Assert.Equal((open, ending), (window.IsOpen, window.IsEnding));
    }

    [Fact]
    public void A_missing_window_counts_as_closed() => Assert.False(CustomerServiceWindow.At(null, A.Now).IsOpen);
}
