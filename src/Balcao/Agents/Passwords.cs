using System.Security.Cryptography;
using Balcao.Platform;
using Microsoft.AspNetCore.Identity;

namespace Balcao.Agents;

/// <summary>
/// Hashes and checks passwords. This is slow on purpose: never inside a transaction, which on SQLite would block every writer.
/// </summary>
public sealed class Passwords(IPasswordHasher<Person> hasher)
{
    /// <summary>Only the length is checked, not which characters are used (NIST SP 800-63B, 2025).</summary>
    public const int Fewest = 10;

    public const int Most = 200;

    /// <summary>The hash to compare with if the person is unknown, so that it takes as long as for a known one.</summary>
    private readonly string _nobodys = hasher.HashPassword(new Person(), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public static Refusal? Check(string field, string? password) => password switch
    {
        null or "" => InputRefusals.Required(field),
        { Length: < Fewest } => AgentRefusals.PasswordTooShort.About(field),
        { Length: > Most } => InputRefusals.TooLong(field, Most),
        _ => null,
    };

    public string Hash(Person person, string password) => hasher.HashPassword(person, password);

    /// <summary>The person, if the password is theirs.</summary>
    /// <param name="person">Null if no person has the e-mail; that costs as much time as a wrong password.</param>
    public PasswordMatch Check(Person? person, string? password) => new(Matches(person, password) ? person : null);

    private bool Matches(Person? person, string? password)
    {
        // A longer password is never right, and must not take longer to check than others.
        if (password is null or { Length: > Most }) password = "";
        var isRight = hasher.VerifyHashedPassword(person ?? new Person(), person?.PasswordHash ?? _nobodys, password) is not PasswordVerificationResult.Failed;
        return isRight && person?.PasswordHash is not null;
    }
}

/// <summary>What a check found.</summary>
/// <param name="Person">Null: the password is wrong.</param>
public sealed record PasswordMatch(Person? Person);
