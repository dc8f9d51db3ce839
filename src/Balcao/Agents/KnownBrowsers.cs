using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Balcao.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Balcao.Agents;

/// <summary>
/// A cookie that tells from which browsers somebody has signed in to an account before: wrong passwords from elsewhere do not slow these
/// down (OWASP, Slow Down Online Guessing Attacks with Device Cookies, 2025). It is no sign-in, lets nobody in and stays after signing
/// out. It names the accounts by hashes, encrypted.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, Settings settings)
{
    /// <summary>The people who share a computer; whoever signed in longest ago is forgotten first.</summary>
    private const int MostAccounts = 8;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    private readonly IDataProtector _protector = protection.CreateProtector("known-browser");

    private string CookieName => settings.SignInCookie + "-known";

    /// <summary>An id of the browser, if somebody has signed in to that account from it; null otherwise.</summary>
    /// <param name="account">A hash of the account's e-mail.</param>
    public string? Find(HttpContext http, string account) =>
        Read(http) is [var browser, .. var accounts] && accounts.Contains(account) ? browser : null;

    /// <summary>Somebody has signed in to the account from this browser.</summary>
    public void Remember(HttpContext http, string account)
    {
        string[] parts = Read(http) is [var known, .. var accounts]
            ? [known, .. accounts.Except([account]).TakeLast(MostAccounts - 1), account]
            : [Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), account];
        var value = Base64Url.EncodeToString(_protector.Protect(Encoding.UTF8.GetBytes(string.Join(' ', parts))));
        http.Response.Cookies.Append(CookieName, value, new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = settings.IsHttps || http.Request.IsHttps, Path = "/", MaxAge = KeptFor, IsEssential = true,
        });
    }

    /// <summary>The browser's id, then its accounts; empty if it has none, or what it sends is not ours.</summary>
    private string[] Read(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } value || !Base64Url.IsValid(value)) return [];
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(value))).Split(' ');
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
