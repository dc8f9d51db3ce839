using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Balcao.Agents;

/// <summary>
/// Links by which a person chooses a password. The code contains the person, the expiry and a stamp, encrypted. The stamp of the
/// newest link is stored with the person, so that older links no longer work. It is removed when the password changes, so that each
/// link works once.
/// </summary>
public sealed class PasswordLinks(IDataProtectionProvider protection, Settings settings, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly IDataProtector _protector = protection.CreateProtector("password-link");

    /// <summary>Makes the person's newest link, once the unit of work that tracks the person is committed.</summary>
    public PasswordLink For(Person person)
    {
        var expiresAt = time.GetUtcNow() + Lifetime;
        var plain = string.Create(CultureInfo.InvariantCulture,
            $"{person.Id} {person.TenantId?.Value ?? Guid.Empty} {person.NewPasswordLink()} {expiresAt.ToUnixTimeMilliseconds()}");
        var code = Base64Url.EncodeToString(_protector.Protect(Encoding.UTF8.GetBytes(plain)));
        // In the fragment, which browsers do not send: the rest of an address gets into logs, proxies and referrers.
        return new PasswordLink($"{settings.OwnUrl}/choose-password#code={code}", expiresAt);
    }

    /// <summary>Null if the code is not ours or has expired. The caller checks that the stamp is still the person's.</summary>
    public ReadLink? Read(string code)
    {
        try
        {
            if (Encoding.UTF8.GetString(_protector.Unprotect(Base64Url.DecodeFromChars(code))).Split(' ') is not [var person, var tenant, var stamp, var end]) return null;
            var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(end, CultureInfo.InvariantCulture));
            TenantId? home = Guid.Parse(tenant) is var id && id != Guid.Empty ? new TenantId(id) : null;
            return time.GetUtcNow() < expiresAt ? new ReadLink(Guid.Parse(person), home, stamp) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>The contents of a link's code.</summary>
/// <param name="Tenant">The person's; null for an operator.</param>
public sealed record ReadLink(Guid Person, TenantId? Tenant, string Stamp);
