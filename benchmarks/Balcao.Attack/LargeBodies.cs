using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Balcao.Attack;

/// <summary>Bodies just under what Kestrel takes, at the doors that need no sign-in, with one text that fills them.</summary>
internal sealed class LargeBodies : IAttack
{
    private const int AtOnce = 6, Length = 28 * 1024 * 1024;

    private static readonly (string Path, string Before)[] Doors =
    [
        ("/api/session", """{"password":"x","email":" """),
        ("/api/password-choices", """{"password":"x","code":" """),
        ("/api/installation/operator", """{"password":"x","email":"x","code":"x","name":" """),
    ];

    private readonly byte[] _text = new byte[Length];

    public LargeBodies()
    {
        Array.Fill(_text, (byte)'a');
        "\"}"u8.CopyTo(_text.AsSpan(Length - 2));
    }

    public string Finding => "S10";

    public string Words => "bodies of 28 MB where a sign-in is expected, six at once";

    public Task RunAsync(Stage stage, Answers answers, CancellationToken stop) =>
        answers.RepeatAsync(AtOnce, (connection, round) => PostAsync(stage.World.Server, Doors[(connection + round) % Doors.Length], 60 + connection, stop), stop);

    /// <summary>Over a plain socket: HttpClient does not read the answer of a server that stops reading.</summary>
    private async Task<HttpStatusCode?> PostAsync(Uri server, (string Path, string Before) door, int address, CancellationToken stop)
    {
        using var socket = await Elsewhere.ConnectAsync(server, address, stop);
        await using var stream = new NetworkStream(socket);
        var answer = StatusAsync(stream, stop);
        try
        {
            await stream.WriteAsync(Head(server, door), stop);
            await stream.WriteAsync(_text, stop);
        }
        catch (IOException)
        {
            // refused before it was read: the answer says how
        }
        return await answer;
    }

    private static byte[] Head(Uri server, (string Path, string Before) door) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
        POST {door.Path} HTTP/1.1
        Host: {server.Authority}
        Origin: {server.GetLeftPart(UriPartial.Authority)}
        Content-Type: application/json
        Content-Length: {door.Before.Length + Length}
        Connection: close

        {door.Before}
        """).ReplaceLineEndings("\r\n"));

    private static async Task<HttpStatusCode?> StatusAsync(NetworkStream stream, CancellationToken stop)
    {
        var line = new byte["HTTP/1.1 200".Length];
        try
        {
            return await stream.ReadAtLeastAsync(line, line.Length, throwOnEndOfStream: false, stop) == line.Length
                ? (HttpStatusCode)int.Parse(line.AsSpan(^3..), CultureInfo.InvariantCulture) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
