using System.Security.Cryptography;
using Balcao.Platform;
using Microsoft.AspNetCore.Identity;

namespace Balcao.Agents;

/// <summary>
/// Hashing and checking passwords. Slow on purpose: never inside a transaction, which on SQLite would stop every writer.
/// </summary>
public sealed class Passwords(IPasswordHasher<Person> hasher)
{
    /// <summary>Long rather than odd: no rules on letters, digits and signs (NIST SP 800-63B, 2025).</summary>
    public const int Fewest = 10;

    public const int Most = 200;

    /// <summary>What an unknown person's password is compared with, so that they cost as much time as a known one's.</summary>
    private readonly string _nobodys = hasher.HashPassword(new Person(), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public static Refusal? Check(string field, string? password) => password switch
    {
        null or "" => InputRefusals.Required(field),
        { Length: < Fewest } => AgentRefusals.PasswordTooShort.About(field),
        { Length: > Most } => InputRefusals.TooLong(field, Most),
        _ => null,
    };

    public string Hash(Person person, string password) => hasher.HashPassword(person, password);

    /// <param name="person">Null where the e-mail is nobody's.</param>
    public bool Matches(Person? person, string? password)
    {
        // A longer one is nobody's: it must not cost more than others.
        if (password is null or { Length: > Most }) password = "";
        var isRight = hasher.VerifyHashedPassword(person ?? new Person(), person?.PasswordHash ?? _nobodys, password) is not PasswordVerificationResult.Failed;
        return isRight && person?.PasswordHash is not null;
    }
}
