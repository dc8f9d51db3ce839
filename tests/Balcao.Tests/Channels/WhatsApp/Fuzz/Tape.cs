namespace Balcao.Tests.Channels.WhatsApp.Fuzz;

/// <summary>
/// The choices for one generated body, in the order in which they are used. After the end every choice is the first, which is
/// the simplest. A shorter tape therefore gives a simpler body, which lets CsCheck shrink a failing case.
/// </summary>
internal sealed class Tape(int[] choices)
{
    private int _at;

    public int Below(int bound) => _at < choices.Length ? choices[_at++] % bound : 0;

    public T Of<T>(params IReadOnlyList<T> options) => options[Below(options.Count)];

    public bool OneIn(int chances) => Below(chances) == chances - 1;
}
