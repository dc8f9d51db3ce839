namespace Balcao.Attack;

/// <summary>An agent who sees three customers searches for a letter that all messages have; an administrator opens a ticket of thousands.</summary>
internal sealed class BroadSearches : IAttack
{
    private const int Searching = 6, Reading = 2;

    public string Finding => "S21";

    public string Words => "an agent who sees little searches for one letter, six at once, and two open a ticket of thousands of messages";

    public async Task<string?> PrepareAsync(Stage stage, CancellationToken ct) =>
        await stage.Past.IsIndexedAsync(ct) ? null : "the search index had not caught up yet, so that less was searched.";

    public Task RunAsync(Stage stage, Answers answers, CancellationToken stop)
    {
        var administrator = stage.Program(stage.Attacked, 70);
        return Task.WhenAll(
            answers.RepeatAsync(Searching, (_, _) => Answers.StatusOf(stage.Newcomer.GetAsync("api/search?q=a", stop)), stop),
            answers.RepeatAsync(Reading, (_, _) => Answers.StatusOf(administrator.GetAsync($"api/tickets/{stage.Past.Ticket}", stop)), stop));
    }
}
