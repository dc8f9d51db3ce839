using Microsoft.Extensions.Time.Testing;

namespace Balcao.Tests.Architecture;

/// <summary>A test that hangs is named, and does not prevent the results of the other tests.</summary>
[WithoutDatabase]
public sealed class TimeLimitTests
{
    readonly FakeTimeProvider time = new();
    readonly List<string> happened = [];

    [Fact]
    public void A_test_over_its_limit_is_cancelled_and_the_run_ends_only_if_that_does_not_help()
    {
        using var test = Begin();

        time.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Empty(happened);
        time.Advance(TimeSpan.FromMinutes(0.1));
        Assert.Equal(["cancelled"], happened);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["cancelled", "hangs"], happened);
    }

    [Fact]
    public void A_test_that_has_ended_is_no_longer_watched()
    {
        Begin().Dispose();

        time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(happened);
    }

    RunningTest Begin() => new("hangs", () => happened.Add("cancelled"), happened.Add, TimeSpan.FromMinutes(10), time);
}
