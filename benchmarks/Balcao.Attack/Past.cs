using System.Diagnostics;
using System.Globalization;
using Balcao.Contract;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>
/// The attacked tenant has been at work before: half of its messages are one customer's, in one ticket, the others those of a
/// thousand. All have a word that begins with the same letter.
/// </summary>
internal sealed class Past(World world)
{
    /// <summary>As many as were seen; a machine that needs longer than <see cref="Longest"/> for them has fewer.</summary>
    private const int Wanted = 34_000, Fewest = 10_000, OfPost = 100, AtOnce = 8, Others = 1_000;

    /// <summary>In the text of the last message alone.</summary>
    private const string Mark = "derradeira";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20), IndexedWithin = TimeSpan.FromSeconds(20);

    private readonly Customer _talker = Texts.By(Cast.Numbers[0], 700, 0, "Alberto");
    private int _messages;

    public int Messages => _messages;

    public TicketId Ticket { get; private set; }

    public async Task FillAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var place = await Texts.BeginAsync(world, _talker, ct);
        Ticket = (await world.Tenants[0].Api.GetChatAsync(place.Message.ChatId!.Value, ct)).Ticket.Id;
        await Parallel.ForEachAsync(Enumerable.Range(0, Wanted / OfPost), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (post, limit) =>
        {
            if (_messages >= Fewest && Stopwatch.GetElapsedTime(began) > Longest) return;
            await world.UntilAnsweredAsync(Texts.Post([.. Enumerable.Range(post * OfPost, OfPost).Select(Message)]), limit);
            Interlocked.Add(ref _messages, OfPost);
        });
        await world.UntilAnsweredAsync(Texts.Post((_talker, "wamid.past.last", $"A {Mark}")), ct);
    }

    /// <returns>False if the newest message is still not found by its words after <see cref="IndexedWithin"/>.</returns>
    public async Task<bool> IsIndexedAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < IndexedWithin)
        {
            if ((await world.Tenants[0].Api.SearchAsync(Mark, ct)).Messages.Count > 0) return true;
            await Task.Delay(200, ct);
        }
        return false;
    }

    private (Customer By, string Wamid, string Text) Message(int i)
    {
        var other = ((i / OfPost / 2 * OfPost) + (i % OfPost)) % Others;
        var by = i / OfPost % 2 == 0 ? _talker : Texts.By(Cast.Numbers[0], 701, other, string.Create(CultureInfo.InvariantCulture, $"Ana {other}"));
        return (by, string.Create(CultureInfo.InvariantCulture, $"wamid.past.{i}"), string.Create(CultureInfo.InvariantCulture, $"Amanhã avisam do pedido {i}, que atrasou"));
    }
}
