using Balcao.Client.Realtime;

namespace Balcao.Client.Tests.Realtime;

public sealed class ReconnectionTests
{
    [Fact]
    public void Delays_between_attempts_increase_to_30_seconds_and_attempts_never_end() =>
        Assert.Equal([0, 1, 2, 5, 10, 20, 30, 30], ((int[])[0, 1, 2, 3, 4, 5, 6, 10_000]).Select(a => (int)Reconnection.DelayBefore(a).TotalSeconds));
}
