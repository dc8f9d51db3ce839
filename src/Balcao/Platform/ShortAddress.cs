using System.Net;
using System.Net.Sockets;

namespace Balcao.Platform;

/// <summary>
/// The network from which a request came: enough to recognise a place, too little to find a person. IPv4 without its last number
/// (<c>203.0.113.0</c>), IPv6 with its first three groups (<c>2001:db8:4d::</c>), which is what a connection is given.
/// </summary>
public static class ShortAddress
{
    public const int Longest = 40;

    private const int BytesOfIPv4 = 3;

    private const int BytesOfIPv6 = 6;

    /// <returns>Null for a connection without an address.</returns>
    public static string? Of(IPAddress? address)
    {
        if (address is null) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(address.AddressFamily is AddressFamily.InterNetwork ? BytesOfIPv4 : BytesOfIPv6).Clear();
        return new IPAddress(bytes).ToString();
    }
}
