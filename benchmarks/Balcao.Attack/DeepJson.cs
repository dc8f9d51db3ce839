using System.Globalization;
using System.Text;
using Balcao.Crash;

namespace Balcao.Attack;

/// <summary>Signed webhooks that are nested 100,000 levels deep, in a message or as a whole.</summary>
internal sealed class DeepJson : IAttack
{
    private const int AtOnce = 4, Levels = 100_000;

    private static readonly string Arrays = new string('[', Levels) + new string(']', Levels);

    private static readonly string Objects = string.Concat(Enumerable.Repeat("{\"a\":", Levels)) + "1" + new string('}', Levels);

    private readonly Customer _customer = Texts.By(Cast.Numbers[0], 704, 0, "Abismo");

    public string Finding => "S15";

    public string Words => "signed webhooks of 100,000 levels, four at once";

    public Task RunAsync(Stage stage, Answers answers, CancellationToken stop) =>
        answers.RepeatAsync(AtOnce, (connection, round) => stage.World.PostWebhookAsync(Body(connection, round), stop), stop);

    private byte[] Body(int connection, int round)
    {
        const string Text = "\"texto\"";
        var wamid = string.Create(CultureInfo.InvariantCulture, $"wamid.deep.{connection}.{round}");
        var post = Encoding.UTF8.GetString(Texts.Post((_customer, wamid, "texto")));
        return Encoding.UTF8.GetBytes((connection % 4) switch
        {
            0 => post.Replace(Text, Arrays, StringComparison.Ordinal),
            1 => post.Replace(Text, Objects, StringComparison.Ordinal),
            2 => post.Replace("\"metadata\":", $"\"beside\":{Arrays},\"metadata\":", StringComparison.Ordinal),
            _ => Objects,
        });
    }
}
