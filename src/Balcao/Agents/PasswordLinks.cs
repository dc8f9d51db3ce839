using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Balcao.Agents;

/// <summary>
/// Links by which a person chooses a password. Nothing is stored: the code contains the person, the expiry and the security stamp.
/// Choosing a password changes the stamp, so each link works once.
/// </summary>
public sealed class PasswordLinks(IDataProtectionProvider protection, Settings settings, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("password-link");

    public PasswordLink For(Person person)
    {
        var expiresAt = time.GetUtcNow() + Lifetime;
        var plain = string.Create(CultureInfo.InvariantCulture, $"{person.Id} {person.SecurityStamp} {expiresAt.ToUnixTimeMilliseconds()}");
        var code = Base64Url.EncodeToString(_protector.Protect(Encoding.UTF8.GetBytes(plain)));
        return new PasswordLink($"{settings.OwnUrl}/choose-password?code={code}", expiresAt);
    }

    /// <summary>
    /// The person of the code; null if it is not ours or has expired. The caller checks that the stamp is still the
    /// person's.
    /// </summary>
    public (Guid PersonId, string Stamp)? Read(string code)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(code))).Split(' ');
            var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[2], CultureInfo.InvariantCulture));
            return time.GetUtcNow() < expiresAt ? (Guid.Parse(parts[0]), parts[1]) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
