namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>
/// The choices behind one generated body, in the order in which they are asked for. Past its end every choice is the
/// first, which is the plainest: a shorter tape is a simpler body, and so CsCheck shrinks what failed.
/// </summary>
internal sealed class Tape(int[] choices)
{
    private int _at;

    public int Below(int bound) => _at < choices.Length ? choices[_at++] % bound : 0;

    public T Of<T>(params IReadOnlyList<T> options) => options[Below(options.Count)];

    public bool OneIn(int chances) => Below(chances) == chances - 1;
}
