using System.Security.Cryptography;

namespace Balcao.Simulator;

/// <summary>Opaque ids in the shape Meta gives them.</summary>
static class Wamids
{
    public static string New() => "wamid." + Convert.ToBase64String(RandomNumberGenerator.GetBytes(33));

    public static string NewTraceId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(8)).Replace('/', 'A').Replace('+', 'B').TrimEnd('=');
}
