using System.Globalization;
using System.Net.Http.Json;
using Balcao.Contract;

namespace Balcao.Attack;

/// <summary>Many sign in with e-mails and passwords that nobody has: hashing a password is slow on purpose.</summary>
internal sealed class SignInFlood : IAttack
{
    private const int Connections = 40;

    public string Finding => "S2";

    public string Words => "40 connections sign in with nonsense, half of them from one address";

    public async Task RunAsync(Stage stage, Answers answers, CancellationToken stop)
    {
        // A limit by address stops the first half; the others have one each, as a rented network of machines has.
        var browsers = Enumerable.Range(0, Connections).Select(i => stage.Browser(i % 2 == 0 ? 1 : 2 + i)).ToList();
        await answers.RepeatAsync(Connections, (connection, round) => Answers.StatusOf(browsers[connection].PostAsJsonAsync("api/session", Nonsense(connection, round), ContractJson.Default.SignInRequest, stop)), stop);
    }

    private static SignInRequest Nonsense(int connection, int round) => new()
    {
        Email = string.Create(CultureInfo.InvariantCulture, $"ninguem{connection}.{round}@longe.example"), Password = string.Create(CultureInfo.InvariantCulture, $"nenhuma senha {round}"),
    };
}
