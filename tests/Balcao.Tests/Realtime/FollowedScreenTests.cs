namespace Balcao.Tests.Realtime;

/// <summary>
/// A screen that followed the feed shows what one just opened shows, whatever happened in between. An app of its own:
/// numbers and people change their groups here.
/// </summary>
public sealed class FollowedScreenTests(BalcaoApp app) : DoorTests(app)
{
    [Theory, Rule("A9")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_a_screen_that_followed_shows_what_a_fresh_one_shows(int seed)
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
