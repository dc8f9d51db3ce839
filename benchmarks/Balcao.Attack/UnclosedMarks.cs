using System.Globalization;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>
/// A customer of the victim writes messages of opening marks alone, and everybody reads that thread. Only the server's part:
/// that a browser draws such a message at once is for the client's tests.
/// </summary>
internal sealed class UnclosedMarks : IAttack
{
    private const int Marks = 20_000, Readers = 4;

    private static readonly string[] Opening = ["*a ", "_a ", "~a ", "`a "];

    private readonly Customer _customer = Texts.By(Cast.Numbers[4], 703, 0, "Asterisco");

    public string Finding => "S7";

    public string Words => "messages of 20,000 opening marks, and four who read them";

    public string? ReadInstead { get; private set; }

    public async Task<string?> PrepareAsync(Stage stage, CancellationToken ct)
    {
        ReadInstead = Victim.ThreadOf(await Texts.BeginAsync(stage.World, _customer, ct));
        return null;
    }

    public async Task RunAsync(Stage stage, Answers answers, CancellationToken stop)
    {
        var reader = stage.Program(stage.World.Tenants[_customer.Number.Tenant], 55);
        foreach (var (i, marks) in Opening.Index())
            await answers.CountAsync(() => stage.World.PostWebhookAsync(Message(i, string.Concat(Enumerable.Repeat(marks, Marks))), stop), stop);
        await answers.RepeatAsync(Readers, (_, _) => Answers.StatusOf(reader.GetAsync(ReadInstead, stop)), stop);
    }

    private byte[] Message(int i, string text) => Texts.Post((_customer, string.Create(CultureInfo.InvariantCulture, $"wamid.marks.{i}"), text));
}
