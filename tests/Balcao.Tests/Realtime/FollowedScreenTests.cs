namespace Balcao.Tests.Realtime;

/// <summary>
/// A screen that followed the feed shows the same as a newly opened one, after random changes. The class has its own app,
/// because the groups of numbers and people change.
/// </summary>
public sealed class FollowedScreenTests(BalcaoApp app) : HttpTests(app)
{
    [Theory, Rule("A9")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_screen_that_followed_random_changes_shows_the_same_as_a_new_one(int seed)
    {
        var random = new Random(seed);
        var world = new Happenings(App, random, [.. Enumerable.Range(1, 4).Select(i => new Customer($"Cliente {i}", $"551194{seed:000}{i:0000}"))]);
        for (var i = 0; i < 5; i++) await world.HappenAsync();
        await using var ana = await Screen.OpenAsync(App, Ana, watches: true);
        await using var davi = await Screen.OpenAsync(App, Davi, watches: true);
        await using var clara = await Screen.OpenAsync(App, Clara);

        for (var i = 0; i < 40; i++) await world.HappenAsync();

        foreach (var (screen, who) in new[] { (ana, Ana), (davi, Davi), (clara, Clara) })
        {
            await screen.CatchesUpAsync(LojaExemplo);
            await using var fresh = await Screen.OpenAsync(App, who);
            Assert.Equal(await fresh.ShowsAsync(), await screen.ShowsAsync());
        }
        Assert.Contains("\"status\":\"Closed\"", await clara.ShowsAsync(), StringComparison.Ordinal);
    }
}
