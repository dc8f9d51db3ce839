using System.Net;
using System.Net.Sockets;

namespace Balcao.Attack;

/// <summary>
/// Connections from other addresses than the victim's, though from the same machine (127.0.1.1 and on): what the server limits
/// by address must not fall on the victim.
/// </summary>
internal static class Elsewhere
{
    /// <param name="address">The last part of the address, from 1 on.</param>
    public static HttpClient Client(Uri server, int address)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false, MaxConnectionsPerServer = 100,
            ConnectCallback = async (_, ct) => new NetworkStream(await ConnectAsync(server, address, ct), ownsSocket: true),
        };
        return new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
    }

    public static async Task<Socket> ConnectAsync(Uri server, int address, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)address]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, server.Port, ct);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
