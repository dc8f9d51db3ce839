using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Identity;

namespace Balcao.Agents;

/// <summary>
/// Someone who signs in. The e-mail is unique in the installation. The person belongs to one tenant, with an
/// <see cref="Agent"/> of the same id there, or to none and is then an operator.
/// </summary>
public sealed class Person : IdentityUser<Guid>, IPerhapsTenantOwned
{
    public PersonId PersonId => new(Id);

    /// <summary>An operator's name; an agent's name is stored with the agent.</summary>
    public string? OperatorName { get; set; }

    public TenantId? TenantId { get; init; }

    public bool IsEnabled { get; set; } = true;

    /// <summary>Part of the code of the person's newest password link, the only one that works; null if there is none to use.</summary>
    public string? PasswordLinkStamp { get; private set; }

    public static Person OfTenant(TenantId tenant, AgentId agent, string email) => New(agent.Value, tenant, email);

    public static Person Operator(PersonId id, string name, string email)
    {
        var person = New(id.Value, null, email);
        person.OperatorName = name;
        return person;
    }

    private static Person New(Guid id, TenantId? tenant, string email) => new()
    {
        Id = id,
        TenantId = tenant,
        UserName = email,
        NormalizedUserName = NormalizeEmail(email),
        Email = email,
        NormalizedEmail = NormalizeEmail(email),
        SecurityStamp = NewStamp(),
    };

    public static string NormalizeEmail(string email) => Unicode.Normalize(email.Trim(), NormalizationForm.FormC).ToUpper(CultureInfo.InvariantCulture);

    /// <summary>Ends the links made before.</summary>
    /// <returns>What the new link's code must contain.</returns>
    public string NewPasswordLink() => PasswordLinkStamp = NewStamp();

    /// <summary>Also ends every earlier sign-in and password link.</summary>
    public void ChangePassword(string hash)
    {
        PasswordHash = hash;
        EndSignIns();
    }

    /// <summary>Ends all cookies and the password link. The rows of the sign-ins are ended by <see cref="SignIns"/>.</summary>
    public void EndSignIns() => (SecurityStamp, ConcurrencyStamp, PasswordLinkStamp) = (NewStamp(), NewStamp(), null);

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
