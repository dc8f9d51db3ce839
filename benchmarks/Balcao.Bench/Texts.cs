namespace Balcao.Bench;

/// <summary>
/// Message texts that are realistic for a search index: four thousand invented words, of which few are frequent and
/// most are rare, as in any language, and unique order numbers.
/// </summary>
internal sealed class Texts
{
    private const int Count = 4_000;

    private static readonly string[] Onsets = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "pr", "ch", "nh", "lh"];

    private static readonly string[] Ends = ["a", "e", "i", "o", "u", "ão", "ar", "em", "is", "or"];

    private static readonly string[] FirstNames =
        ["Ana", "Beatriz", "Caio", "Davi", "Elisa", "Fábio", "Gilda", "Hugo", "Inês", "João", "Kátia", "Lúcia", "Marcos", "Nina", "Otávio", "Paula", "Rui", "Sofia", "Téo", "Vera"];

    private readonly string[] _words = [.. Words()];

    /// <param name="rank">0: the most frequent.</param>
    public string Word(int rank) => _words[rank];

    public static string OrderNumber(int message) => $"{message * 7919L % 100_000_000:00000000}";

    public string Message(Random random, int message)
    {
        var words = new string[random.Next(5, 14)];
        // Zipf: the word of rank r comes 1/r times as often as the first.
        for (var i = 0; i < words.Length; i++) words[i] = _words[(int)Math.Pow(Count, random.NextDouble()) - 1];
        var text = string.Join(' ', words);
        return message % 4 == 0 ? $"{text} pedido {OrderNumber(message)}" : text;
    }

    public string Name(int customer) => $"{FirstNames[customer % FirstNames.Length]} {Capital(_words[500 + (customer / FirstNames.Length % 3_000)])}";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static IEnumerable<string> Words()
    {
        var (random, known) = (new Random(11), new HashSet<string>());
        while (known.Count < Count)
        {
            // Frequent words are short.
            var syllables = known.Count < 40 ? 1 : known.Count < 800 ? 2 : 3;
            var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => Onsets[random.Next(Onsets.Length)] + Ends[random.Next(Ends.Length)]));
            if (known.Add(word)) yield return word;
        }
    }
}
