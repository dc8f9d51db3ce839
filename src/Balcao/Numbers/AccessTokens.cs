using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Balcao.Numbers;

/// <summary>
/// Encrypts WhatsApp's access tokens for the database. People can only write them; only sending and fetching decrypt
/// them.
/// </summary>
public sealed class AccessTokens(IDataProtectionProvider protection)
{
    /// <summary>Longer than any of Meta's tokens: a file pasted by mistake is refused.</summary>
    public const int Longest = 2000;

    private readonly IDataProtector _protector = protection.CreateProtector("whatsapp.access-token");

    /// <returns>The value for <see cref="Number.ProtectedAccessToken"/>.</returns>
    public string Protect(string accessToken) => Convert.ToBase64String(_protector.Protect(Encoding.UTF8.GetBytes(accessToken)));

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was protected with another installation key.</exception>
    public string Reveal(Number number) => Encoding.UTF8.GetString(_protector.Unprotect(Convert.FromBase64String(number.ProtectedAccessToken)));
}
