using System.Security.Cryptography;
using Balcao.Platform;
using Microsoft.AspNetCore.Identity;

namespace Balcao.Agents;

/// <summary>
/// Hashes and checks passwords. This is slow on purpose: never inside a transaction, which on SQLite would block every writer.
/// </summary>
public sealed class Passwords(IPasswordHasher<Person> hasher)
{
    /// <summary>In characters. It is not checked which kinds of characters are used (NIST SP 800-63B, 2025).</summary>
    public const int Fewest = 10;

    public const int Most = 200;

    /// <summary>The hash to compare with if the person is unknown, so that it takes as long as for a known one.</summary>
    private readonly string _nobodys = hasher.HashPassword(new Person(), Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>Why a new password may be refused.</summary>
    public static Refusal[] Refusals => [AgentRefusals.PasswordTooShort, AgentRefusals.PasswordCommon, AgentRefusals.PasswordOwn];

    /// <param name="owner">Whose password it is to be.</param>
    /// <returns>Null if it may be used.</returns>
    public static Refusal? Check(string field, string? password, PasswordOwner owner) => password switch
    {
        null or "" => InputRefusals.Required(field),
        { Length: > Most } => InputRefusals.TooLong(field, Most),
        _ => PasswordText.Normalize(password) switch
        {
            null => InputRefusals.Invalid(field),
            { Length: < Fewest } => AgentRefusals.PasswordTooShort.About(field),
            var text when owner.IsLittleMoreThanOwn(text) => AgentRefusals.PasswordOwn.About(field),
            var text when CommonPasswords.Includes(text) => AgentRefusals.PasswordCommon.About(field),
            _ => null,
        },
    };

    /// <param name="password">One that passed the check.</param>
    public string Hash(Person person, string password) => hasher.HashPassword(person, PasswordText.Normalize(password)!);

    /// <summary>The person, if the password is theirs.</summary>
    /// <param name="person">Null if no person has the e-mail; that costs as much time as a wrong password.</param>
    public PasswordMatch Check(Person? person, string? password) => new(Matches(person, password) ? person : null);

    private bool Matches(Person? person, string? password)
    {
        // A longer password is never right, and must not take longer to check than others.
        if (password is null or { Length: > Most }) password = "";
        password = PasswordText.Normalize(password) ?? "";
        var isRight = hasher.VerifyHashedPassword(person ?? new Person(), person?.PasswordHash ?? _nobodys, password) is not PasswordVerificationResult.Failed;
        return isRight && person?.PasswordHash is not null;
    }
}

/// <summary>What a check found.</summary>
/// <param name="Person">Null: the password is wrong.</param>
public sealed record PasswordMatch(Person? Person);
