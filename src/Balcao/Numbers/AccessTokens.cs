using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Balcao.Numbers;

/// <summary>WhatsApp's access tokens, as the database keeps them. Write-only for people: only the sender and the media fetcher reveal them.</summary>
public sealed class AccessTokens(IDataProtectionProvider protection)
{
    /// <summary>More than any of Meta's: a file pasted by mistake is refused.</summary>
    public const int Longest = 2000;

    private readonly IDataProtector _protector = protection.CreateProtector("whatsapp.access-token");

    /// <returns>What goes into <see cref="Number.ProtectedAccessToken"/>.</returns>
    public string Protect(string accessToken) => Convert.ToBase64String(_protector.Protect(Encoding.UTF8.GetBytes(accessToken)));

    /// <exception cref="System.Security.Cryptography.CryptographicException">The installation's key is another one than it was protected with.</exception>
    public string Reveal(Number number) => Encoding.UTF8.GetString(_protector.Unprotect(Convert.FromBase64String(number.ProtectedAccessToken)));
}
