using System.Security.Cryptography;
using System.Text;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>
/// The <c>X-Hub-Signature-256</c> header: <c>sha256=</c> and the hex HMAC-SHA256 of the raw body, keyed with the app
/// secret (Meta, Webhooks getting started, Dec 2025). Meta escapes non-ASCII and slashes, so the signature matches only
/// the bytes as received, not the same JSON written again.
/// </summary>
public static class WebhookSignature
{
    public const string HeaderName = "X-Hub-Signature-256";
    private const string Prefix = "sha256=";

    /// <summary>
    /// True if any of the secrets signed the body. Several are accepted so that a secret can be rotated without a gap.
    /// A missing or malformed header is false. Blank secrets are ignored: otherwise, with an empty setting, anyone
    /// could sign a body.
    /// </summary>
    public static bool Verify(string? header, ReadOnlySpan<byte> body, params IReadOnlyCollection<string> appSecrets)
    {
        ArgumentNullException.ThrowIfNull(appSecrets);
        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryReadHeader(header, claimed))
            return false;

        Span<byte> actual = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var verified = false;
        foreach (var secret in appSecrets)
        {
            if (string.IsNullOrWhiteSpace(secret))
                continue;
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, actual);
            verified |= CryptographicOperations.FixedTimeEquals(claimed, actual);
        }
        return verified;
    }

    /// <summary>The header value with which a sender signs <paramref name="body"/>.</summary>
    public static string Compute(ReadOnlySpan<byte> body, string appSecret)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(appSecret);
        return Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body));
    }

    private static bool TryReadHeader(string? header, Span<byte> signature)
    {
        var text = header.AsSpan().Trim();
        return text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && text.Length == Prefix.Length + signature.Length * 2
            && Convert.FromHexString(text[Prefix.Length..], signature, out _, out _) == System.Buffers.OperationStatus.Done;
    }
}
