using Balcao.Contract;

namespace Balcao.Tests.Platform;

[WithoutDatabase]
public sealed class Uuid7Tests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Ids_of_one_millisecond_sort_in_the_order_of_creation_even_if_another_clock_is_used_in_between()
    {
        var ids = Enumerable.Range(0, 20_000).Select(i =>
        {
            Uuid7.New(Noon.AddHours(i % 2 == 0 ? 1 : -1));
            return Uuid7.New(Noon);
        }).ToList();

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void An_id_contains_its_creation_time_and_version()
    {
        var id = Uuid7.New(Noon);

        Assert.Equal(Noon, Uuid7.InstantOf(id));
        Assert.Equal((7, true), (id.Version, id.Variant is >= 8 and <= 11));
        Assert.True(Uuid7.New(Noon.AddMilliseconds(1)).CompareTo(id) > 0);
    }
}
