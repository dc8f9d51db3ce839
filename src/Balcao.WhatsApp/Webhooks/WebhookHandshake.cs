using System.Security.Cryptography;
using System.Text;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The GET with which Meta verifies a callback address. It carries no signature; the verify token alone decides
/// (Meta, Webhooks getting started, Dec 2025).
/// </summary>
public static class WebhookHandshake
{
    public const string ModeParameter = "hub.mode";
    public const string TokenParameter = "hub.verify_token";
    public const string ChallengeParameter = "hub.challenge";

    /// <summary>The challenge, to be returned verbatim as text/plain with 200; null if the answer must be 403.</summary>
    public static string? Answer(string? mode, string? token, string? challenge, string expectedToken)
    {
        if (string.IsNullOrEmpty(expectedToken) || token is null || string.IsNullOrEmpty(challenge))
            return null;
        return mode == "subscribe" && SameToken(token, expectedToken) ? challenge : null;
    }

    // Hashed first: FixedTimeEquals returns immediately if the lengths differ, which would reveal the length of the token.
    private static bool SameToken(string given, string expected) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)),
        SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
