using System.Globalization;

namespace Balcao.Bench;

/// <summary>The options of a verb: <c>--name value</c>.</summary>
internal sealed class Arguments(IReadOnlyDictionary<string, string> values)
{
    private const string Usage = """
        dev/bench ingest --engine sqlite|postgres [--rate N] [--seconds N] [--posts-of N] [--connections N] [--warm N]
                         [--shape spread|hot|bursts|replay] [--raw yes|no] [--says nothing|queue|closed] [--program FOLDER]
        dev/bench read --engine sqlite|postgres [--messages N] [--samples N]
        dev/bench distribution --engine sqlite|postgres [--chats N] [--agents N]
        dev/bench start --engine sqlite|postgres [--times N] [--program FOLDER]
        dev/bench screen --engine sqlite|postgres [--rate N] [--seconds N] [--warm N] [--program FOLDER]
        dev/bench all
        FOLDER holds a published server; without one the release build is measured.
        """;

    public static Arguments Of(string[] args)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i + 1 < args.Length; i += 2) values[args[i].TrimStart('-')] = args[i + 1];
        return new Arguments(values);
    }

    public static int Explain()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public int Number(string name, int otherwise) =>
        values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
